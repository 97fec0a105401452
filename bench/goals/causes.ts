/**
 * Where a goal was missed: what was found out about it, by the name of its figure. Printed only beside a miss; a miss without an entry says
 * that its cause is not known. Change the words when a profile says something else.
 */
export const causes: Readonly<Record<string, string>> = {
  'fan-out.10.bun0':
    'a processor on which a write to a socket costs 2 to 3 µs, for everybody, so that what a message costs besides weighs more: 2.0 ms more than with Bun0. By thread: compiling JavaScript that runs ten times a second 0.37, syncs 0.17, giving memory back 0.16 ([0075](decisions/0075-measured-when-it-has-run.md)); beats of a thousand connections 0.17, a server without anybody 0.2 to 0.4; the rest is a commit, and a frame of 300 bytes where theirs has 120. On the processor of the run of c847cea, where a write costs half as much again: 0.79',
  'fan-out.10.ws': 'the same; 1.05 in the run of c847cea',
  'fan-out.300.ws':
    'of 218 ms of processor a second 135 are the kernel’s for 28,700 sends, 28 of them since a frame has 3.2 kB where that of a bare loop has 1.3; syncs 12, compiling 9, all else of ours 50 ([0074](decisions/0074-company-of-sixteen.md)). 6.4 in the run of c847cea, where a write costs half as much again',
  'fan-out.1000.bunt':
    'an event of 300 bytes where theirs has 120, and commits ([0074](decisions/0074-company-of-sixteen.md))',
  'fan-out.300.socket-io': 'the same; 4.9 to 5.2 in earlier runs, in which Socket.IO had no 2,000 messages behind it',
  'fan-out.1000.socket-io':
    'the same; BunT with our tick, which neither stores nor names anybody, shows how far the tick itself reaches ([0018](decisions/0018-ticks-by-honest-cost.md))',
  'fan-out.300.p99':
    'the tick of a room of 1,000 is 35 ms, and a commit comes before it ([0018](decisions/0018-ticks-by-honest-cost.md))',
  'fan-out.1000.p99':
    'the tick of a room of 1,000 is 35 ms, and a commit comes before it ([0018](decisions/0018-ticks-by-honest-cost.md))',
  'fan-out.300.bunt':
    'a commit and its sync, and an event of 300 bytes where theirs has 120: frames of 3.2 kB for 1.3 ([0074](decisions/0074-company-of-sixteen.md))',
  'memory.bytes':
    'live objects of a connection are 0.9 kB in blocks of twice that, which the heap does not make denser; the socket of the runtime is 0.9 ([0079](decisions/0079-what-is-not-kept-while-calm.md))',
  'memory.ws':
    'the goal took 11 kB for `ws`, which takes 6; see its row in *Memory*. Ours holds identity, rooms and budgets, in a heap that takes two bytes for each that lives ([0079](decisions/0079-what-is-not-kept-while-calm.md))',
  'memory.idle-micros':
    'two system calls for each beat and its answer, and the collector, which the runtime calls once a second ([0055](decisions/0055-what-a-message-allocates.md))',
  'memory.socket-io': 'the goal took some 70 kB for Socket.IO; see its row in *Memory*',
  'durable.wire':
    'the processor: a message over the wire is parsed, checked, answered and published on the one core that also stores it; 0.551 in the run of 6a76499, an hour before, with as many acknowledged: the bare loop had 21,800 rows a second then, and 25,200 now',
  'durable.p99':
    'the sync of the log takes 7 to 10 ms where the pages of a checkpoint are at the disk, and a restart 20 now and then; what came meanwhile is a batch that takes some milliseconds more ([0068](decisions/0068-checkpoints-far-apart.md)). Calm minutes of the machine have 11 to 15 ms, others more',
  'history.1m.get-p99':
    'some 150 scattered pages of the database; a third is the way into the kernel ([0028](decisions/0028-cost-of-a-plain-message.md))',
  'search.1m.raw':
    'the bare query takes 0.2 to 1 ms, and 50 lines with their state 0.2 to 0.3, for each commit empties the cache of pages; the wire and its other end take 0.3, and each of the two who ask without a pause also waits for the answer to the other ([0071](decisions/0071-hits-read-once.md))',
  'slow-readers.p99':
    'a tenth more sockets in the room, and what was cut comes back together ([0058](decisions/0058-a-few-a-turn.md))',
  'growth.rooms-cost':
    'of windows of 3 s before and after five minutes: four runs of one day gave 0.91, 1.13, 1.18 and 1.45. Beside a server with few, window by window, 50,000 rooms cost 1.04 (1.01–1.08) ([0079](decisions/0079-what-is-not-kept-while-calm.md))',
  'growth.room-bytes':
    'what making 100,000 rooms left lies about until the collector of a server at rest comes by: 0.88 kB a room after two minutes, 0.24 after three',
  'page.fps':
    'slices of ten rows that come into the window, 27 to 31 ms of the thread where the processor is slow, 40 to 60 beside 200 messages a second; made cheaper since, and 55.6 in a run of two minutes ([0048](decisions/0048-a-hurry-is-drawn-in-part.md))',
  'start.bun0':
    'a bare loop loads one file; ours, which is built ([0076](decisions/0076-what-runs-is-built.md)) and finds the blocks of its log written ([0077](decisions/0077-the-wal-has-a-spare.md)), spends 70 ms more on its program and on what the parts make and read before the port opens. What the bare loop takes was 13 to 66 ms by the hour, so the ratio was 3.6 to 14 for the same server',
  'storm.bun0':
    'of both a second is the crowd’s own, which looks for free ports; of ours the rest is the hello, the right to be in the room, what was missed, the list of people, and a line of the log of the program for each ([0072](decisions/0072-who-comes-back-is-known.md))',
  'storm.other':
    'the runtime closes 15,000 sockets, 15 to 50 ms, and takes back those that come again; who has gone is taken leave of fifty a turn ([0058](decisions/0058-a-few-a-turn.md)). Runs of one evening gave 120, 116, 56 and 31 ms beside 9.8 to 23 in peace (12.2, 5.0 and 2.8 ×), and the tree of before 107 beside 21 (5.2 ×)',
  'uploads.p99':
    'turns of the loop (p99 3 to 5 ms beside files) and a sync that waits for a slice ([0043](decisions/0043-slices-are-synced.md))',
}

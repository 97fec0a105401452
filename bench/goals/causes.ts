/**
 * Where a goal was missed: what was found out about it, by the name of its figure. Printed only beside a miss; a miss without an entry says
 * that its cause is not known. Change the words when a profile says something else.
 */
export const causes: Readonly<Record<string, string>> = {
  'fan-out.10.bun0':
    'a processor on which a write to a socket costs 2 to 3 µs, for everybody, so that what a message costs besides weighs more: 2.0 ms more than with Bun0. By thread: compiling JavaScript that runs ten times a second 0.37, syncs 0.17, giving memory back 0.16 ([0075](decisions/0075-measured-when-it-has-run.md)); beats of a thousand connections 0.17, a server without anybody 0.2 to 0.4; the rest is a commit, and what else a message that is stored has of its own; that its frame has 370 bytes where theirs has 120 costs nothing that can be measured ([0080](decisions/0080-in-time-for-the-frame.md)). On the processor of the run of c847cea, where a write costs half as much again: 0.79',
  'fan-out.10.ws': 'the same; 1.05 in the run of c847cea',
  'fan-out.300.ws':
    'two thirds are the kernel’s for 28,700 sends, and the bytes of a frame hardly count; what is ours, some 60 ms of a second, is of many small things: a message is parsed, checked, stored, indexed and answered ([0080](decisions/0080-in-time-for-the-frame.md)). 6.4 in the run of c847cea, where a write costs half as much again; runs of one day differ by 5 %',
  'fan-out.1000.bunt':
    'a message is parsed, checked, stored, indexed and answered, which BunT does not ([0080](decisions/0080-in-time-for-the-frame.md))',
  'fan-out.300.socket-io': 'the same; without 2,000 messages behind it Socket.IO was at 4.9 to 5.2',
  'fan-out.1000.socket-io':
    'the same; BunT with our tick, which neither stores nor names anybody, shows how far the tick itself reaches ([0018](decisions/0018-ticks-by-honest-cost.md))',
  'fan-out.300.p99':
    'the tick of a room of 1,000 is 35 ms, and a commit comes before it ([0018](decisions/0018-ticks-by-honest-cost.md))',
  'fan-out.1000.p99':
    'the tick of a room of 1,000 is 35 ms, and a commit comes before it ([0018](decisions/0018-ticks-by-honest-cost.md))',
  'fan-out.300.bunt':
    'a commit and its sync, and what else BunT does not do with a message ([0080](decisions/0080-in-time-for-the-frame.md))',
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
  'growth.rooms-cost': 'see [0079](decisions/0079-what-is-not-kept-while-calm.md)',
  'growth.room-bytes':
    'what making 100,000 rooms left lies about until the collector of a server at rest comes by: 0.88 kB a room after two minutes, 0.24 after three',
  'page.fps':
    'slices of ten rows that come into the window, 27 to 31 ms of the thread where the processor is slow, 40 to 60 beside 200 messages a second; made cheaper since, and 55.6 in a run of two minutes ([0048](decisions/0048-a-hurry-is-drawn-in-part.md))',
  'start.bun0':
    'a bare loop loads one file; ours, which is built ([0076](decisions/0076-what-runs-is-built.md)) and finds the blocks of its log written ([0077](decisions/0077-the-wal-has-a-spare.md)), spends 70 ms more on its program and on what the parts make and read before the port opens. What the bare loop takes was 13 to 66 ms by the hour, so the ratio was 3.6 to 14 for the same server',
  'storm.bun0':
    'of both a second is the crowd’s own, which looks for free ports; of ours upgrades are a quarter, sending a fifth, the hello 15 %, rights 11, what was missed 9, lines of the log of the program 7, and no one thing is the fifth that is too much ([0072](decisions/0072-who-comes-back-is-known.md), [0078](decisions/0078-a-list-that-one-has.md))',
  'storm.other':
    'when 15,000 lines of a fresh server end for the first time the loop is held once for some 150 ms, by the closing in the runtime and what we do for each; the second time for less than 30. Runs of two days gave 140 to 25 ms beside 10 to 23 in peace ([0058](decisions/0058-a-few-a-turn.md), [0078](decisions/0078-a-list-that-one-has.md))',
  'uploads.p99':
    'turns of the loop (p99 3 to 5 ms beside files) and a sync that waits for a slice ([0043](decisions/0043-slices-are-synced.md))',
}

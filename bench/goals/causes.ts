/**
 * Where a goal was missed: what was found out about it, by the name of its figure. Printed only beside a miss; a miss without an entry says
 * that its cause is not known. Change the words when a profile says something else.
 */
export const causes: Readonly<Record<string, string>> = {
  'fan-out.300.socket-io':
    'a commit and its sync for each message, and an event of 300 bytes where theirs has 140 ([0018](decisions/0018-ticks-by-honest-cost.md))',
  'fan-out.1000.socket-io':
    'a commit and its sync for each message, and an event of 300 bytes where theirs has 140; BunT with our tick, which does neither, shows how far the tick itself reaches ([0018](decisions/0018-ticks-by-honest-cost.md))',
  'fan-out.300.p99':
    'the tick of a room of 1,000 is 35 ms, and a commit comes before it ([0018](decisions/0018-ticks-by-honest-cost.md))',
  'fan-out.1000.p99':
    'the tick of a room of 1,000 is 35 ms, and a commit comes before it ([0018](decisions/0018-ticks-by-honest-cost.md))',
  'memory.bytes':
    'what the collector has not given back weighs: read after 6 s of rest it was 6.3 kB, after 15 s 5.5 ([0018](decisions/0018-ticks-by-honest-cost.md))',
  'memory.ws':
    'the goal took 11 kB for `ws`; see its row in *Memory*. Ours holds identity, rooms and budgets, and what the collector has not given back after the rest',
  'memory.socket-io': 'the goal took some 70 kB for Socket.IO; see its row in *Memory*',
  'durable.wire':
    'the processor: a message over the wire is parsed, checked, answered and published on the one core that also stores it',
  'durable.p99':
    'the core is over nine tenths busy at 5,000 a second, so a turn waits for others; the collector walks through what rooms retain ([0011](decisions/0011-first-honest-run.md))',
  'history.1m.get-p99':
    'some 150 scattered pages of the database; a third is the way into the kernel ([0028](decisions/0028-cost-of-a-plain-message.md))',
  'search.1m.raw':
    'the bare query takes 0.3 to 1.4 ms; over the wire the 50 hits are read with their state, while others write on the same core',
  'slow-readers.p99': 'not profiled: what was cut comes back, and is sent what it missed',
  'uploads.p99':
    'turns of the loop (p99 4 ms beside files, 1 alone) and a sync that waits for a slice ([0043](decisions/0043-slices-are-synced.md))',
}

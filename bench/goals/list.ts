// The goals of the design (performance.md 4; of the page also client.md 12), as decision 0018 set three of them anew. `name` is that of a figure that some run measures.

/** `least`: at least so much is wanted; `most`: at most. */
export type Bound = { least: number } | { most: number }
export type Goal = {
  id: string
  what: string
  name: string
  /** Null: there is only a stretch goal. */
  wanted: Bound | null
  stretch: Bound | null
  unit: string
  /** The words after `npm run bench -- --only`; '' for a run of all that is usual. */
  only: string
}
/** What has no figure, and why: nothing can measure it yet, or a test proves it. */
export type Unmeasured = { id: string; what: string; wanted: string; why: string; isTested?: true }

type Limits = { least: [number | null, number?] } | { most: [number | null, number?] }

function goal(id: string, what: string, name: string, limits: Limits, { unit = '', only = 'fan-out' } = {}): Goal {
  const bound = (value: number | null | undefined): Bound | null => {
    if (value === null || value === undefined) return null
    return 'least' in limits ? { least: value } : { most: value }
  }
  const [wanted, stretch] = 'least' in limits ? limits.least : limits.most
  return { id, what, name, wanted: bound(wanted), stretch: bound(stretch), unit, only }
}

const cpu = 'deliveries a CPU second'
const memory = { only: 'memory' }
const history = { only: 'history' }
const search = { only: 'search' }
const growth = { only: 'growth' }
const storm = { only: 'storm' }
const page = { only: 'page' }
const vitals = { only: 'vitals' }
const ms = { unit: ' ms' }

export const goals: readonly Goal[] = [
  goal('PERF-1', `10/s: ${cpu} ÷ those of Bun0`, 'fan-out.10.bun0', { least: [0.7, 0.9] }),
  goal('PERF-1', `10/s: ${cpu} ÷ those of \`ws\``, 'fan-out.10.ws', { least: [1] }),
  goal('PERF-1', `10/s: ${cpu} ÷ those of Socket.IO`, 'fan-out.10.socket-io', { least: [1.3] }),
  goal('PERF-1', `10/s: ${cpu} ÷ those of RawC`, 'fan-out.10.raw-c', { least: [null, 0.5] }),
  goal('PERF-1', '10/s: p99 of delivery', 'fan-out.10.p99', { most: [20] }, ms),
  goal('PERF-2', `300/s: ${cpu} ÷ those of Bun0`, 'fan-out.300.bun0', { least: [2.5] }),
  goal('PERF-2', `300/s: ${cpu} ÷ those of BunT`, 'fan-out.300.bunt', { least: [0.47, 0.7] }),
  goal('PERF-2', `300/s: ${cpu} ÷ those of \`ws\``, 'fan-out.300.ws', { least: [5] }),
  goal('PERF-2', `300/s: ${cpu} ÷ those of Socket.IO`, 'fan-out.300.socket-io', { least: [5] }),
  goal('PERF-2', `1,000/s: ${cpu} ÷ those of Bun0`, 'fan-out.1000.bun0', { least: [null, 10] }),
  goal('PERF-2', `1,000/s: ${cpu} ÷ those of BunT`, 'fan-out.1000.bunt', { least: [0.35, 0.7] }),
  goal('PERF-2', `1,000/s: ${cpu} ÷ those of \`ws\``, 'fan-out.1000.ws', { least: [8] }),
  goal('PERF-2', `1,000/s: ${cpu} ÷ those of Socket.IO`, 'fan-out.1000.socket-io', { least: [8, 40] }),
  goal('PERF-2', '300/s: p99 of delivery', 'fan-out.300.p99', { most: [50, 30] }, ms),
  goal('PERF-2', '1,000/s: p99 of delivery', 'fan-out.1000.p99', { most: [50, 30] }, ms),
  goal(
    'PERF-4',
    'memory of an idle joined connection',
    'memory.bytes',
    { most: [6_000, 3_300] },
    { ...memory, unit: ' B' },
  ),
  goal('PERF-4', '… ÷ that of `ws`', 'memory.ws', { most: [0.55] }, memory),
  goal('PERF-4', '… ÷ that of Socket.IO', 'memory.socket-io', { most: [0.1] }, memory),
  goal('PERF-4', '… ÷ that of Bun0', 'memory.bun0', { most: [null, 1.5] }, memory),
  goal(
    'PERF-5',
    'processor of an idle connection, each second',
    'memory.idle-micros',
    { most: [2, 1] },
    { ...memory, unit: ' µs' },
  ),
  goal(
    'PERF-6',
    '100 rooms of 50 at 60 % of the most, stored: p99 of delivery ÷ (tick + 2 × p99 of fdatasync + 5 ms)',
    'latency.over-bound',
    { most: [1] },
    { only: 'latency' },
  ),
  goal('PERF-6', '… p99.9 ÷ p99', 'latency.tail', { most: [null, 3] }, { only: 'latency' }),
  goal(
    'PERF-7',
    'stored messages a second, 1,000 writers without the wire ÷ a bare loop of 1,000 rows a commit',
    'durable.lane',
    { least: [0.5, 0.7] },
    { only: 'durable' },
  ),
  goal(
    'PERF-7',
    'acknowledged a second over the wire, 1,000 senders ÷ a bare loop of 10 rows a commit',
    'durable.wire',
    { least: [0.5, 0.7] },
    { only: 'durable' },
  ),
  goal('PERF-7', '5,000 acknowledged a second: p99', 'durable.p99', { most: [15, 10] }, { ...ms, only: 'durable' }),
  goal(
    'PERF-9',
    '1,000,000 messages: pages of 50, p50 of the bare statements ÷ p50 over the wire, the worst kind',
    'history.1m.raw',
    { least: [0.4, 0.6] },
    history,
  ),
  goal('PERF-9', '1,000,000: p50 of a page anywhere ÷ the newest', 'history.1m.deepest', { most: [1.2] }, history),
  goal('PERF-9', '1,000,000: p99 of a page, the slowest kind', 'history.1m.p99', { most: [5] }, { ...history, ...ms }),
  goal(
    'PERF-9',
    '1,000,000: p99 of `message.get` of 50 scattered messages',
    'history.1m.get-p99',
    { most: [5] },
    { ...history, ...ms },
  ),
  goal(
    'PERF-9',
    '10,000,000: p99 of a page, the slowest kind',
    'history.10m.p99',
    { most: [5] },
    { ...ms, only: 'history --messages 10000000' },
  ),
  goal(
    'PERF-10',
    '1,000,000 messages: p50 ÷ that of the bare index query, the worst kind',
    'search.1m.raw',
    { most: [1.5] },
    search,
  ),
  goal('PERF-10', '1,000,000: p95, the slowest kind', 'search.1m.p95', { most: [50] }, { ...search, ...ms }),
  goal(
    'PERF-10',
    '10,000,000: p95, the slowest kind',
    'search.10m.p95',
    { most: [150] },
    { ...ms, only: 'search --messages 10000000' },
  ),
  goal('PERF-10', 'from posted to found, the longest', 'search.1m.lag', { most: [2_000] }, { ...search, ...ms }),
  goal('PERF-10', 'insert rate with the index ÷ without', 'search.1m.insert', { least: [0.6] }, search),
  goal(
    'PERF-11',
    'start to the first delivered message ÷ that of Bun0',
    'start.bun0',
    { most: [2, 1.5] },
    { only: 'start' },
  ),
  goal('PERF-11', '… with 1,000,000 messages ÷ with none', 'start.1m', { most: [1.2] }, { only: 'start' }),
  goal(
    'PERF-11',
    '… with 10,000,000 messages ÷ with none',
    'start.10m',
    { most: [1.2] },
    { only: 'start --messages 10000000' },
  ),
  goal(
    'PERF-11',
    'ready again after kill -9, the slowest',
    'start.killed',
    { most: [3_000] },
    { ...ms, only: 'start' },
  ),
  goal(
    'PERF-12',
    'first load: HTML, CSS and JS, compressed',
    'page.first-load',
    { most: [70_000, 50_000] },
    { only: '', unit: ' B' },
  ),
  goal('PERF-13', '200 messages a second, 4 × slowed processor: rows in the page', 'page.rows', { most: [300] }, page),
  goal('PERF-13', '… commits to the DOM a frame', 'page.commits', { most: [1] }, page),
  goal('PERF-13', '… main thread busy', 'page.main-thread', { most: [40, 25] }, { ...page, unit: ' %' }),
  goal('PERF-13', '… input delay, p95', 'page.input-p95', { most: [50] }, { ...page, ...ms }),
  goal('PERF-13', '… heap ÷ that after 2 minutes', 'page.heap', { most: [1.3] }, page),
  goal('PERF-13', '… frames a second while scrolling', 'page.fps', { least: [55] }, page),
  goal(
    'PERF-14',
    'cost a delivery, room of 10,000 ÷ room of 100, talk in proportion',
    'growth.delivery',
    { most: [1.3, 1.1] },
    growth,
  ),
  goal(
    'PERF-14',
    '… ÷ room of 1,000, where a message’s own cost weighs less',
    'growth.delivery-from-1000',
    { most: [1.3, 1.1] },
    growth,
  ),
  goal(
    'PERF-14',
    '100,000 empty rooms: cost a delivery in another room ÷ before',
    'growth.rooms-cost',
    { most: [1.1] },
    growth,
  ),
  goal('PERF-14', '… memory of an empty room', 'growth.room-bytes', { most: [1_000] }, { ...growth, unit: ' B' }),
  goal(
    'PERF-14',
    'answer to a join, room of 10,000 ÷ room of 100: bytes',
    'growth.join-bytes',
    { most: [1.2] },
    growth,
  ),
  goal('PERF-14', '… time, p50', 'growth.join-ms', { most: [1.2] }, growth),
  goal('PERF-15', '15,000 dropped and back: not resumed, lost or doubled', 'storm.faults', { most: [0] }, storm),
  goal('PERF-15', '… time until all have all ÷ accept and subscribe of Bun0', 'storm.bun0', { most: [2, 1.5] }, storm),
  goal('PERF-15', '… p99 in another room meanwhile ÷ usual', 'storm.other', { most: [5, 3] }, storm),
  goal('PERF-15', '10,000 clients of `sdk/` back and caught up', 'storm.sdk', { most: [30] }, { ...storm, unit: ' s' }),
  goal(
    'PERF-16',
    '10 % stop reading: p99 of the others ÷ before',
    'slow-readers.p99',
    { most: [1.1, 1.05] },
    { only: 'slow-readers' },
  ),
  goal(
    'PERF-16',
    '… memory that each of them takes',
    'slow-readers.bytes',
    { most: [1_048_576] },
    { only: 'slow-readers', unit: ' B' },
  ),
  goal(
    'PERF-16',
    '… memory after they are gone ÷ before they came',
    'slow-readers.after',
    { most: [1.1] },
    { only: 'slow-readers' },
  ),
  goal(
    'PERF-17',
    '100 uploads of 20 MB: memory of the server',
    'uploads.mb',
    { most: [250] },
    { only: 'uploads', unit: ' MB' },
  ),
  goal('PERF-17', '… p99 of the chat ÷ alone', 'uploads.p99', { most: [1.2, 1.05] }, { only: 'uploads' }),
  goal(
    'PERF-18',
    'plain messages dearer than before all features',
    'tax.percent',
    { most: [5, 2] },
    { only: 'tax --before ‹older tree›', unit: ' %' },
  ),
  goal('UX-6', 'first visit, over the line', 'vitals.kb', { most: [70] }, { ...vitals, unit: ' kB' }),
  goal('UX-6', '… of it scripts', 'vitals.scripts-kb', { most: [55] }, { ...vitals, unit: ' kB' }),
  goal('UX-6', '… requests', 'vitals.requests', { most: [12] }, vitals),
  goal(
    'UX-7',
    'first visit, 4 × slowed, 1.6 Mbit/s, 150 ms: first contentful paint',
    'vitals.fcp',
    { most: [1_800] },
    { ...vitals, ...ms },
  ),
  goal('UX-7', '… largest contentful paint', 'vitals.lcp', { most: [2_500] }, { ...vitals, ...ms }),
  goal('UX-7', '… blocking time', 'vitals.tbt', { most: [200] }, { ...vitals, ...ms }),
  goal('UX-7', '… layout shift', 'vitals.cls', { most: [0.02] }, vitals),
  goal(
    'UX-7',
    'room of 50,000, 4 × slowed: typing, interaction to next paint',
    'vitals.typing',
    { most: [200] },
    { ...vitals, ...ms },
  ),
  goal('UX-7', '… sending', 'vitals.send', { most: [200] }, { ...vitals, ...ms }),
  goal('UX-7', '… opening the emoji panel and picking one', 'vitals.emoji', { most: [200] }, { ...vitals, ...ms }),
  goal('UX-7', '… elements, the window full, phone or desktop', 'vitals.elements', { most: [6_000] }, vitals),
  goal('UX-7', '… heap after a collection', 'vitals.heap-mb', { most: [40] }, { ...vitals, unit: ' MB' }),
  goal(
    'UX-7',
    'room of 50,000, not slowed: from the hello’s answer to rows',
    'vitals.rows',
    { most: [300] },
    { ...vitals, ...ms },
  ),
  goal(
    'UX-7',
    'from the address to a newcomer’s first message, not slowed',
    'vitals.newcomer',
    { most: [3_000] },
    { ...vitals, ...ms },
  ),
]

export const unmeasured: readonly Unmeasured[] = [
  {
    id: 'PERF-3',
    what: '100,000 in one room, several workers',
    wanted: 'each member gets each tick; server ≤ 1.2 cores',
    why: 'rooms of the live kind and workers are not built',
  },
  {
    id: 'PERF-6',
    what: 'fan-out alone: p99 ÷ that of Bun0',
    wanted: '≤ 1.5',
    why: 'there is no form of the house that does not store; with everything on it stands beside Bun0 in *Latency*',
  },
  {
    id: 'PERF-8',
    what: 'Postgres store',
    wanted: '≥ 0.5 of a raw batched insert',
    why: 'the store over Postgres is not built',
  },
  {
    id: 'PERF-9',
    what: 'number of queries of a page',
    wanted: 'constant',
    why: '`server/delivery/line-log-statements.test.ts` counts them',
    isTested: true,
  },
  {
    id: 'PERF-19',
    what: 'cluster of 3 nodes over Postgres',
    wanted: '≥ 0.8 of one node’s figure',
    why: 'the cluster is not built',
  },
]

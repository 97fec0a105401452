import { expect, test } from 'bun:test'
import type { RunResult } from './generator.ts'
import { pageFigures } from './goals/from-sections.ts'
import { goals } from './goals/list.ts'
import { growthFigures, growthPlot, writeGrowthSection } from './growth/section.ts'
import type { GrowthResults, GrowthRun, Size } from './growth.ts'
import { latencyFigures, latencyPlot, writeLatencySection } from './latency/section.ts'
import type { LatencyResults, Step, Who } from './latency.ts'
import type { Machine } from './machine.ts'
import { startFigures, writeStartSection } from './start/section.ts'
import type { StartResults } from './start.ts'
import type { Return } from './storm/return.ts'
import { stormFigures, writeStormSection } from './storm/section.ts'
import type { StormResults } from './storm.ts'
import { vitalsFigures, writeVitalsSection } from './vitals/section.ts'
import type { VitalsResults } from './vitals.ts'

const machine: Machine = {
  ...{ processor: 'a processor', cores: 2, memoryGb: 8, kernel: '6', pinned: true, descriptors: 20_000 },
  ...{ bun: '1.4.5', node: 'v26', compiler: 'cc', commit: 'abc1234' },
}
const latency = { count: 50_000, p50: 12, p99: 24, p999: 30, max: 41 }
const run: RunResult = {
  ...{ rate: 100, seconds: 10, senders: 20, members: 1_000, sent: 1_000, sentInWindow: 1_000, latestSendMs: 0.2 },
  ...{ messages: 1_000_000, frames: 500_000, allFrames: 500_000, bytes: 1e8, answered: 1_000, answeredInWindow: 1_000 },
  ...{
    refused: 0,
    unknown: 0,
    answeredTwice: 0,
    serverSeconds: 2,
    serverUserSeconds: 1,
    serverSystemSeconds: 1,
    generatorSeconds: 1,
    softirqSeconds: 1,
  },
  ...{
    drained: true,
    expected: 10,
    seen: 10,
    missing: 0,
    outOfOrder: 0,
    brokenSeqs: 0,
    oddSinks: 0,
    lostConnections: 0,
  },
  ...{ delivery: latency, answer: latency, refusal: '' },
}

/** What a table must never show. */
const hasHoles = (text: string): boolean => /NaN|undefined|Infinity|\bnull\b/.test(text)

const growthRun = (serverSeconds: number): GrowthRun => ({
  ...{ run: { ...run, serverSeconds }, idleShare: 0.05, verdict: { is: 'good' } },
})
const sizeOf = (members: number, serverSeconds: number, bytes: number): Size => ({
  ...{ members, tickMs: 20, skipped: null, join: { bytes, p50: 2, most: 3, joins: 30 } },
  ...{ proportion: [growthRun(serverSeconds)], same: [growthRun(serverSeconds)], bare: [growthRun(1)] },
})
const besides = (...seconds: number[]): RunResult[] => seconds.map((serverSeconds) => ({ ...run, serverSeconds }))
const growth: GrowthResults = {
  ...{
    windowS: 4,
    skipped: null,
    sizes: [sizeOf(100, 2.5, 10_000), sizeOf(1_000, 1.5, 10_400), sizeOf(10_000, 2, 11_000)],
  },
  rooms: {
    ...{ members: 1_000, rate: 100, windowS: 5 },
    before: { rooms: 100, bytes: 80e6, runs: besides(2, 4, 3) },
    after: { rooms: 100_100, bytes: 130e6, runs: besides(2.1, 4.2, 6) },
  },
}

test('[PERF-14] growth: what a room takes at rest is taken off, and sizes are compared with the smallest', () => {
  expect(growthFigures(growth)).toEqual({
    ...{ 'growth.delivery': 0.75, 'growth.delivery-from-1000': 1.5, 'growth.join-bytes': 1.1, 'growth.join-ms': 1 },
    ...{ 'growth.rooms-cost': 1.05, 'growth.room-bytes': 500 },
  })
  const section = writeGrowthSection(growth, 'npm run bench', machine)
  expect(section).toContain('| 10,000 | 20 | 100 | 1.50 | 2.0 | 3.00 | 1.50 | 2.0 | 0.50 | 11,000 | 2.00 |  |')
  expect(section).toContain('500 bytes a room, and the others pay 1.05 (1.05–2.00) times')
  expect(hasHoles(section)).toBe(false)
  expect(growthPlot(growth)).toContain('Bun0, 10 messages/s')
})

test('[PERF-14] a size that could not be measured says why, and is no figure', () => {
  const none: Size = {
    ...sizeOf(10_000, 1, 1),
    proportion: [],
    same: [],
    bare: [],
    join: null,
    skipped: 'only 1,024 file descriptors',
  }
  const partly: GrowthResults = {
    ...growth,
    sizes: [sizeOf(100, 1, 1), none],
    rooms: null,
    skipped: 'the cores were busy',
  }
  expect(Object.values(growthFigures(partly)).every((value) => value === null)).toBe(true)
  const section = writeGrowthSection(partly, 'npm run bench', machine)
  expect(section).toContain('not measured: only 1,024 file descriptors |')
  expect(section).toContain('- Empty rooms: not measured: the cores were busy.')
  expect(hasHoles(section)).toBe(false)
})

const step = (who: Who, p99: number, is: 'good' | 'behind' = 'good'): Step => ({
  ...{ who, rate: 600, run: { ...run, delivery: { ...latency, p99 } }, verdict: { is } },
})
const late: LatencyResults = {
  ...{ rooms: 100, ofARoom: 50, tickMs: 20, disk: { syncs: 1_000, p50Ms: 0.2, p99Ms: 0.5 } },
  ...{ ladder: [step('teahouse', 20), step('teahouse', 90, 'behind')], most: { teahouse: 1_000, bun0: 8_000 } },
  runs: [step('teahouse', 26), step('teahouse', 13), step('bun0', 5), step('bun0-same', 2), step('bun0', 70, 'behind')],
}

test('[PERF-6] latency: of good runs alone, against the tick, two syncs and a little', () => {
  expect(latencyFigures(late)).toEqual({
    ...{ 'latency.p99': 19.5, 'latency.rate': 600, 'latency.over-bound': 19.5 / 26, 'latency.bun0': 3.9 },
    'latency.tail': (30 / 26 + 30 / 13) / 2,
  })
  const section = writeLatencySection(late, 'npm run bench', machine)
  expect(section).toContain('What did not hold: Teahouse at 600/s: fell behind.')
  expect(section).toContain('at most 26.0 ms')
  expect(section).toContain('| 1 of 2 |')
  expect(hasHoles(section)).toBe(false)
  expect(latencyPlot(late)).toContain('>99.9 %</text>')
  expect(latencyFigures({ ...late, rooms: 20 })).toEqual({})
})

const started = (deliveredMs: number) => ({ readyMs: deliveredMs - 20, deliveredMs })
const killed = { walBytes: 34e6, readyMs: 300, saidMs: 340, acknowledged: 10, lost: 0 }
const start: StartResults = {
  ...{ messages: 1_000_000, logBytes: 516e6, bare: [started(100)], empty: [started(250)], filled: [started(275)] },
  killed: [killed, { ...killed, readyMs: 360 }],
}

test('[PERF-11] start: to the first delivered message, beside the bare loop; the slowest after a kill', () => {
  expect(startFigures(start)).toEqual({ 'start.bun0': 2.5, 'start.1m': 1.1, 'start.killed': 360 })
  expect(startFigures({ ...start, messages: 10_000_000 })).toMatchObject({ 'start.10m': 1.1 })
  expect(startFigures({ ...start, messages: 50_000 })).toEqual({ 'start.bun0': 2.5 })
  const section = writeStartSection(start, 'npm run bench', machine)
  expect(section).toContain('| Teahouse, 1,000,000 messages | 255 (255–255) | 275 (275–275) | 2.75 | 1.10 |')
  expect(hasHoles(section)).toBe(false)
})

const back: Return = { p50: 2_000, p99: 3_000, last: 4_000, serverSeconds: 3 }
const heard = { count: 100, refused: 0, p50: 4, p99: 10, most: 20 }
const crowd = { p50: 2_000, p99: 4_000, last: 4_100, serverSeconds: 4, answers: 100, answerP99: 400, answerMost: 500 }
const storm: StormResults = {
  ...{ clients: 10_000, rooms: 20, perSecond: 50, calm: { answers: 200, answerP99: 18, answerMost: 24 } },
  ...{ cuts: [crowd], kills: [{ ...crowd, last: 8_200 }], skipped: null },
  bare: {
    ...{ clients: 15_000, rooms: 30, missed: 5, usual: heard, bare: [{ ...back, last: 2_500 }] },
    ours: [{ ...back, notResumed: 0, lost: 1, doubled: 0, again: 2, elsewhere: { ...heard, p99: 60 } }],
  },
}

test('[PERF-13] page: the worse of the two slowed forms counts, and the heap only after ten minutes', () => {
  const followed = (main: number, frames: number) => ({
    ...{ mostRows: 280, mostCommits: 1, main, keyP95: 20, heapLate: 66e6, heapEarly: 60e6 },
    up: { mostRows: 290, frames, seconds: 10 },
  })
  const results = { minutes: 10, followed: { desktop: [followed(0.3, 560)], phone: [followed(0.45, 580)] } }
  const short = {
    ...{ 'page.rows': 290, 'page.commits': 1, 'page.main-thread': 45, 'page.input-p95': 20, 'page.fps': 56 },
  }
  expect(pageFigures(results)).toEqual({ ...short, 'page.heap': 1.1 })
  expect(pageFigures({ ...results, minutes: 1 })).toEqual(short)
  expect(pageFigures({ minutes: 10, followed: { desktop: [], phone: [] } })).toEqual({})
})

test('[PERF-15] storm: one lost message is a miss, and a smaller crowd is no figure', () => {
  expect(stormFigures(storm)).toEqual({ 'storm.sdk': 8.2, 'storm.faults': 1, 'storm.bun0': 1.6, 'storm.other': 6 })
  const section = writeStormSection(storm, 'npm run bench', machine)
  expect(section).toContain('| not resumed, lost or doubled | 1 | 0 | missed |')
  expect(section).toContain('| p99 elsewhere ÷ in peace | 6.00 | 5 | missed |')
  expect(hasHoles(section)).toBe(false)
  expect(writeStormSection({ ...storm, bare: null, skipped: 'busy' }, 'c', machine)).toContain(
    'Bare sockets: not measured: busy.',
  )
  expect(storm.bare && stormFigures({ ...storm, clients: 1_000, bare: { ...storm.bare, clients: 1_000 } })).toEqual({})
})

test('[UX-7] vitals: medians on the slowed processor against the bounds; a shorter room is no figure', () => {
  const visit = { fcp: 900, lcp: 2_600, cls: 0, tbt: 90, rows: 0, bytes: 66_000, scripts: 53_000, requests: 9 }
  const room = { rows: 210, typing: 40, send: 16, emoji: 120, elements: 5_200, heap: 21e6, shown: 300 }
  const first = [visit, { ...visit, lcp: 2_700 }, { ...visit, lcp: 2_400 }].map((one) => ({ ...one, newcomer: 2_100 }))
  const results: VitalsResults = {
    ...{ lines: 50_000, browser: 'Chromium 1' },
    ...{ first: { slow: first, plain: first.slice(0, 1) }, room: { slow: [room], plain: [room] } },
  }
  expect(vitalsFigures(results)).toMatchObject({
    ...{ 'vitals.lcp': 2_600, 'vitals.kb': 66, 'vitals.newcomer': 2_100, 'vitals.rows': 210, 'vitals.heap-mb': 21 },
  })
  const names = goals.filter(({ only }) => only === 'vitals').map(({ name }) => name)
  expect(Object.keys(vitalsFigures(results)).sort()).toEqual(names.sort())
  const short = vitalsFigures({ ...results, lines: 10_000 })
  expect([short['vitals.lcp'], short['vitals.rows'], short['vitals.elements']]).toEqual([2_600, undefined, undefined])
  const section = writeVitalsSection(results, 'npm run bench', machine)
  expect(section).toContain('| largest contentful paint | ≤ 2,500 ms | 2,600 ms (2,400–2,700), **missed** | 2,600 ms |')
  expect(section).toContain('| layout shift | ≤ 0.02 | 0, met | 0 |')
  expect(hasHoles(section)).toBe(false)
})

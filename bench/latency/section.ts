import type { Figures } from '../figures.ts'
import type { RunResult } from '../generator.ts'
import type { LatencyResults, Step, Who } from '../latency.ts'
import type { Machine } from '../machine.ts'
import { framed, measuredBy, plotLine } from '../page-sections.ts'
import { drawLines, type Point } from '../plot/lines.ts'
import { spreadOf } from '../statistics.ts'
import { words } from '../tables.ts'

const SPARE_MS = 5
const count = (value: number): string => Math.round(value).toLocaleString('en')

const good = (runs: readonly Step[], who: Who): Step[] =>
  runs.filter((one) => one.who === who && one.verdict.is === 'good')
const median = (runs: readonly Step[], who: Who, pick: (run: RunResult) => number): number | null =>
  spreadOf(good(runs, who).map(({ run }) => pick(run)))?.median ?? null

/** What the design allows for what is stored: the tick, two syncs, and a little. */
const boundOf = ({ tickMs, disk }: LatencyResults): number => tickMs + 2 * disk.p99Ms + SPARE_MS

/** The section of docs/benchmarks.md on how long a message is under way. */
export function writeLatencySection(results: LatencyResults, command: string, machine: Machine): string {
  const { rooms, ofARoom, tickMs, disk, ladder, most, runs } = results
  const { bun } = machine
  const names: Record<Who, string> = {
    teahouse: `Teahouse, ${rooms} rooms of ${ofARoom}, 60 % of its most (${count(most.teahouse)}/s)`,
    bun0: `Bun0, one room of ${ofARoom}, 60 % of its most (${count(most.bun0)}/s)`,
    'bun0-same': 'Bun0, at the rate of Teahouse',
  }
  const reasons = ladder.flatMap(({ who, rate, verdict }) =>
    verdict.is === 'good'
      ? []
      : [
          `${who === 'teahouse' ? 'Teahouse' : 'Bun0'} at ${count(rate)}/s: ${verdict.is === 'void' ? verdict.why : 'fell behind'}`,
        ],
  )
  return framed('latency', [
    '## Latency',
    '',
    `${measuredBy(command, machine)}, Bun ${bun}. ${rooms} rooms of ${ofARoom}, in nearly each one sender; from the intended time of sending to hearing, by one member of seven, in any place`,
    `of the room. The most is the highest rate of a ladder of short steps at which nothing fell behind; measured is 60 % of it. Ours is stored before it is heard, and what a room says within ${tickMs} ms leaves together.`,
    `The bare loop knows no rooms, so it has the same number of messages and deliveries in one room of ${ofARoom}, and ${rooms} times fewer sockets: that is easier. Disk: \`fdatasync\` p50 ${disk.p50Ms.toFixed(3)} ms, p99 ${disk.p99Ms.toFixed(3)} ms.`,
    '',
    plotLine('latency', 'Share of the messages that were heard sooner, and the time'),
    '',
    '| who | messages/s | deliveries/s | p50 ms | p99 ms | p99.9 ms | the longest ms | server CPU % | good runs |',
    '| --- | --- | --- | --- | --- | --- | --- | --- | --- |',
    ...(['teahouse', 'bun0', 'bun0-same'] as const).map((who) => rowOf(names[who], runs, who)),
    '',
    `- What did not hold: ${reasons.length > 0 ? `${reasons.join('; ')}.` : 'nothing; the ladder ended before.'} Where the generator gave out first, the most is at least that.`,
    `- Wanted of p99 (PERF-6): at most ${boundOf(results).toFixed(1)} ms, the tick of ${tickMs} ms, two syncs and ${SPARE_MS} ms.`,
  ])
}

function rowOf(name: string, runs: readonly Step[], who: Who): string {
  const all = runs.filter((one) => one.who === who)
  const used = good(runs, who)
  const of = (pick: (run: RunResult) => number): string => words(spreadOf(used.map(({ run }) => pick(run))))
  const cells = [
    name,
    count(all[0]?.rate ?? 0),
    of((run) => run.messages / run.seconds),
    of((run) => run.delivery.p50),
    of((run) => run.delivery.p99),
    of((run) => run.delivery.p999),
    of((run) => run.delivery.max),
    of((run) => (run.serverSeconds / run.seconds) * 100),
    `${used.length} of ${all.length}`,
  ]
  return `| ${cells.join(' | ')} |`
}

export function latencyFigures(results: LatencyResults): Figures {
  const { runs } = results
  const p99 = median(runs, 'teahouse', (run) => run.delivery.p99)
  const tail = median(runs, 'teahouse', (run) => run.delivery.p999 / run.delivery.p99)
  const bare = median(runs, 'bun0', (run) => run.delivery.p99)
  // Goals are set for a hundred rooms.
  if (results.rooms < 100) return {}
  return {
    'latency.p99': p99,
    'latency.rate': good(runs, 'teahouse')[0]?.rate ?? null,
    'latency.over-bound': p99 === null ? null : p99 / boundOf(results),
    'latency.tail': tail,
    'latency.bun0': p99 === null || bare === null ? null : p99 / bare,
  }
}

/** How rare a message is that took longer: 1 of 2, of 100, of 1,000, of all. */
const tailTicks = [2, 10, 100, 1_000, 10_000, 100_000, 1_000_000]
const shareWords = (oneOf: number): string => `${Number((100 - 100 / oneOf).toFixed(4))} %`

export function latencyPlot({ runs, rooms, ofARoom }: LatencyResults): string {
  const points = (who: Who): Point[] => {
    const used = good(runs, who).map(({ run }) => run.delivery)
    const at = (x: number, pick: (delivery: RunResult['delivery']) => number): Point[] => {
      const spread = spreadOf(used.map(pick))
      return spread ? [{ x, y: spread.median, low: spread.low, high: spread.high }] : []
    }
    const all = Math.min(...used.map((delivery) => delivery.count))
    return used.length === 0
      ? []
      : [
          ...at(2, ({ p50 }) => p50),
          ...at(100, ({ p99 }) => p99),
          ...at(1_000, ({ p999 }) => p999),
          ...at(all, ({ max }) => max),
        ]
  }
  const series = [
    { name: 'Teahouse, stored', ink: 'tea' as const, points: points('teahouse') },
    { name: 'Bun0 at 60 % of its most', ink: 'slate' as const, points: points('bun0') },
    { name: 'Bun0 at our rate', ink: 'ash' as const, points: points('bun0-same') },
  ]
  const furthest = Math.max(2, ...series.flatMap((one) => one.points.map(({ x }) => x)))
  return drawLines({
    title: 'Latency: how long a message is under way, and how many take longer',
    notes: [
      `${rooms} rooms of ${ofARoom}, 60 % of the most that is held, over loopback; from the intended sending. Median and range of the rounds.`,
      'Dots are p50, p99, p99.9 and the longest. Ours waits for the disk and for the tick of its room; Bun0 for neither.',
    ],
    x: {
      name: 'share of the deliveries that came sooner',
      kind: 'log',
      ticks: tailTicks.filter((value) => value <= furthest).map((value) => ({ value, label: shareWords(value) })),
    },
    y: { name: 'ms from sending to hearing (log)', kind: 'log' },
    series,
  })
}

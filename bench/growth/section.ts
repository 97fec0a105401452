import type { Figures } from '../figures.ts'
import {
  A_TICK,
  type GrowthResults,
  type GrowthRun,
  microsADelivery,
  microsAFrame,
  SAME_RATE,
  type Size,
} from '../growth.ts'
import type { Machine } from '../machine.ts'
import { framed, measuredBy, plotLine } from '../page-sections.ts'
import { drawLines, type Point } from '../plot/lines.ts'
import { type Spread, spreadOf } from '../statistics.ts'
import { costBeside, nanos, type RoomsFigures, type RoomsPoint } from './rooms.ts'

const SMALL = 100
const MIDDLE = 1_000
const LARGE = 10_000
const MANY = 100_000

const count = (value: number): string => Math.round(value).toLocaleString('en')
const good = (runs: readonly GrowthRun[]): GrowthRun[] => runs.filter(({ verdict }) => verdict.is === 'good')
const costOf = (runs: readonly GrowthRun[]): Spread | null => spreadOf(good(runs).map(microsADelivery))

/** The section of docs/benchmarks.md on rooms that grow, and many of them. */
export function writeGrowthSection(results: GrowthResults, command: string, machine: Machine): string {
  const { bun } = machine
  return framed('growth', [
    '## Growth',
    '',
    `${measuredBy(command, machine)}, Bun ${bun}. What a delivery costs as a room grows: processor time of the server beyond what it`,
    `takes at rest in that room, microseconds, median (lowest–highest) of windows of ${results.windowS} s in one crowd. *In proportion*: ${A_TICK} messages in each tick, so that a frame holds as much in a room of any size;`,
    `the tick grows with the room. *At ${SAME_RATE}/s*: the same talk in each room. A message has its own cost (checks, storage, answer), which more members share. Bun0 sends each message by itself and stores none.`,
    '',
    plotLine('growth', 'Processor time for each delivery against the members of the room'),
    '',
    `| members | tick ms | messages/s in proportion | µs a delivery | messages a frame | µs a frame to a member | µs a delivery at ${SAME_RATE}/s | messages a frame | Bun0 at ${SAME_RATE}/s | answer to a join B | p50 ms | remark |`,
    '| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |',
    ...results.sizes.map(rowOf),
    '',
    ...roomLines(results),
  ])
}

function rowOf({ members, tickMs, proportion, same, bare, join, skipped }: Size): string {
  const rate = proportion[0]?.run.rate
  const cells = [
    count(members),
    tickMs,
    rate === undefined ? '–' : rate.toFixed(rate < 100 ? 1 : 0),
    micros(costOf(proportion)),
    held(proportion),
    micros(spreadOf(good(proportion).map(microsAFrame))),
    micros(costOf(same)),
    held(same),
    micros(costOf(bare)),
    join ? count(join.bytes) : '–',
    join ? join.p50.toFixed(2) : '–',
    skipped ? `not measured: ${skipped}` : remark([...proportion, ...same, ...bare]),
  ]
  return `| ${cells.join(' | ')} |`
}

function micros(spread: Spread | null): string {
  if (!spread) return '–'
  const words = (value: number): string => (value >= 10 ? value.toFixed(1) : value.toFixed(2))
  return spread.count === 1
    ? words(spread.median)
    : `${words(spread.median)} (${words(spread.low)}–${words(spread.high)})`
}

const held = (runs: readonly GrowthRun[]): string =>
  spreadOf(good(runs).map(({ run }) => run.messages / run.frames))?.median.toFixed(1) ?? '–'

function remark(runs: readonly GrowthRun[]): string {
  const bad = runs.filter(({ verdict }) => verdict.is !== 'good')
  const why = bad.map(({ verdict }) => ('why' in verdict ? verdict.why : 'fell behind'))
  return bad.length > 0 ? `${bad.length} of ${runs.length} left out: ${why[0]}` : ''
}

function roomLines({ rooms, skipped }: GrowthResults): string[] {
  if (!rooms) return [`- Empty rooms: not measured: ${skipped}.`]
  const { before, after, members, rate, windowS } = rooms
  const costs = costBeside(rooms)
  const of = (point: RoomsPoint): string => `${count(point.bytes / 1e6)} MB and ${count(nanosOf(point))} ns a delivery`
  return [
    `- Rooms that somebody made, saw and left, beside a room of ${count(members)} in which ${rate} messages a second are said: with ${count(before.rooms)} of them ${of(before)}, with ${count(after.rooms)} ${of(after)}:`,
    `  ${count(bytesARoom(rooms))} bytes a room, and the others pay ${micros(costs)} times what they did. Two servers at the same time, ${before.runs.length} windows of ${windowS} s in each, in turn; the quotient is that of windows side by side.`,
    '  Memory is of one of them, after three minutes of rest: what making the rooms left lies about for as long.',
  ]
}

const nanosOf = ({ runs }: RoomsPoint): number => spreadOf(runs.map(nanos))?.median ?? Number.NaN
const bytesARoom = ({ before, after }: RoomsFigures): number =>
  (after.bytes - before.bytes) / (after.rooms - before.rooms)

export function growthFigures({ sizes, rooms }: GrowthResults): Figures {
  const of = (members: number): Size | undefined => sizes.find((size) => size.members === members)
  const cost = (members: number): number | undefined => costOf(of(members)?.proportion ?? [])?.median
  const [small, large] = [of(SMALL)?.join, of(LARGE)?.join]
  const isMany = rooms !== null && rooms.after.rooms >= MANY
  return {
    'growth.delivery': quotient(cost(LARGE), cost(SMALL)),
    'growth.delivery-from-1000': quotient(cost(LARGE), cost(MIDDLE)),
    'growth.join-bytes': quotient(large?.bytes, small?.bytes),
    'growth.join-ms': quotient(large?.p50, small?.p50),
    'growth.rooms-cost': isMany ? (costBeside(rooms)?.median ?? null) : null,
    'growth.room-bytes': isMany ? bytesARoom(rooms) : null,
  }
}

const quotient = (above: number | undefined, below: number | undefined): number | null =>
  above === undefined || below === undefined ? null : above / below

export function growthPlot({ sizes }: GrowthResults): string {
  const points = (pick: (size: Size) => readonly GrowthRun[]): Point[] =>
    sizes.flatMap((size): Point[] => {
      const spread = costOf(pick(size))
      return spread ? [{ x: size.members, y: spread.median, low: spread.low, high: spread.high }] : []
    })
  return drawLines({
    title: 'Growth: what a delivery costs as a room grows',
    notes: [
      'Processor time of the server beyond that at rest; lower is better. One core, over loopback, messages of 120 bytes.',
      `“In proportion”: ${A_TICK} messages in each tick of the room. Bun0, a bare publish loop, stores nothing and sends each message by itself.`,
    ],
    x: { name: 'members of the room (log)', kind: 'log' },
    y: { name: 'µs a delivery (log)', kind: 'log' },
    series: [
      { name: 'Teahouse, in proportion', ink: 'tea', points: points(({ proportion }) => proportion) },
      { name: `Teahouse, ${SAME_RATE} messages/s`, ink: 'ochre', points: points(({ same }) => same) },
      { name: `Bun0, ${SAME_RATE} messages/s`, ink: 'slate', points: points(({ bare }) => bare) },
    ],
  })
}

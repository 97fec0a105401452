import { contestants, duties } from './contestants.ts'
import type { RunResult } from './generator.ts'
import type { Verdict } from './judge.ts'
import { bytesPerConnection } from './memory.ts'
import { type DurableResults, type DurableRow, deliveriesPerCpu, type FanOutRow, type MemoryRow } from './results.ts'
import { type Spread, spreadOf } from './statistics.ts'

export type Table = { title: string; head: readonly string[]; rows: readonly (readonly string[])[] }
export type Judged = { run: RunResult; verdict: Verdict }

export const nameOf = (key: string): string => contestants.find((one) => one.key === key)?.name ?? key

/** Runs that count: void ones say nothing. */
export const counted = <R extends Judged>(runs: readonly R[]): R[] =>
  runs.filter(({ verdict }) => verdict.is !== 'void')
const good = (runs: readonly Judged[]): Judged[] => runs.filter(({ verdict }) => verdict.is === 'good')

/** Latency only where no round fell behind: that of a server which does not keep up grows with the window. */
export const latencyOf = (runs: readonly Judged[], pick: (run: RunResult) => number): Spread | null =>
  good(runs).length === counted(runs).length ? spreadOf(good(runs).map(({ run }) => pick(run))) : null

export const perCpu = (row: FanOutRow): Spread | null =>
  spreadOf(counted(row.runs).map(({ run }) => deliveriesPerCpu(run)))

const digits = (value: number): string => {
  if (value >= 1_000) return Math.round(Number(value.toPrecision(3))).toLocaleString('en')
  return value >= 100 ? value.toFixed(0) : value.toPrecision(3)
}

/** `12 (11–14)`; the range is left out of a single round. */
export function words(spread: Spread | null): string {
  if (!spread) return '–'
  if (spread.count === 1) return digits(spread.median)
  return `${digits(spread.median)} (${digits(spread.low)}–${digits(spread.high)})`
}

const median = (runs: readonly Judged[], pick: (run: RunResult) => number): string => {
  const spread = spreadOf(runs.map(({ run }) => pick(run)))
  return spread ? digits(spread.median) : '–'
}

function remark(runs: readonly Judged[], skipped: string | null, rounds = runs.length): string {
  const remarks: string[] = []
  const behind = runs.filter(({ verdict }) => verdict.is === 'behind').length
  if (behind > 0) remarks.push(behind === runs.length ? 'fell behind' : `fell behind in ${behind} of ${runs.length}`)
  const reasons = runs.flatMap(({ verdict }) => (verdict.is === 'void' ? [verdict.why] : []))
  if (reasons[0]) remarks.push(`${reasons.length} of ${runs.length} void: ${reasons[0]}`)
  if (skipped) remarks.push(`${rounds > 0 ? 'other rounds ' : ''}not measured: ${skipped}`)
  return remarks.join('; ')
}

const fanOutHead = [
  'contestant',
  'deliveries a CPU second',
  'Teahouse ÷ it',
  'p50 ms',
  'p99 ms',
  'messages/s',
  'frames/s',
  'MB/s',
  'server CPU % (user + system)',
  'softirq CPU %',
  'generator CPU %',
  'server PSS MB',
  'remark',
] as const

export function fanOutTables(rows: readonly FanOutRow[], members: number): Table[] {
  const rates = [...new Set(rows.map(({ rate }) => rate))]
  return rates.map((rate) => {
    const ofRate = rows.filter((row) => row.rate === rate)
    const ours = ofRate.find(({ contestant }) => contestant === 'teahouse')
    return {
      title: `${rate} messages a second into one room of ${members.toLocaleString('en')}`,
      head: fanOutHead,
      rows: ofRate.map((row) => fanOutCells(row, ours)),
    }
  })
}

function fanOutCells(row: FanOutRow, ours: FanOutRow | undefined): string[] {
  const runs = counted(row.runs)
  return [
    nameOf(row.contestant),
    words(perCpu(row)),
    ratioWords(ours ? perCpu(ours) : null, perCpu(row)),
    words(latencyOf(row.runs, (run) => run.delivery.p50)),
    words(latencyOf(row.runs, (run) => run.delivery.p99)),
    median(runs, (run) => run.messages / run.seconds),
    median(runs, (run) => run.frames / run.seconds),
    median(runs, (run) => run.bytes / run.seconds / 1e6),
    processorWords(runs),
    median(runs, (run) => (run.softirqSeconds / run.seconds) * 100),
    // Of void ones, too: over 80 % is why they are.
    median(row.runs, (run) => (run.generatorSeconds / run.seconds) * 100),
    words(spreadOf(counted(row.runs).map(({ pssBytes }) => pssBytes / 1e6))),
    remark(row.runs, row.skipped),
  ]
}

/** `32.6 (11.2 + 21.4)` */
function processorWords(runs: readonly Judged[]): string {
  if (runs.length === 0) return '–'
  const [all, user, system] = [
    median(runs, (run) => (run.serverSeconds / run.seconds) * 100),
    median(runs, (run) => (run.serverUserSeconds / run.seconds) * 100),
    median(runs, (run) => (run.serverSystemSeconds / run.seconds) * 100),
  ]
  return `${all} (${user} + ${system})`
}

const ratioWords = (ours: Spread | null, theirs: Spread | null): string =>
  ours && theirs ? (ours.median / theirs.median).toFixed(2) : '–'

/** kB are 1,000 bytes. */
export function memoryTable(rows: readonly MemoryRow[]): Table {
  const ours = rows.find(({ contestant }) => contestant === 'teahouse')
  const perConnection = (row: MemoryRow): Spread | null =>
    spreadOf(row.rounds.map((points) => bytesPerConnection(points) / 1_000))
  return {
    title: 'Memory of an idle joined connection',
    head: [
      'contestant',
      'kB a connection',
      'Teahouse ÷ it',
      'MB at each count',
      'kernel kB, both ends',
      'idle µs/s',
      'remark',
    ],
    rows: rows.map((row) => [
      nameOf(row.contestant),
      words(perConnection(row)),
      ratioWords(ours ? perConnection(ours) : null, perConnection(row)),
      pointWords(row),
      kernelWords(row),
      words(spreadOf(row.idleMicros)),
      remark([], row.skipped, row.rounds.length),
    ]),
  }
}

function pointWords(row: MemoryRow): string {
  const counts = row.rounds[0] ?? []
  return counts
    .map(({ connections }, at) => {
      const spread = spreadOf(row.rounds.flatMap((points) => points[at]?.bytes ?? []))
      return `${connections.toLocaleString('en')}: ${spread ? (spread.median / 1e6).toFixed(0) : '–'}`
    })
    .join(', ')
}

function kernelWords(row: MemoryRow): string {
  const grown = row.rounds.flatMap((points) => {
    const [first] = points
    const last = points.at(-1)
    if (!first || !last || last.connections === first.connections) return []
    return [(last.slabBytes - first.slabBytes) / (last.connections - first.connections) / 1_000]
  })
  return words(spreadOf(grown))
}

export const acknowledgedPerSecond = (row: DurableRow): Spread | null =>
  spreadOf(counted(row.runs).map(({ run }) => run.answeredInWindow / run.seconds))

export function durableTable({ rows }: DurableResults): Table {
  return {
    title: 'Durable messages from 1,000 senders',
    head: ['offered/s', 'rooms', 'acknowledged/s', 'p50 ms', 'p99 ms', 'p99.9 ms', 'server CPU %', 'remark'],
    rows: rows.map((row) => [
      row.rate.toLocaleString('en'),
      row.rooms.toLocaleString('en'),
      words(acknowledgedPerSecond(row)),
      words(latencyOf(row.runs, (run) => run.answer.p50)),
      words(latencyOf(row.runs, (run) => run.answer.p99)),
      words(latencyOf(row.runs, (run) => run.answer.p999)),
      median(counted(row.runs), (run) => (run.serverSeconds / run.seconds) * 100),
      remark(row.runs, row.skipped),
    ]),
  }
}

export function rawTable({ raw, rows, lane }: DurableResults): Table {
  const best = spreadOf(rows.flatMap((row) => acknowledgedPerSecond(row)?.median ?? []))
  return {
    title: 'The same rows inserted by a bare loop (`bun:sqlite`, prepared, one fdatasync a commit)',
    head: ['rows a commit', 'rows/s', "Teahouse's most acknowledged/s ÷ it", 'its store alone, 1,000 writers ÷ it'],
    rows: raw.map(({ batch, perSecond }) => [
      batch.toLocaleString('en'),
      digits(perSecond),
      best ? (best.high / perSecond).toFixed(2) : '–',
      (lane / perSecond).toFixed(2),
    ]),
  }
}

const dutyWords = {
  checks: 'checks input',
  durable: 'durable',
  ordered: 'ordered',
  resumable: 'resumable',
  peopleList: 'people list',
  history: 'history',
}

export function dutyTable(): Table {
  return {
    title: 'What each does',
    head: ['contestant', ...duties.map((duty) => dutyWords[duty]), 'how'],
    rows: contestants.map(({ name, does, note }) => [
      name,
      ...duties.map((duty) => (does.includes(duty) ? 'yes' : 'no')),
      note,
    ]),
  }
}

/** For docs/benchmarks.md. */
export function markdown({ head, rows }: Table): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replace(/\|/g, '\\|')).join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}

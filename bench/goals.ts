import { bytesPerConnection } from './memory.ts'
import type { FanOutRow, MemoryRow, Results } from './results.ts'
import { spreadOf } from './statistics.ts'
import { latencyOf, perCpu, type Table } from './tables.ts'

type Goal = { id: string; words: string; atLeast?: number; atMost?: number; measured: number | null }

/** What is expected of the first stage, and what came of it. A figure that is missing is shown as such. */
export function goalTable(results: Results): Table {
  const { fanOut, memory } = results
  const goals: Goal[] = [
    calm(fanOut, 'bun0', 0.7),
    calm(fanOut, 'ws', 1),
    calm(fanOut, 'socket-io', 1.3),
    { id: 'PERF-1', words: '10/s: p99 ms', atMost: 20, measured: p99(fanOut, 10) },
    loaded(fanOut, 300, 'bun0', 2.5),
    loaded(fanOut, 300, 'bunt', 0.47),
    loaded(fanOut, 300, 'ws', 5),
    loaded(fanOut, 300, 'socket-io', 5),
    loaded(fanOut, 1_000, 'bunt', 0.35),
    loaded(fanOut, 1_000, 'ws', 8),
    loaded(fanOut, 1_000, 'socket-io', 8),
    { id: 'PERF-2', words: '300/s: p99 ms', atMost: 50, measured: p99(fanOut, 300) },
    { id: 'PERF-2', words: '1,000/s: p99 ms', atMost: 50, measured: p99(fanOut, 1_000) },
    { id: 'PERF-4', words: 'bytes a connection', atMost: 6_000, measured: memoryOf(memory, 'teahouse') },
    {
      id: 'PERF-4',
      words: 'of `ws`',
      atMost: 0.55,
      measured: quotient(memoryOf(memory, 'teahouse'), memoryOf(memory, 'ws')),
    },
    {
      id: 'PERF-4',
      words: 'of Socket.IO',
      atMost: 0.1,
      measured: quotient(memoryOf(memory, 'teahouse'), memoryOf(memory, 'socket-io')),
    },
    { id: 'PERF-5', words: 'idle µs a second and connection', atMost: 2, measured: idleOf(memory) },
    { id: 'PERF-7', words: '5,000/s durable: p99 ms', atMost: 25, measured: durableP99(results) },
  ]
  return { title: 'Goals', head: ['goal', 'what', 'wanted', 'measured', ''], rows: goals.map(cells) }
}

function cells({ id, words, atLeast, atMost, measured }: Goal): string[] {
  const wanted = atLeast === undefined ? `≤ ${(atMost ?? 0).toLocaleString('en')}` : `≥ ${atLeast}`
  if (measured === null) return [id, words, wanted, 'not measured', '']
  const isMet = measured >= (atLeast ?? -Infinity) && measured <= (atMost ?? Infinity)
  return [
    id,
    words,
    wanted,
    measured >= 100 ? Math.round(measured).toLocaleString('en') : measured.toPrecision(3),
    isMet ? 'met' : 'missed',
  ]
}

const calm = (rows: readonly FanOutRow[], peer: string, atLeast: number): Goal => ({
  ...loaded(rows, 10, peer, atLeast),
  id: 'PERF-1',
})

const loaded = (rows: readonly FanOutRow[], rate: number, peer: string, atLeast: number): Goal => ({
  id: 'PERF-2',
  words: `${rate.toLocaleString('en')}/s: deliveries a CPU second ÷ those of ${peer}`,
  atLeast,
  measured: quotient(cpuFigure(rows, rate, 'teahouse'), cpuFigure(rows, rate, peer)),
})

const rowOf = (rows: readonly FanOutRow[], rate: number, key: string): FanOutRow | undefined =>
  rows.find((row) => row.rate === rate && row.contestant === key)

function cpuFigure(rows: readonly FanOutRow[], rate: number, key: string): number | null {
  const row = rowOf(rows, rate, key)
  return row ? (perCpu(row)?.median ?? null) : null
}

function p99(rows: readonly FanOutRow[], rate: number): number | null {
  const row = rowOf(rows, rate, 'teahouse')
  return row ? (latencyOf(row.runs, (run) => run.delivery.p99)?.median ?? null) : null
}

function memoryOf(rows: readonly MemoryRow[], key: string): number | null {
  const row = rows.find(({ contestant }) => contestant === key)
  return spreadOf(row?.rounds.map(bytesPerConnection) ?? [])?.median ?? null
}

const idleOf = (rows: readonly MemoryRow[]): number | null =>
  spreadOf(rows.flatMap(({ idleMicros }) => idleMicros))?.median ?? null

function durableP99({ durable, options }: Results): number | null {
  const row = durable?.rows.find(({ rate, rooms }) => rate === options.durableRate && rooms === 1_000)
  return row && row.rate === 5_000 ? (latencyOf(row.runs, (run) => run.answer.p99)?.median ?? null) : null
}

const quotient = (above: number | null, below: number | null): number | null =>
  above === null || below === null ? null : above / below

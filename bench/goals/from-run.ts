import type { Figures } from '../figures.ts'
import type { FanOutRow, Results } from '../results.ts'
import { spreadOf } from '../statistics.ts'
import { acknowledgedPerSecond, latencyOf, perCpu } from '../tables.ts'

/** The figures of a whole run, as the goals name them. Of a contestant: ours ÷ its. */
export function figuresOfRun(results: Results): Figures {
  return { ...fanOutFigures(results.fanOut), ...durableFigures(results) }
}

export type Pair = [string, number | null]

function fanOutFigures(rows: readonly FanOutRow[]): Figures {
  return Object.fromEntries(
    rows.map((row): Pair => {
      const ours = rows.find(({ contestant, rate }) => contestant === 'teahouse' && rate === row.rate)
      if (row.contestant === 'teahouse')
        return [`fan-out.${row.rate}.p99`, latencyOf(row.runs, (run) => run.delivery.p99)?.median ?? null]
      return [`fan-out.${row.rate}.${row.contestant}`, quotient(ours && perCpu(ours)?.median, perCpu(row)?.median)]
    }),
  )
}

function durableFigures({ durable, options }: Results): Figures {
  if (!durable) return {}
  const row = durable.rows.find(({ rate, rooms }) => rate === options.durableRate && rooms === 1_000)
  const raw = (batch: number): number | undefined => durable.raw.find((one) => one.batch === batch)?.perSecond
  const most = spreadOf(durable.rows.flatMap((one) => acknowledgedPerSecond(one)?.median ?? []))?.high
  return {
    'durable.fsync-p99': durable.disk.p99Ms,
    'durable.wire': quotient(most, raw(10)),
    'durable.lane': quotient(durable.lane, raw(1_000)),
    'durable.p99': row?.rate === 5_000 ? (latencyOf(row.runs, (run) => run.answer.p99)?.median ?? null) : null,
  }
}

export const quotient = (above: number | undefined, below: number | undefined): number | null =>
  above === undefined || below === undefined || below === 0 ? null : above / below

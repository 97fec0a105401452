import type { Figures } from '../figures.ts'
import type { Results } from '../results.ts'
import { latencyOf, perCpu } from '../tables.ts'

export type Pair = [string, number | null]

/** The figures of the usual run, as the goals name them. Of a contestant: ours ÷ its. */
export function figuresOfRun({ fanOut: rows }: Results): Figures {
  return Object.fromEntries(
    rows.map((row): Pair => {
      const ours = rows.find(({ contestant, rate }) => contestant === 'teahouse' && rate === row.rate)
      if (row.contestant === 'teahouse')
        return [`fan-out.${row.rate}.p99`, latencyOf(row.runs, (run) => run.delivery.p99)?.median ?? null]
      return [`fan-out.${row.rate}.${row.contestant}`, quotient(ours && perCpu(ours)?.median, perCpu(row)?.median)]
    }),
  )
}

export const quotient = (above: number | undefined, below: number | undefined): number | null =>
  above === undefined || below === undefined || below === 0 ? null : above / below

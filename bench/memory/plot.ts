import type { Machine } from '../machine.ts'
import { bytesPerConnection } from '../memory.ts'
import type { Options } from '../options.ts'
import { drawLines, type Point } from '../plot/lines.ts'
import { rounds, seriesOf } from '../plots-of-run.ts'
import type { MemoryRow } from '../results.ts'
import { spreadOf } from '../statistics.ts'

/** The plot of it. What was not measured is not drawn. */
export const memoryPlot = (rows: readonly MemoryRow[], options: Options, machine: Machine): string =>
  drawLines({
    title: 'Memory of the server against idle connections',
    notes: [
      `Joined connections in one room that answer heartbeats, after ${options.restS} s of rest; ${machine.processor}; median and range of ${rounds(options.rounds)}.`,
      'Proportional set size of all processes of the server; the memory of the kernel is the same for all, and not in it. “Each”: the slope.',
    ],
    x: { name: 'connections', kind: 'linear' },
    y: { name: 'MB', kind: 'linear' },
    series: seriesOf(rows, memoryPoints),
  })

function memoryPoints(rows: readonly MemoryRow[]): { points: Point[]; said: string } {
  const all = rows.flatMap((row) => row.rounds)
  const counts = [...new Set(all.flatMap((points) => points.map(({ connections }) => connections)))]
  const points = counts.flatMap((count): Point[] => {
    const spread = spreadOf(all.flat().flatMap((point) => (point.connections === count ? [point.bytes / 1e6] : [])))
    return spread ? [{ x: count, y: spread.median, low: spread.low, high: spread.high }] : []
  })
  const slope = spreadOf(all.map(bytesPerConnection))
  return { points, said: slope ? `, ${(slope.median / 1_000).toFixed(1)} kB each` : '' }
}

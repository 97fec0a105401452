import { inkOf } from './plot/inks.ts'
import { drawLines, type Point, type Series } from './plot/lines.ts'
import type { FanOutRow, Results } from './results.ts'
import { counted, nameOf, perCpu } from './tables.ts'

/** The plots of the usual run, by name. What was not measured is not drawn. */
export function plotsOfRun(results: Results): Record<string, string> {
  const fanOut = seriesOf(results.fanOut, fanOutPoints)
  return fanOut.length > 0 ? { 'fan-out': fanOutPlot(fanOut, results) } : {}
}

const plain = (key: string): string => nameOf(key).replace(/`/g, '')

/** One series a contestant, ours first. */
export function seriesOf<Row extends { contestant: string }>(
  rows: readonly Row[],
  pointsOf: (rows: readonly Row[]) => { points: readonly Point[]; said?: string },
): Series[] {
  const keys = [...new Set(rows.map(({ contestant }) => contestant))]
  return keys.flatMap((key) => {
    const { points, said = '' } = pointsOf(rows.filter(({ contestant }) => contestant === key))
    return points.length > 0 ? [{ name: `${plain(key)}${said}`, ink: inkOf(key, keys), points }] : []
  })
}

const fanOutPoints = (rows: readonly FanOutRow[]): { points: Point[] } => ({
  points: rows.flatMap((row): Point[] => {
    const spread = perCpu(row)
    if (!spread) return []
    const hollow = counted(row.runs).some(({ verdict }) => verdict.is === 'behind')
    return [{ x: row.rate, y: spread.median, low: spread.low, high: spread.high, hollow }]
  }),
})

const fanOutPlot = (series: readonly Series[], { options, machine }: Results): string =>
  drawLines({
    title: 'Fan-out: deliveries for each second of the server’s processor',
    notes: [
      `One room of ${options.members.toLocaleString('en')}, messages of 120 bytes, one core of ${machine.processor}, over loopback; median and range of ${rounds(options.rounds)}.`,
      'Teahouse and BunT gather what comes within 35 ms into one frame; the others send each message by itself.',
      'Hollow: fell behind the offered rate. Dashed: no peer, but a measure of what is possible.',
    ],
    x: { name: 'messages a second offered to the room (log)', kind: 'log' },
    y: { name: 'deliveries a CPU second (log)', kind: 'log' },
    series,
  })

export const rounds = (count: number): string => (count === 1 ? 'one round' : `${count} rounds`)

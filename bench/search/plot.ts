import { drawRows } from '../plot/rows.ts'
import type { SearchResults } from '../search.ts'

const MOST_P95_MS = { usual: 50, long: 150 }
const LONG = 10_000_000

/** How long answers of each kind of question took, beside the bare query of the index. */
export const searchPlot = ({ messages, kinds, chat }: SearchResults): string => {
  const most = messages >= LONG ? MOST_P95_MS.long : MOST_P95_MS.usual
  return drawRows({
    title: `Search in a room of ${messages.toLocaleString('en')} messages: how long an answer takes`,
    notes: [
      `The newest 50 hits, asked over WebSocket, while ${chat.posted > 0 ? 'others post 50 messages a second' : 'nobody talks'} there. “Index alone” is the bare query, without reading the hits.`,
    ],
    x: { name: 'ms (log)', kind: 'log' },
    marks: [
      { name: 'index alone, p50', ink: 'grey' },
      { name: 'p50', ink: 'tea' },
      { name: 'p95', ink: 'ochre' },
      { name: 'p99', ink: 'brick', hollow: true },
    ],
    rows: kinds.map(({ kind, p50, p95, p99, rawP50 }) => ({ name: kind.name, values: [rawP50, p50, p95, p99] })),
    goal: { x: most, name: `wanted: p95 ≤ ${most} ms` },
  })
}

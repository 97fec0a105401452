import { CHAT_PER_SECOND, type HistoryResults } from '../history.ts'
import type { Machine } from '../machine.ts'
import { framed, measuredBy } from '../page-sections.ts'
import { FIRST, type PageFigures } from './read.ts'

const MOST_MS = 5

const ms = (value: number): string => (value < 10 ? value.toFixed(2) : value.toFixed(1))
const count = (value: number): string => Math.round(value).toLocaleString('en')

function rowsOf(figures: readonly PageFigures[], when: string): string[] {
  return figures.map(({ name, pages, lines, p50, p95, p99, most, rawP50 }) => {
    const cells = [name, when, pages, Math.round(lines), ms(p50), ms(p95), ms(p99), ms(most), ms(rawP50)]
    return `| ${cells.join(' | ')} | ${p99 <= MOST_MS ? 'met' : 'missed'} |`
  })
}

/** The section of history of docs/benchmarks.md. */
export function writeHistorySection(
  { counts, logBytes, quiet, talking, said }: HistoryResults,
  command: string,
  machine: Machine,
): string {
  return framed('history', [
    '## History',
    '',
    `${measuredBy(command, machine)}, Bun ${machine.bun}. One room of ${count(counts.messages)} messages, Chinese, English and both, made by a seeded script, with`,
    `${count(counts.answers)} answers, ${count(counts.reactions)} reactions and ${count(counts.notices)} notices (${count(logBytes / 1e6)} MB); asked over WebSocket by two people in turn, after ${FIRST} pages of each kind that do not count. *Raw* is the same statements and`,
    'their encoding on a handle of its own, without server and network. Goal (PERF-9): p99 ≤ 5 ms.',
    '',
    '| what | while | pages | lines a page | p50 ms | p95 ms | p99 ms | most ms | raw p50 ms | goal |',
    '| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |',
    ...rowsOf(quiet, 'nobody talks'),
    ...rowsOf(talking, `${CHAT_PER_SECOND}/s are said`),
    '',
    `- Others posted, answered, reacted and mentioned ${count(said)} times meanwhile.`,
    '- The number of statements of a page does not depend on what its lines have: `server/delivery/line-log-statements.test.ts`.',
  ])
}

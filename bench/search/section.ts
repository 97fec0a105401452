import type { Machine } from '../machine.ts'
import { framed, measuredBy } from '../page-sections.ts'
import type { SearchResults } from '../search.ts'

/** The section of search of docs/benchmarks.md. */
export function writeSearchSection(results: SearchResults, command: string, machine: Machine): string {
  const { messages, kinds, chat, lagMs, insert } = results
  const ms = (value: number): string => (value < 10 ? value.toFixed(1) : Math.round(value).toString())
  const mb = (bytes: number): string => `${Math.round(bytes / 1e6)} MB`
  const count = (value: number): string => Math.round(value).toLocaleString('en')
  const rows = kinds.map(({ kind, hits, p50, p95, p99, rawP50 }) =>
    [
      kind.worst ? `*${kind.name}*` : kind.name,
      kind.texts.map((text) => `\`${text.trim() || '(none)'}\``).join(' '),
      hits,
      ms(p50),
      ms(p95),
      ms(p99),
      ms(rawP50),
    ].join(' | '),
  )
  return framed('search', [
    '## Search',
    '',
    `${measuredBy(command, machine)}, Bun ${machine.bun}. One room of ${count(messages)} messages, Chinese, English and both, made by a seeded script;`,
    `the newest 50 hits, asked over WebSocket by two people in turn, while ${chat.posted > 0 ? 'others post 50 messages a second' : 'nobody talks'} there. *Raw* is the index query alone.`,
    'In slanted kinds every word is common and hardly any message has them all: the dearest questions that we know.',
    '',
    '| kind | words | most hits | p50 ms | p95 ms | p99 ms | raw p50 ms |',
    '| --- | --- | --- | --- | --- | --- | --- |',
    ...rows.map((row) => `| ${row} |`),
    '',
    `- What is posted is found after ${ms(lagMs.p50)} ms (most ${ms(lagMs.most)} ms). Meanwhile posted messages reached a reader in ${ms(chat.p50)} ms (p50), ${ms(chat.p99)} ms (p99).`,
    `- The index ${results.timed < messages ? `of the newest ${count(results.timed)} ` : ''}was made at ${count(results.indexedPerSecond)} messages a second beside a running server: ${mb(results.indexBytes)} for a database of ${mb(results.logBytes)}.`,
    `- 1,000 writers at once, each message its own write: ${count(insert.alone)} a second without search, ${count(insert.indexed)} with it (${(insert.indexed / insert.alone).toFixed(2)}).`,
  ])
}

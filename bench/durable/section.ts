import type { Figures } from '../figures.ts'
import { quotient } from '../goals/from-run.ts'
import type { Machine } from '../machine.ts'
import type { Options } from '../options.ts'
import { framed, measuredBy } from '../page-sections.ts'
import type { DurableResults } from '../results.ts'
import { spreadOf } from '../statistics.ts'
import { acknowledgedPerSecond, durableTable, latencyOf, markdown, rawTable } from '../tables.ts'

/** The section of docs/benchmarks.md on messages that outlive a loss of power. */
export function writeDurableSection(
  results: DurableResults,
  options: Options,
  { command, machine }: { command: string; machine: Machine },
): string {
  const { bun } = machine
  return framed('durable', [
    '## Durable messages',
    '',
    `${measuredBy(command, machine)}, Bun ${bun}; median of ${options.rounds} ${options.rounds === 1 ? 'round' : 'rounds'} (lowest–highest), ${options.warmS} s of warm-up, ${options.windowS} s of window.`,
    '',
    wordsOf(results),
    ...[durableTable(results), rawTable(results)].flatMap((table) => ['', `### ${table.title}`, '', markdown(table)]),
  ])
}

const wordsOf = ({ disk }: DurableResults): string =>
  `An acknowledgement means that the message would survive a loss of power. The disk itself: ${disk.syncs.toLocaleString('en')} times 4 kB and \`fdatasync\`, p50
${disk.p50Ms.toFixed(3)} ms, p99 ${disk.p99Ms.toFixed(3)} ms. With 1,000 rooms every sender is alone in one, so that the store is measured and not the fan-out. The higher rates
are a search for the knee: doubled until the server falls behind, then halfway between. The bare loop runs before all of it and after, and its median counts.`

/** As the goals name them. */
export function durableFigures({ rows, raw: bare, lane, disk }: DurableResults, options: Options): Figures {
  const row = rows.find(({ rate, rooms }) => rate === options.durableRate && rooms === 1_000)
  const raw = (batch: number): number | undefined => bare.find((one) => one.batch === batch)?.perSecond
  const most = spreadOf(rows.flatMap((one) => acknowledgedPerSecond(one)?.median ?? []))?.high
  return {
    'durable.fsync-p99': disk.p99Ms,
    'durable.wire': quotient(most, raw(10)),
    'durable.lane': quotient(lane, raw(1_000)),
    'durable.p99': row?.rate === 5_000 ? (latencyOf(row.runs, (run) => run.answer.p99)?.median ?? null) : null,
  }
}

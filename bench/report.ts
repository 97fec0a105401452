import { WARM_MESSAGES } from './fan-out.ts'
import type { Kept } from './figures.ts'
import { summarySection } from './goals/summary.ts'
import { goalsSection } from './goals/table.ts'
import { plotLine } from './page-sections.ts'
import type { Results } from './results.ts'
import { dutyTable, fanOutTables, markdown, type Table } from './tables.ts'
import { raisedLimits } from './teahouse-limits.ts'

/** docs/benchmarks.md: the figures, and all that is needed to judge and repeat them (performance.md 5.7). */
export function writeReport(results: Results, kept: Kept): string {
  const sections = [
    heading(results),
    summarySection(kept),
    section('What each does', whatEachDoes, [dutyTable()]),
    results.fanOut.length > 0 &&
      section(
        'Fan-out',
        `${fanOutWords(results)}\n\n${plotLine('fan-out', 'Deliveries for each second of the server’s processor, by contestant and rate')}`,
        fanOutTables(results.fanOut, results.options.members),
      ),
    section('How it was measured', howMeasured(results), []),
    goalsSection(kept),
  ]
  return `${sections.filter((part) => part !== false && part !== null).join('\n\n')}\n`
}

function heading({ at, command, machine, versions, generator, options }: Results): string {
  const peers = Object.entries(versions).map(([name, version]) => `${name} ${version}`)
  return [
    '# Benchmarks',
    '',
    'Written by `npm run bench`; do not edit. Figures of one run on one box: trust the ratios, not the numbers.',
    '',
    `- When: ${at.slice(0, 16).replace('T', ' ')} UTC. Command: \`${command}\`. Commit: ${machine.commit}.`,
    `- Box: ${machine.processor}, ${machine.cores} cores, ${machine.memoryGb} GB, Linux ${machine.kernel}, ${machine.descriptors.toLocaleString('en')} descriptors a process. ` +
      (machine.pinned
        ? 'Server held on core 0, load generator on core 1, over loopback.'
        : 'Not pinned to cores: the figures scatter more.'),
    `- Versions: Bun ${machine.bun}; ${peers.join(', ')}, as pinned or as Debian has them; \`ws\` and Socket.IO ran on Node ${machine.node}.`,
    `- Load generator: ${generator === 'c' ? `C, ${machine.compiler}` : 'the one in Bun (no C compiler, or asked for): good to about 100,000 frames a second'}.`,
    ...(options.busyOk
      ? ['- **Other work was allowed to run beside it** (`--busy-ok`): a smoke test, not a measurement.']
      : []),
    ...(options.quick ? ['- **Short windows** (`--quick`): a smoke test, not a measurement.'] : []),
  ].join('\n')
}

const whatEachDoes = `RawC, Bun0 and BunT are not peers but denominators: how much of the physics is used. Teahouse runs with all of it on; for one
machine to play a thousand people these limits are raised: ${Object.entries(raisedLimits)
  .map(([name, value]) => `\`${name}=${value}\``)
  .join(', ')}.
*Resumable*: who was away gets what was said meanwhile, without a hole; *durable*: what is acknowledged outlives a loss of power. Peers run as their
documentation advises for one core: uWebSockets.js and RawC, like Bun, on one thread; nginx with one worker; Prosody and Mosquitto are of one thread by themselves.
What comes from Debian is measured where it is installed (\`nginx libnginx-mod-nchan prosody mosquitto\`), under the user of the bench and with a configuration
of its own (\`bench/debian-peers.ts\`); the bench installs none of it. Nchan is said to by POST over one connection a sender, the others over the socket that they are heard on.`

const fanOutWords = ({ options }: Results): string =>
  `All ${options.members.toLocaleString('en')} members get every message of 120 bytes; 2 % of them send, in turn. *Deliveries a CPU second*: messages that reached
members, divided by the processor time (user and system) of the server in the same window; *softirq* is that of the whole box, *generator* the load of who measures on its own core.
*PSS*: memory of the server's processes at the end, shared pages in part. A frame may carry several messages: hence messages,
frames and bytes apart. Latency counts from the intended time of sending and is left out where the server fell behind.
Before the members come, 30 say and hear some of the ${WARM_MESSAGES.toLocaleString('en')} messages that each contestant has behind it when it is measured: a chat server runs for weeks, and at 10 messages a second most
runtimes are still compiling after a minute. Median of ${options.rounds} ${options.rounds === 1 ? 'round' : 'rounds'} (lowest–highest); ${options.warmS} s of warm-up, ${options.windowS} s of window.`

const howMeasured = ({ options }: Results): string =>
  `The generator is one thread with an open loop: messages leave by schedule, and a stall is seen by each message that it delays. 2 % of the members read every
message and check order and completeness, the others count frames and bytes. A run is void, and not repeated, when the generator's core is over 80 % busy,
a message is missing or out of order, a connection is lost, or the rate is off by more than 2 %. Each run has a fresh server; contestants take turns (A B C,
A B C). Compression is off for all. On loopback the receiver's network work runs inside the sender's \`send\`; a real network adds its delay.
${options.rounds < 3 ? '\nFewer than three rounds were run, so ranges say little.' : ''}`.trim()

function section(title: string, text: string, tables: readonly Table[]): string {
  return [
    `## ${title}`,
    text,
    ...tables.map((table) => (tables.length > 1 ? `### ${table.title}\n\n${markdown(table)}` : markdown(table))),
  ].join('\n\n')
}

/** The same tables for the terminal. */
export function writeTables(results: Results): string {
  const tables = fanOutTables(results.fanOut, results.options.members)
  return tables.map(({ title, head, rows }) => `${title}\n${columns([head, ...rows])}`).join('\n\n')
}

function columns(lines: readonly (readonly string[])[]): string {
  const widths = (lines[0] ?? []).map((_, at) => Math.max(...lines.map((line) => Bun.stringWidth(line[at] ?? ''))))
  const padded = (cell: string, width: number): string => cell + ' '.repeat(Math.max(0, width - Bun.stringWidth(cell)))
  return lines
    .map((line) => `  ${line.map((cell, at) => padded(cell, widths[at] ?? 0)).join('  ')}`.trimEnd())
    .join('\n')
}

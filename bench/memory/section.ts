import type { Figures } from '../figures.ts'
import { type Pair, quotient } from '../goals/from-run.ts'
import type { Machine } from '../machine.ts'
import { bytesPerConnection } from '../memory.ts'
import type { Options } from '../options.ts'
import { framed, measuredBy, plotLine } from '../page-sections.ts'
import type { MemoryRow } from '../results.ts'
import { spreadOf } from '../statistics.ts'
import { markdown, memoryTable } from '../tables.ts'

/** The section of docs/benchmarks.md on idle connections. */
export function writeMemorySection(
  rows: readonly MemoryRow[],
  options: Options,
  { command, machine }: { command: string; machine: Machine },
): string {
  const { bun } = machine
  return framed('memory', [
    '## Memory and idle processor',
    '',
    `${measuredBy(command, machine)}, Bun ${bun}.${besideOthers(options)}`,
    '',
    wordsOf(options),
    '',
    plotLine('memory', 'Memory of the server against idle connections, by contestant'),
    '',
    markdown(memoryTable(rows)),
  ])
}

const besideOthers = ({ busyOk }: Options): string =>
  busyOk
    ? ' Other work was allowed to run beside it (`--busy-ok`): the memory of processes does not heed it, that of the kernel and the time of the processor do.'
    : ''

const wordsOf = (options: Options): string =>
  `Joined connections in one room that answer heartbeats and do nothing else. Proportional set size of the server's processes after ${options.restS} s of rest at
0, ${options.connections.map((count) => count.toLocaleString('en')).join(', ')} connections; the figure is the slope (least squares), in kB of 1,000 bytes. Kernel memory is the growth of the
slabs, which on loopback holds both ends. *Idle µs/s*: processor time of the server per second and connection with heartbeats on, over ${options.idleS} s.`

/** As the goals name them. Of a contestant: ours ÷ its. */
export function memoryFigures(rows: readonly MemoryRow[]): Figures {
  const ours = rows.find(({ contestant }) => contestant === 'teahouse')
  if (!ours) return {}
  const bytes = (row: MemoryRow): number | undefined => spreadOf(row.rounds.map(bytesPerConnection))?.median
  const peers = rows.filter((row) => row !== ours)
  return {
    'memory.bytes': bytes(ours) ?? null,
    'memory.idle-micros': spreadOf(ours.idleMicros)?.median ?? null,
    ...Object.fromEntries(peers.map((row): Pair => [`memory.${row.contestant}`, quotient(bytes(ours), bytes(row))])),
  }
}

import type { Machine } from '../machine.ts'
import { framed, measuredBy } from '../page-sections.ts'
import type { RecoveryResults, Start } from '../recovery.ts'
import { spreadOf } from '../statistics.ts'

const MOST_READY_MS = 3_000

/** The section of starts after kill -9 of docs/benchmarks.md. */
export function writeRecoverySection(results: RecoveryResults, command: string, machine: Machine): string {
  const { messages, logBytes, killed, leftBehind } = results
  const all = [...killed, ...leftBehind]
  const slowest = Math.max(...all.map(({ readyMs }) => readyMs))
  const lost = killed.reduce((sum, one) => sum + one.lost, 0)
  const acknowledged = killed.reduce((sum, one) => sum + one.acknowledged, 0)
  const { bun } = machine
  return framed('recovery', [
    '## Ready again after kill -9',
    '',
    `${measuredBy(command, machine)}, Bun ${bun}. A room of ${messages.toLocaleString('en')} messages (${mb(logBytes)}), its index made. Killed while`,
    '20 people talk as fast as they are answered; and started with a write-ahead log that no checkpoint has shortened. Counted from the start of the process; the pages of the database are in the memory of the system.',
    '',
    '| what was left | its WAL MB | `/readyz` ms | a new message is stored ms |',
    '| --- | --- | --- | --- |',
    rowOf('killed while people talk', killed),
    rowOf('a long write-ahead log', leftBehind),
    '',
    '| goal (P-15) | measured | at most | |',
    '| --- | --- | --- | --- |',
    `| ready again, slowest of ${all.length} | ${Math.round(slowest)} ms | ${MOST_READY_MS} ms | ${verdict(slowest <= MOST_READY_MS)} |`,
    `| acknowledged and lost, of ${acknowledged.toLocaleString('en')} | ${lost} | 0 | ${verdict(lost === 0)} |`,
  ])
}

function rowOf(what: string, starts: readonly Start[]): string {
  const wal = Math.max(...starts.map(({ walBytes }) => walBytes))
  return `| ${what} | ${Math.round(wal / 1e6)} | ${spread(starts.map(({ readyMs }) => readyMs))} | ${spread(starts.map(({ saidMs }) => saidMs))} |`
}

function spread(values: readonly number[]): string {
  const found = spreadOf(values)
  return found ? `${Math.round(found.median)} (${Math.round(found.low)}–${Math.round(found.high)})` : '–'
}

const verdict = (isMet: boolean): string => (isMet ? 'met' : 'missed')
const mb = (bytes: number): string => `${Math.round(bytes / 1e6)} MB`

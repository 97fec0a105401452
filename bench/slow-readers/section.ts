import type { Machine } from '../machine.ts'
import { framed, measuredBy } from '../page-sections.ts'
import type { Pair, SlowReadersResults } from '../slow-readers.ts'
import { spreadOf } from '../statistics.ts'

const MOST_DEAD = 1.1
const MOST_FLOOD = 1.2
/** All of it is wanted back; a tenth is how far the collector's part moves by itself. */
const MOST_AFTER = 1.1
/** 1 MiB waits for a reader at the most (P-12); the runtime holds some pieces twice. */
const MOST_BYTES_A_READER = 2 * 1024 * 1024

/** The section of dead readers and floods of docs/benchmarks.md. */
export function writeSlowReadersSection(results: SlowReadersResults, command: string, machine: Machine): string {
  const { members, rate, dead, deadRounds, floodPerSecond, floodRounds } = results
  const [deadRatio, floodRatio] = [ratioOf(deadRounds), ratioOf(floodRounds)]
  const more = Math.max(...deadRounds.map(({ aloneBytes, besideBytes }) => besideBytes - aloneBytes))
  const after = Math.max(...deadRounds.map(({ afterBytes, aloneBytes }) => afterBytes / aloneBytes))
  const { bun } = machine
  return framed('slow-readers', [
    '## Readers who do not read, and a flood',
    '',
    `${measuredBy(command, machine)}, Bun ${bun}. A room of ${members.toLocaleString('en')}, ${rate.toLocaleString('en')} messages a second: first all of them read, then, on another server, ${dead} of them join and`,
    `take nothing from their sockets; who is cut comes back and does it again. Then a room of as many as installed, and one person who sends up to ${floodPerSecond.toLocaleString('en')} messages a second into *another* room, and comes`,
    'back whenever it is sent away. All in the same run; who does harm has a process of its own with lower priority.',
    '',
    '| | p50 ms, alone → beside | p99 ms, alone → beside | ÷ | memory MB, alone → beside | |',
    '| --- | --- | --- | --- | --- | --- |',
    ...deadRounds.map((round) => rowOf(`${dead} dead readers`, round, `cut ${round.cut} times`)),
    ...floodRounds.map((round) =>
      rowOf(
        'a flood elsewhere',
        round,
        `${round.sent.toLocaleString('en')} sent, ${round.refused.toLocaleString('en')} refused, sent away ${round.closed} times`,
      ),
    ),
    '',
    '| goal | measured | at most | |',
    '| --- | --- | --- | --- |',
    `| P-12: p99 with 10 % dead readers ÷ without | ${deadRatio.toFixed(2)} | ${MOST_DEAD} | ${verdict(deadRatio <= MOST_DEAD)} |`,
    `| P-28: memory that dead readers take, each | ${Math.round(more / dead / 1_000)} kB | ${Math.round(MOST_BYTES_A_READER / 1_000)} kB | ${verdict(more / dead <= MOST_BYTES_A_READER)} |`,
    `| PERF-16: memory after they are gone ÷ before they came | ${after.toFixed(2)} | ${MOST_AFTER} | ${verdict(after <= MOST_AFTER)} |`,
    `| P-14: p99 beside a flood in another room ÷ without | ${floodRatio.toFixed(2)} | ${MOST_FLOOD} | ${verdict(floodRatio <= MOST_FLOOD)} |`,
  ])
}

const ratioOf = (pairs: readonly Pair[]): number =>
  spreadOf(pairs.map(({ alone, beside }) => beside.delivery.p99 / alone.delivery.p99))?.median ?? Number.NaN

function rowOf(what: string, { alone, beside, aloneBytes, besideBytes }: Pair, more: string): string {
  const cells = [
    what,
    `${ms(alone.delivery.p50)} → ${ms(beside.delivery.p50)}`,
    `${ms(alone.delivery.p99)} → ${ms(beside.delivery.p99)}`,
    (beside.delivery.p99 / alone.delivery.p99).toFixed(2),
    `${Math.round(aloneBytes / 1e6)} → ${Math.round(besideBytes / 1e6)}`,
    more,
  ]
  return `| ${cells.join(' | ')} |`
}

const verdict = (isMet: boolean): string => (isMet ? 'met' : 'missed')
const ms = (value: number): string => (value < 10 ? value.toFixed(1) : Math.round(value).toString())

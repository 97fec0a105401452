import type { Machine } from '../machine.ts'
import { framed } from '../page-sections.ts'
import type { Storm, StormResults } from '../storm.ts'

const MOST_BACK_MS = 30_000
const MOST_ANSWER_MS = 1_000

/** The section of crowds that come back of docs/benchmarks.md. */
export function writeStormSection(results: StormResults, command: string, machine: Machine): string {
  const { clients, rooms, perSecond, calm, cuts, kills } = results
  const last = Math.max(...[...cuts, ...kills].map((storm) => storm.last))
  const answer = Math.max(...cuts.map(({ answerP99 }) => answerP99))
  const { commit, processor, bun } = machine
  return framed('storm', [
    '## Everybody comes back at once',
    '',
    `\`${command}\`, ${new Date().toISOString().slice(0, 10)}, commit ${commit}, ${processor}, Bun ${bun}. ${clients.toLocaleString('en')} clients of \`sdk/\` from four processes in ${rooms} rooms;`,
    `one more in each room has a line of its own and goes on talking, ${perSecond} messages a second together. All lines break in one moment, a message is said in each room while everybody is away, and`,
    'time counts until a client was shown it. Then the same by kill -9 of the server, from the kill on. Limits by address and person are raised, since all come from one.',
    '',
    '| | half back ms | 99 % ms | the last ms | server CPU s | answers meanwhile | their p99 ms | most ms |',
    '| --- | --- | --- | --- | --- | --- | --- | --- |',
    `| in peace | | | | | ${calm.answers} | ${ms(calm.answerP99)} | ${ms(calm.answerMost)} |`,
    ...cuts.map((storm) => rowOf('all lines broken', storm)),
    ...kills.map((storm) => rowOf('server killed', storm)),
    '',
    '| goal (P-32) | measured | at most | |',
    '| --- | --- | --- | --- |',
    `| ${clients.toLocaleString('en')} back and caught up | ${(last / 1_000).toFixed(1)} s | ${MOST_BACK_MS / 1_000} s | ${verdict(last <= MOST_BACK_MS)} |`,
    `| answers to those who are in, p99 | ${ms(answer)} ms | ${MOST_ANSWER_MS} ms | ${verdict(answer <= MOST_ANSWER_MS)} |`,
  ])
}

function rowOf(what: string, { p50, p99, last, serverSeconds, answers, answerP99, answerMost }: Storm): string {
  const cells = [what, ms(p50), ms(p99), ms(last), serverSeconds.toFixed(1), answers, ms(answerP99), ms(answerMost)]
  return `| ${cells.join(' | ')} |`
}

const verdict = (isMet: boolean): string => (isMet ? 'met' : 'missed')
const ms = (value: number): string => (value < 10 ? value.toFixed(1) : Math.round(value).toString())

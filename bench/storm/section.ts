import type { Figures } from '../figures.ts'
import type { Machine } from '../machine.ts'
import { framed, measuredBy } from '../page-sections.ts'
import { spreadOf } from '../statistics.ts'
import type { Storm, StormResults } from '../storm.ts'
import type { OurReturn, Return, ReturnResults } from './return.ts'

const MOST_BACK_MS = 30_000
const MOST_ANSWER_MS = 1_000
const MOST_OF_BARE = 2
const MOST_ELSEWHERE = 5

/** The section of crowds that come back of docs/benchmarks.md. */
export function writeStormSection(results: StormResults, command: string, machine: Machine): string {
  const { clients, rooms, perSecond, calm, cuts, kills } = results
  const last = Math.max(...[...cuts, ...kills].map((storm) => storm.last))
  const answer = Math.max(...cuts.map(({ answerP99 }) => answerP99))
  const { bun } = machine
  return framed('storm', [
    '## Everybody comes back at once',
    '',
    `${measuredBy(command, machine)}, Bun ${bun}. ${clients.toLocaleString('en')} clients of \`sdk/\` from four processes in ${rooms} rooms;`,
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
    '',
    ...(results.bare ? returnLines(results.bare) : [`Bare sockets: not measured: ${results.skipped}.`]),
  ])
}

function returnLines(results: ReturnResults): string[] {
  const { clients, rooms, missed, usual, ours, bare } = results
  const faults = ours.reduce((sum, one) => sum + faultsOf(one), 0)
  const [bareRatio, besideRatio] = [ratioOf(results), elsewhereRatio(results)]
  return [
    `Then ${clients.toLocaleString('en')} bare sockets in ${rooms} rooms, from one process, who wait for nothing before they come back, 256 on their way at a time: each has the ${missed} messages that were said in its room meanwhile,`,
    'counted by number and id, and names, as every page does, the list of people that it has. Beside it a bare Bun loop that only accepts and subscribes, with the same crowd. *Elsewhere*: two people in another room, who stay, 50 messages a second, from sending to hearing.',
    '',
    '| | half back ms | 99 % ms | the last ms | server CPU s | elsewhere p50 ms | p99 ms | most ms |',
    '| --- | --- | --- | --- | --- | --- | --- | --- |',
    `| in peace | | | | | ${ms(usual.p50)} | ${ms(usual.p99)} | ${ms(usual.most)} |`,
    ...ours.map((one) =>
      returnRow('Teahouse', one, `${ms(one.elsewhere.p50)} | ${ms(one.elsewhere.p99)} | ${ms(one.elsewhere.most)}`),
    ),
    ...bare.map((one) => returnRow('bare loop', one, ' | | ')),
    '',
    `Lines that the server ended on the way, and that came again: ${ours.reduce((sum, one) => sum + one.again, 0)}. Messages elsewhere that were refused: ${ours.reduce((sum, { elsewhere: one }) => sum + one.refused, 0)}.`,
    '',
    '| goal (PERF-15) | measured | at most | |',
    '| --- | --- | --- | --- |',
    `| not resumed, lost or doubled | ${faults} | 0 | ${verdict(faults === 0)} |`,
    `| the last back ÷ that of the bare loop | ${bareRatio.toFixed(2)} | ${MOST_OF_BARE} | ${verdict(bareRatio <= MOST_OF_BARE)} |`,
    `| p99 elsewhere ÷ in peace | ${besideRatio.toFixed(2)} | ${MOST_ELSEWHERE} | ${verdict(besideRatio <= MOST_ELSEWHERE)} |`,
  ]
}

const returnRow = (what: string, { p50, p99, last, serverSeconds }: Return, elsewhere: string): string =>
  `| ${what} | ${ms(p50)} | ${ms(p99)} | ${ms(last)} | ${serverSeconds.toFixed(1)} | ${elsewhere} |`

const faultsOf = ({ notResumed, lost, doubled }: OurReturn): number => notResumed + lost + doubled
const lastOf = (all: readonly Return[]): number => spreadOf(all.map(({ last }) => last))?.median ?? Number.NaN
const ratioOf = ({ ours, bare }: ReturnResults): number => lastOf(ours) / lastOf(bare)
const elsewhereRatio = ({ ours, usual }: ReturnResults): number =>
  Math.max(...ours.map(({ elsewhere }) => elsewhere.p99)) / usual.p99

const GOAL_CLIENTS = 10_000
const GOAL_RETURNERS = 15_000

export function stormFigures({ clients, cuts, kills, bare }: StormResults): Figures {
  const last = Math.max(...[...cuts, ...kills].map((one) => one.last))
  return {
    ...(clients >= GOAL_CLIENTS ? { 'storm.sdk': last / 1_000 } : {}),
    ...(bare === null || bare.clients >= GOAL_RETURNERS
      ? {
          'storm.faults': bare ? bare.ours.reduce((sum, one) => sum + faultsOf(one), 0) : null,
          'storm.bun0': bare ? ratioOf(bare) : null,
          'storm.other': bare ? elsewhereRatio(bare) : null,
        }
      : {}),
  }
}

function rowOf(what: string, { p50, p99, last, serverSeconds, answers, answerP99, answerMost }: Storm): string {
  const cells = [what, ms(p50), ms(p99), ms(last), serverSeconds.toFixed(1), answers, ms(answerP99), ms(answerMost)]
  return `| ${cells.join(' | ')} |`
}

const verdict = (isMet: boolean): string => (isMet ? 'met' : 'missed')
const ms = (value: number): string => (value < 10 ? value.toFixed(1) : Math.round(value).toString())

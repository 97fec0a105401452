import { availableParallelism } from 'node:os'
import type { Violation } from './history.ts'
import type { Outcome } from './session.ts'

export type Verdict = 'clean' | 'violations' | 'void'

/** Void where nothing was proven; a broken promise weighs more. */
export function verdictOf({ report, troubles, waiting, isCalm, done, unproven }: Outcome): Verdict {
  if (report.count > 0 || troubles.length > 0 || waiting.length > 0) return 'violations'
  if (report.void !== null || (done.length === 0 && !isCalm)) return 'void'
  // Faults that never happened, though they could: the run says less than it claims.
  return unproven.some(({ fault }) => !done.some((one) => one.fault === fault)) ? 'void' : 'clean'
}

export const exitCodeOf = (verdict: Verdict): number => ({ clean: 0, violations: 1, void: 2 })[verdict]

/** What a run has to say, for a terminal. */
export function summaryOf(outcome: Outcome): string {
  const { report, troubles, waiting } = outcome
  return [
    '',
    markdownOf(outcome),
    ...[...Map.groupBy(report.violations, ({ rule }) => rule).values()].flatMap(told),
    ...counted(troubles).slice(0, 50),
    ...waiting.slice(0, 20).map((who) => `✗ still waiting at the end: ${who}`),
    ...(report.void === null ? [] : [`void: ${report.void}`]),
    `${verdictOf(outcome)} · seed ${outcome.seed}`,
  ].join('\n')
}

/** Some of each rule: a thousand late answers must not hide the one message that is lost. */
const SHOWN_PER_RULE = 15

function told(ofRule: readonly Violation[]): string[] {
  const shown = ofRule
    .slice(0, SHOWN_PER_RULE)
    .map(
      ({ rule, room, seq, cid, says }) =>
        `✗ ${rule} ${room}${seq === undefined ? '' : ` #${seq}`}${cid === undefined ? '' : ` ${cid}`}: ${says}`,
    )
  const left = ofRule.length - shown.length
  return left > 0 ? [...shown, `✗ ${ofRule[0]?.rule}: … and ${left} more that were kept`] : shown
}

/** The same trouble once, with how often it came. */
function counted(troubles: readonly string[]): string[] {
  const times = new Map<string, number>()
  for (const says of troubles) times.set(says, (times.get(says) ?? 0) + 1)
  return [...times].map(([says, count]) => `✗ ${says}${count > 1 ? ` (${count} times)` : ''}`)
}

/** The same as a block for docs/reliability.md. */
export function markdownOf(outcome: Outcome): string {
  const { report, figures, seconds, clients, said, seed } = outcome
  const { checked } = report
  return [
    `**${Math.round(seconds / 6) / 10} minutes, ${clients} people, seed ${seed}: ${verdictOf(outcome)}.** ${said} things said, ${count(checked.entries)} entries checked: ` +
      `${count(checked.acknowledged)} acknowledgements, ${count(checked.received)} events received, ${checked.rooms} rooms, ${count(checked.pushed)} pushes, ${count(checked.downloaded)} downloads (${count(checked.denied)} refused), ${count(checked.classic)} lines heard by classic pages, ${count(checked.carded)} cards, ${count(checked.packed)} changes of packs, ${count(checked.pictured)} pictures of cards, packs and messages, ${count(checked.stickers)} stickers; ${report.count} violations.`,
    '',
    `The machine: ${availableParallelism()} cores, load ${outcome.load.mean.toFixed(1)} (at most ${outcome.load.most.toFixed(1)}).` +
      (outcome.late.length > 0
        ? ` ${outcome.late.length} times the crowd took longer to come back than anybody waited.`
        : ''),
    '',
    ...(outcome.isCalm ? ['Nothing was broken.'] : faultTable(outcome)),
    ...(figures === null
      ? []
      : [
          '',
          '| of the server | beginning | end | most |',
          '| --- | --- | --- | --- |',
          `| memory (PSS) | ${mb(figures.memory.first)} | ${mb(figures.memory.last)} | ${mb(figures.memory.most)} |`,
          `| descriptors | ${figures.descriptors.first} | ${figures.descriptors.last} | ${figures.descriptors.most} |`,
          `| WAL | | | ${mb(figures.walMostMb)} |`,
          figures.calm === 0
            ? '| no sample without a fault | | | |'
            : `| \`/healthz\` in ms while no fault is on | p50 ${figures.answerMs.p50.toFixed(1)} | p99 ${figures.answerMs.p99.toFixed(1)} | ${figures.answerMs.most.toFixed(1)} |`,
          '',
          figures.memory.slopePercentPerHour === null
            ? 'Too short for a slope of the memory.'
            : `Slope of the memory: ${figures.memory.slopePercentPerHour.toFixed(2)} % an hour.`,
          ...(outcome.isCalm
            ? [`By the minute, in MB: ${figures.memory.byMinute.map((mb) => mb.toFixed(1)).join(', ')}.`]
            : []),
        ]),
    '',
  ].join('\n')
}

function faultTable(outcome: Outcome): string[] {
  const head = ['| fault | how | done and proven | not proven | not possible here |', '| --- | --- | --- | --- | --- |']
  return [...head, ...faultRows(outcome)]
}

function faultRows({ done, unproven, skipped }: Outcome): string[] {
  const rows = new Map<string, { done: number; not: number; why: string }>()
  const row = (id: string, name: string) => {
    const key = `${id} | ${name}`
    const found = rows.get(key) ?? { done: 0, not: 0, why: '' }
    rows.set(key, found)
    return found
  }
  for (const { fault } of done) row(fault.id, fault.name).done++
  for (const { fault, times } of unproven) row(fault.id, fault.name).not += times
  for (const { fault, why } of skipped) row(fault.id, fault.name).why = why
  return [...rows]
    .sort(([one], [other]) => one.localeCompare(other, 'en', { numeric: true }))
    .map(([key, { done: times, not, why }]) => `| ${key} | ${times} | ${not} | ${why} |`)
}

const mb = (value: number): string => `${Math.round(value)} MB`
const count = (value: number): string => value.toLocaleString('en')

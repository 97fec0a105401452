import type { Machine } from '../machine.ts'
import { framed, measuredBy } from '../page-sections.ts'
import { type Spread, spreadOf } from '../statistics.ts'
import { MIXED, microsOf, RATE, type Side, sides, type TaxResults, type TaxRun } from '../tax.ts'

const MOST_TAX = 1.05

const names: Record<Side, string> = {
  before: 'before, plain messages',
  now: 'now, plain messages',
  mixed: `now, and beside them ${MIXED} replies, reactions and mentions a second`,
}

const ns = (value: number): string => Math.round(value * 1_000).toLocaleString('en')
const words = ({ median, low, high }: Spread): string => `${ns(median)} (${ns(low)}–${ns(high)})`

/** The section of docs/benchmarks.md on what the features cost those who do not use them. */
export function writeTaxSection(
  { runs, beforeCommit, members }: TaxResults,
  command: string,
  machine: Machine,
): string {
  const of = (side: Side): TaxRun[] => runs.filter((one) => one.side === side && one.verdict.is === 'good')
  const plain = (side: Side): Spread | null => spreadOf(of(side).map(({ run }) => microsOf(run)))
  const base = plain('before')
  const rows = sides.map((side) => {
    const cost = plain(side)
    // What was said beside is delivered too, and costs what a plain message costs.
    const all = spreadOf(of(side).map(({ run }) => microsOf(run) / (side === 'mixed' ? 1 + MIXED / RATE : 1)))
    const p99 = spreadOf(of(side).map(({ run }) => run.delivery.p99))
    const ratio = all && base ? (all.median / base.median).toFixed(3) : '–'
    const frames = spreadOf(of(side).map(({ run }) => run.frames / run.seconds / run.members))
    return `| ${names[side]} | ${cost ? words(cost) : '–'} | ${all ? words(all) : '–'} | ${ratio} | ${frames ? frames.median.toFixed(1) : '–'} | ${p99 ? p99.median.toFixed(1) : '–'} | ${of(side).length} of ${runs.filter((one) => one.side === side).length} |`
  })
  const now = plain('now')
  const tax = now && base ? now.median / base.median : null
  return framed('tax', [
    '## What the features cost plain messages',
    '',
    `${measuredBy(command, { ...machine, commit: `${machine.commit} against ${beforeCommit}` })}, Bun ${machine.bun}. ${RATE} plain messages a second into one room of ${members.toLocaleString('en')};`,
    'processor time of the server for each message that reached a member, nanoseconds: median (lowest–highest) of rounds in turn.',
    '',
    '| what | ns a plain message delivered | ns an event delivered | ÷ before | frames/s a member | p99 ms | good runs |',
    '| --- | --- | --- | --- | --- | --- | --- |',
    ...rows,
    '',
    tax === null
      ? 'PERF-18: not measured.'
      : `PERF-18 (plain fan-out ≤ 5 % dearer): ${((tax - 1) * 100).toFixed(1)} %, ${tax <= MOST_TAX ? 'met' : 'missed'}.`,
  ])
}

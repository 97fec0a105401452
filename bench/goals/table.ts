import type { Kept } from '../figures.ts'
import { framed } from '../page-sections.ts'
import { causes } from './causes.ts'
import { type Bound, type Goal, goals, unmeasured } from './list.ts'

export type Verdict = 'stretch met' | 'met' | 'missed' | 'stretch missed' | 'not measured'

/** All goals in one table: wanted, stretch, measured, verdict, and the cause of a miss. */
export function goalsSection(kept: Kept): string {
  const rows = goals.map((goal) => ({ id: goal.id, cells: cellsOf(goal, kept) }))
  const others = unmeasured.map(({ id, what, wanted, why, isTested }) => ({
    id,
    cells: [what, wanted, '', '', isTested ? 'met, by a test' : 'not measured', why, ''],
  }))
  const all = [...rows, ...others].sort((a, b) => number(a.id) - number(b.id))
  return framed('goals', [
    '## Goals',
    '',
    'All goals, by the newest figure of each; one that is missed is printed like any other, with what is known of its cause. Date and commit are those of the run that it is',
    'of; its command stands in its section. *Stretch* is what would be better than good. Three goals were set anew once, in writing ([0018](decisions/0018-ticks-by-honest-cost.md)).',
    '',
    '| goal | what | wanted | stretch | measured | verdict | cause of a miss, or why there is no figure | run |',
    '| --- | --- | --- | --- | --- | --- | --- | --- |',
    ...all.map(({ id, cells }) => `| ${[id, ...cells].map((cell) => cell.replace(/\|/g, '\\|')).join(' | ')} |`),
  ])
}

/** Goals of the page (UX) come behind those of the whole (PERF). */
const number = (id: string): number => Number(/\d+$/.exec(id)?.[0]) + (id.startsWith('UX-') ? 1_000 : 0)

function cellsOf(goal: Goal, kept: Kept): string[] {
  const { what, name, wanted, stretch, unit, only } = goal
  const figure = kept[name]
  const verdict = verdictOf(goal, figure?.value)
  const why = figure
    ? verdict === 'missed'
      ? (causes[name] ?? 'not found yet')
      : ''
    : `\`npm run bench${only ? ` -- --only ${only}` : ''}\``
  return [
    what,
    boundWords(wanted, unit),
    boundWords(stretch, unit),
    figure ? figureWords(figure.value, unit) : '',
    verdict,
    why,
    figure ? `${figure.at.slice(5, 10)}, ${figure.commit}` : '',
  ]
}

export function verdictOf({ wanted, stretch }: Pick<Goal, 'wanted' | 'stretch'>, value: number | undefined): Verdict {
  if (value === undefined) return 'not measured'
  if (stretch && isInside(stretch, value) && (!wanted || isInside(wanted, value))) return 'stretch met'
  if (!wanted) return 'stretch missed'
  return isInside(wanted, value) ? 'met' : 'missed'
}

const isInside = (bound: Bound, value: number): boolean =>
  'least' in bound ? value >= bound.least : value <= bound.most

function boundWords(bound: Bound | null, unit: string): string {
  if (!bound) return ''
  return 'least' in bound ? `≥ ${plain(bound.least)}${unit}` : `≤ ${plain(bound.most)}${unit}`
}

const plain = (value: number): string => value.toLocaleString('en')

/** Three digits: enough to see on which side of a bound a figure lies. */
export const figureWords = (value: number, unit = ''): string =>
  `${value >= 100 ? Math.round(value).toLocaleString('en') : Number(value.toPrecision(3)).toString()}${unit}`

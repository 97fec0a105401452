import type { Machine } from '../machine.ts'
import { allForms, type Form, forms, type PageResults } from '../page.ts'
import { framed, measuredBy } from '../page-sections.ts'
import { figure, spreadOf, told } from '../statistics.ts'
import { BURST } from './burst.ts'
import { type Followed, PER_SECOND } from './follow.ts'
import { CHANGES_A_BEAT, COUNTED, type Peopled } from './people.ts'
import { PICTURES, type Scrolled } from './pictures.ts'
import type { Watched } from './watch.ts'

type Line = { what: string; unit?: string; of: (results: PageResults, form: Form) => readonly number[] }
type Goal = Line & { id: string; on: readonly Form[]; atMost?: number; atLeast?: number }

const followed =
  (figure: (one: Followed) => number): Line['of'] =>
  (results, form) =>
    results.followed[form].map(figure)
const scrolled =
  (figure: (one: Scrolled) => number): Line['of'] =>
  (results, form) =>
    results.scrolled[form].map(figure)
const peopled =
  (figure: (one: Peopled) => number): Line['of'] =>
  (results, form) =>
    results.peopled[form].map(figure)
const fps = ({ frames, seconds }: Watched): number => frames / seconds
const percent = (share: number): number => share * 100

const lines: readonly Line[] = [
  { what: 'said in the room', unit: 'a second', of: followed(({ perSecond }) => perSecond) },
  { what: '**following**: frames a second', of: followed(fps) },
  { what: '95 % of frames within', unit: 'ms', of: followed(({ frameP95 }) => frameP95) },
  { what: 'drawings of the log a second', of: followed(({ commits, seconds }) => commits / seconds) },
  { what: 'stored to drawn, p95', unit: 'ms', of: followed(({ drawnP95 }) => drawnP95) },
  { what: 'main thread', unit: '%', of: followed(({ main }) => percent(main)) },
  { what: 'of it scripts', unit: '%', of: followed(({ script }) => percent(script)) },
  { what: 'of it styles and layout', unit: '%', of: followed(({ layout }) => percent(layout)) },
  { what: 'rows in the page, the most', of: followed(({ mostRows }) => mostRows) },
  { what: 'tasks of 50 ms and more, a minute', of: followed(({ longTasks, seconds }) => (longTasks * 60) / seconds) },
  { what: 'the longest', unit: 'ms', of: followed(({ longestTask }) => longestTask) },
  { what: 'heap at the end', unit: 'MB', of: followed(({ heapLate }) => heapLate / 1e6) },
  { what: '**scrolling up meanwhile**: frames a second', of: followed(({ up }) => fps(up)) },
  { what: '95 % of frames within', unit: 'ms', of: followed(({ up }) => up.frameP95) },
  { what: 'main thread', unit: '%', of: followed(({ up }) => percent(up.main)) },
  { what: 'the longest task', unit: 'ms', of: followed(({ up }) => up.longestTask) },
  { what: 'heap after it, the page full of rows', unit: 'MB', of: followed(({ heapUp }) => heapUp / 1e6) },
  {
    what: `**${BURST.toLocaleString('en')} at once**: stored within`,
    unit: 'ms',
    of: followed((one) => one.burst.tookMs),
  },
  { what: 'the longest task', unit: 'ms', of: followed((one) => one.burst.longestTask) },
  { what: `**${PICTURES} pictures**: frames a second`, of: scrolled(fps) },
  { what: '95 % of frames within', unit: 'ms', of: scrolled(({ frameP95 }) => frameP95) },
  { what: 'main thread', unit: '%', of: scrolled(({ main }) => percent(main)) },
  { what: 'the longest task', unit: 'ms', of: scrolled(({ longestTask }) => longestTask) },
  { what: 'small forms loaded', of: scrolled(({ thumbs }) => thumbs) },
  { what: 'whole files loaded', of: scrolled(({ wholes }) => wholes) },
  { what: 'bytes of them', unit: 'kB', of: scrolled(({ bytes }) => bytes / 1e3) },
  {
    ...{ what: `**${COUNTED.toLocaleString('en')} people**: the longest task at opening`, unit: 'ms' },
    of: peopled(({ openTask }) => openTask),
  },
  {
    what: 'main thread, their number told each second',
    unit: '%',
    of: peopled(({ counted }) => percent(counted.main)),
  },
  {
    what: `**500 people listed**, ${CHANGES_A_BEAT} come and ${CHANGES_A_BEAT} go in 200 ms: frames a second`,
    of: peopled(({ listed }) => fps(listed)),
  },
  { what: 'main thread', unit: '%', of: peopled(({ listed }) => percent(listed.main)) },
  { what: 'the longest task', unit: 'ms', of: peopled(({ listed }) => listed.longestTask) },
]

const slowed: readonly Form[] = ['desktop', 'phone']
const goals: readonly Goal[] = [
  {
    ...{ id: 'PERF-13', what: 'rows in the page, the most', atMost: 300, on: allForms },
    of: followed(({ mostRows, up }) => Math.max(mostRows, up.mostRows)),
  },
  {
    ...{ id: 'PERF-13', what: 'changes of the log between two frames, the most', atMost: 1, on: allForms },
    of: followed(({ mostCommits }) => mostCommits),
  },
  {
    ...{ id: 'PERF-13', what: 'main thread, following', unit: '%', atMost: 40, on: slowed },
    of: followed(({ main }) => percent(main)),
  },
  {
    ...{ id: 'PERF-13', what: 'a key until it is heard, p95', unit: 'ms', atMost: 50, on: slowed },
    of: followed(({ keyP95 }) => keyP95),
  },
  {
    ...{ id: 'PERF-13', what: 'heap at the end of following ÷ that of minute 2', atMost: 1.3, on: ['desktop'] },
    of: followed(({ heapLate, heapEarly }) => heapLate / heapEarly),
  },
  {
    ...{ id: 'PERF-13', what: 'frames a second, scrolling up', atLeast: 55, on: slowed },
    of: followed(({ up }) => fps(up)),
  },
  { id: 'PERF-13', what: 'frames a second, following', atLeast: 55, on: allForms, of: followed(fps) },
  {
    ...{ id: 'UX-9', what: 'frames a second, following', atLeast: 58, on: ['plain'] },
    of: followed(fps),
  },
  {
    ...{ id: 'UX-9', what: '95 % of frames within', unit: 'ms', atMost: 20, on: ['plain'] },
    of: followed(({ frameP95 }) => frameP95),
  },
  {
    ...{ id: 'UX-9', what: 'a key until it is painted, p98 (INP)', unit: 'ms', atMost: 100, on: allForms },
    of: followed(({ keyInp }) => keyInp),
  },
  {
    ...{
      id: 'UX-9',
      what: 'heap growth after a collection, the rows of scrolling up among it',
      unit: 'MB',
      atMost: 5,
      on: allForms,
    },
    of: followed(({ heapLate, heapUp, heapEarly }) => Math.max(0, heapLate - heapEarly, heapUp - heapEarly) / 1e6),
  },
  {
    ...{ id: 'UX-9', what: `${BURST.toLocaleString('en')} at once: the last drawn after it was stored`, unit: 'ms' },
    ...{ atMost: 1_000, on: allForms, of: followed((one) => one.burst.behindMs) },
  },
  {
    ...{ id: 'PERF-13', what: `frames a second, scrolling ${PICTURES} pictures`, atLeast: 55, on: allForms },
    of: scrolled(fps),
  },
  {
    ...{ id: 'UX-8', what: `a room of ${COUNTED.toLocaleString('en')} people opened: the longest task`, unit: 'ms' },
    ...{ atMost: 100, on: ['plain'], of: peopled(({ openTask }) => openTask) },
  },
  {
    ...{ id: 'UX-22', what: 'whole files that scrolling loads', atMost: 0, on: allForms },
    of: scrolled(({ wholes }) => wholes),
  },
]

/** The section of docs/benchmarks.md on a page under load. */
export function writePageSection(results: PageResults, command: string, machine: Machine): string {
  const { minutes, browser } = results
  const shown = allForms.filter((form) => results.followed[form].length > 0)
  const rounds = results.followed[shown[0] ?? 'desktop'].length
  return framed('page', [
    '## A page under load',
    '',
    `${measuredBy(command, machine)}, ${machine.cores} cores for server, crowd and browser together, ${browser} without a GPU: what a graphics card does`,
    `elsewhere, a core does here. ${PER_SECOND} messages a second from 12 people into a room that is full already, ${minutes} minutes on the desktop, half a minute at most in the other forms; the reader`,
    `follows the end and types a key every 130 ms, then scrolls up at 1,600 px a second while it goes on; then ${BURST.toLocaleString('en')} are said as fast as they are stored. Then a room of ${PICTURES} pictures of up to`,
    'two megapixels is scrolled through, and a desktop is among many people, of whom the server tells the number, and the names up to 500. Frames are those that the page is asked for: to ask for each costs some of the main thread, so its load, time of the thread, is while following that of a time without them.',
    `A phone is 390 × 844 with fingers, the desktop 1280 × 800. ${rounds === 1 ? 'One round.' : `Medians of ${rounds} rounds, in brackets the least and the most.`}`,
    '',
    `| | ${shown.map((form) => forms[form].name).join(' | ')} |`,
    `| --- |${shown.map(() => ' --- |').join('')}`,
    ...lines.map(
      ({ what, unit, of }) => `| ${what} | ${shown.map((form) => told(of(results, form), unit)).join(' | ')} |`,
    ),
    '',
    `| goal | what | wanted | ${shown.map((form) => forms[form].name).join(' | ')} |`,
    `| --- | --- | --- |${shown.map(() => ' --- |').join('')}`,
    ...goals.map((goal) => goalRow(goal, results, shown)),
  ])
}

function goalRow(goal: Goal, results: PageResults, shown: readonly Form[]): string {
  const { id, what, unit, atMost, atLeast, on, of } = goal
  const wanted = atMost === undefined ? `≥ ${atLeast}` : `≤ ${atMost}`
  const cells = shown.map((form) => {
    const median = spreadOf(of(results, form))?.median
    if (median === undefined) return 'not measured'
    const isMet = median <= (atMost ?? Number.POSITIVE_INFINITY) && median >= (atLeast ?? 0)
    return on.includes(form) ? `${figure(median)}${unit ? ` ${unit}` : ''}, ${isMet ? 'met' : '**missed**'}` : '–'
  })
  return `| ${[id, what, `${wanted}${unit ? ` ${unit}` : ''}`, ...cells].join(' | ')} |`
}

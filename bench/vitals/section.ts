import type { Figures } from '../figures.ts'
import type { Machine } from '../machine.ts'
import { framed, measuredBy } from '../page-sections.ts'
import { spreadOf, told } from '../statistics.ts'
import type { VitalsResults } from '../vitals.ts'
import { allForms, type Form, forms } from './forms.ts'

type Bound = { atMost: number; on: readonly Form[] }
type Line = {
  what: string
  unit?: string
  of: (results: VitalsResults, form: Form) => readonly number[]
  /** The figure of the goals, and what client.md 12 allows it. */
  goal?: Bound & { name: string }
}
type First = VitalsResults['first'][Form][number]
type Long = VitalsResults['room'][Form][number]

const first =
  (figure: (one: First) => number): Line['of'] =>
  (results, form) =>
    results.first[form].map(figure)
const long =
  (figure: (one: Long) => number): Line['of'] =>
  (results, form) =>
    results.room[form].map(figure)

const [ms, kB, MB] = [{ unit: 'ms' }, { unit: 'kB' }, { unit: 'MB' }]
const slow = (name: string, atMost: number) => ({ goal: { name: `vitals.${name}`, atMost, on: ['slow'] as const } })
const plain = (name: string, atMost: number) => ({ goal: { name: `vitals.${name}`, atMost, on: ['plain'] as const } })
const both = (name: string, atMost: number) => ({ goal: { name: `vitals.${name}`, atMost, on: allForms } })

/** What is shown, and which of it is a goal. */
const lines: readonly Line[] = [
  { what: '**first visit**: first contentful paint', ...ms, of: first(({ fcp }) => fcp), ...slow('fcp', 1_800) },
  { what: 'largest contentful paint', ...ms, of: first(({ lcp }) => lcp), ...slow('lcp', 2_500) },
  { what: 'blocking time', ...ms, of: first(({ tbt }) => tbt), ...slow('tbt', 200) },
  { what: 'layout shift', of: first(({ cls }) => cls), ...slow('cls', 0.02) },
  { what: 'over the line', ...kB, of: first(({ bytes }) => bytes / 1e3), ...slow('kb', 70) },
  { what: 'of it scripts', ...kB, of: first(({ scripts }) => scripts / 1e3), ...slow('scripts-kb', 55) },
  { what: 'requests', of: first(({ requests }) => requests), ...slow('requests', 12) },
  {
    what: 'from the address to the first message, stored',
    ...{ ...ms, of: first(({ newcomer }) => newcomer), ...plain('newcomer', 3_000) },
  },
  {
    what: '**long room**: from the hello’s answer to rows',
    ...{ ...ms, of: long(({ rows }) => rows), ...plain('rows', 300) },
  },
  { what: 'elements, the window full', of: long(({ elements }) => elements), ...both('elements', 6_000) },
  { what: 'of them rows', of: long(({ shown }) => shown) },
  { what: 'heap after a collection', ...MB, of: long(({ heap }) => heap / 1e6), ...both('heap-mb', 40) },
  { what: 'interaction to next paint: typing', ...ms, of: long(({ typing }) => typing), ...slow('typing', 200) },
  { what: '… sending', ...ms, of: long(({ send }) => send), ...slow('send', 200) },
  { what: '… opening the emoji panel and picking one', ...ms, of: long(({ emoji }) => emoji), ...slow('emoji', 200) },
]

const medianOf = (line: Line, results: VitalsResults, form: Form): number | null =>
  spreadOf(line.of(results, form))?.median ?? null

const ROOM_LINES = 50_000

const figuresOfRoom = ['rows', 'elements', 'heap-mb', 'typing', 'send', 'emoji'].map((name) => `vitals.${name}`)

/** Goals of the long room are those of 50,000 messages: a shorter one is no figure of theirs. */
export function vitalsFigures(results: VitalsResults): Figures {
  const isLong = results.lines >= ROOM_LINES
  const counted = lines.filter(({ goal }) => isLong || !figuresOfRoom.includes(goal?.name ?? ''))
  return Object.fromEntries(
    counted.flatMap((line) => {
      const medians = line.goal?.on.map((form) => medianOf(line, results, form)) ?? []
      const worst = Math.max(...medians.flatMap((median) => median ?? []))
      return line.goal ? [[line.goal.name, Number.isFinite(worst) ? worst : null]] : []
    }),
  )
}

/** The section of docs/benchmarks.md on how soon the page is there and answers. */
export function writeVitalsSection(results: VitalsResults, command: string, machine: Machine): string {
  const rounds = results.first.slow.length
  return framed('vitals', [
    '## How soon the page is there, and answers',
    '',
    `${measuredBy(command, machine)}, ${machine.cores} cores for server and browser together, ${results.browser} without a GPU. As Lighthouse`,
    'asks: a phone of 390 × 844 whose processor is four times slower than this machine, 1.6 Mbit/s, 150 ms there and back for each byte, also those of the socket; and a desktop of 1280 × 800 as',
    'it is. *First visit*: a browser that knows nothing of us opens an empty room; a second one enters with the name that is proposed as soon as it is asked, types five letters at 100 ms a key, and sends.',
    `*Long room*: somebody who was here before opens a room of ${results.lines.toLocaleString('en')} messages and reads back until the page holds all the rows that it ever does; interactions are the longest of each kind, on the slowed processor`,
    `in both columns. An interaction within 16 ms is told as 16. ${rounds === 1 ? 'One round.' : `Medians of ${rounds} rounds, in brackets the least and the most.`}`,
    '',
    `| UX-6, UX-7 | wanted | ${allForms.map((form) => forms[form].name).join(' | ')} |`,
    `| --- | --- |${allForms.map(() => ' --- |').join('')}`,
    ...lines.map((line) => rowOf(line, results)),
  ])
}

function rowOf(line: Line, results: VitalsResults): string {
  const { what, unit = '', goal } = line
  const wanted = goal ? `≤ ${goal.atMost.toLocaleString('en')}${unit ? ` ${unit}` : ''}` : ''
  const cells = allForms.map((form) => {
    const spread = told(line.of(results, form), unit)
    const median = medianOf(line, results, form)
    if (!goal?.on.includes(form) || median === null) return spread
    return `${spread}, ${median <= goal.atMost ? 'met' : '**missed**'}`
  })
  return `| ${[what, wanted, ...cells].join(' | ')} |`
}

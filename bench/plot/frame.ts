import { styles } from './inks.ts'
import type { Kind, Scale } from './scale.ts'
import { type Attributes, element, escaped, line, text } from './svg.ts'

/** `name` has the unit in it: `connections`, `ms from sending to hearing`. */
export type Axis = { name: string; kind: Kind }
export type Words = {
  title: string
  /** What was measured, and how to read it; one line each. */
  notes: readonly string[]
}
/** The part of a plot in which the figures stand, pixels. */
export type Field = { left: number; top: number; right: number; bottom: number }

export const WIDTH = 820
const EDGE = 20
const TITLE_Y = 32
const NOTE_HEIGHT = 17

/** Where a field can begin below the title and the notes. */
export const topBelow = ({ notes }: Words): number => TITLE_Y + notes.length * NOTE_HEIGHT + 44

export const xIn = ({ left, right }: Field, share: number): number => left + share * (right - left)
export const yIn = ({ top, bottom }: Field, share: number): number => bottom - share * (bottom - top)

/** A whole picture: paper, title, notes and what is drawn on it. */
export function picture(words: Words, height: number, drawn: readonly string[]): string {
  const size = { width: WIDTH, height }
  const says = [words.title, ...words.notes].join('. ')
  const head = [
    element('title', {}, [escaped(words.title)]),
    element('style', {}, [styles]),
    element('rect', { x: 0.5, y: 0.5, width: WIDTH - 1, height: height - 1, rx: 10, class: 'paper' }),
    text(words.title, { x: EDGE, y: TITLE_Y, class: 'title' }),
    ...words.notes.map((note, at) =>
      text(note, { x: EDGE, y: TITLE_Y + 4 + (at + 1) * NOTE_HEIGHT, class: 'soft small' }),
    ),
  ]
  const box: Attributes = {
    xmlns: 'http://www.w3.org/2000/svg',
    ...size,
    viewBox: `0 0 ${WIDTH} ${height}`,
    role: 'img',
    'aria-label': says,
  }
  return `${element('svg', box, [...head, ...drawn])}\n`
}

/** Where nothing was measured: the page names the plot all the same. */
export const emptyPicture = (words: Words): string =>
  picture(words, topBelow(words) + 60, [text('not measured', { x: EDGE, y: topBelow(words) + 10 })])

export function xAxis(field: Field, scale: Scale, name: string): string[] {
  const { top, bottom, left, right } = field
  return [
    ...scale.ticks.flatMap(({ value, label }) => {
      const x = xIn(field, scale.at(value))
      return [
        line(x, top, x, bottom, { class: 'grid' }),
        text(label, { x, y: bottom + 18, class: 'soft', 'text-anchor': 'middle' }),
      ]
    }),
    line(left, bottom, right, bottom, { class: 'axis' }),
    text(name, { x: (left + right) / 2, y: bottom + 40, 'text-anchor': 'middle' }),
  ]
}

/** The name stands above the axis, where it can be read without turning one's head. */
export function yAxis(field: Field, scale: Scale, name: string): string[] {
  const { left, right, top } = field
  return [
    ...scale.ticks.flatMap(({ value, label }) => {
      const y = yIn(field, scale.at(value))
      return [
        line(left, y, right, y, { class: 'grid' }),
        text(label, { x: left - 8, y: y + 4, class: 'soft', 'text-anchor': 'end' }),
      ]
    }),
    text(`↑ ${name}`, { x: EDGE, y: top - 12 }),
  ]
}

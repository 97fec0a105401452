import { type Axis, emptyPicture, type Field, picture, topBelow, WIDTH, type Words, xAxis, xIn } from './frame.ts'
import type { Ink } from './inks.ts'
import { type Scale, scaleOf } from './scale.ts'
import { element, line, text, widthOf } from './svg.ts'

/** One kind of figure that every row has: its name stands above the first row. */
export type Mark = { name: string; ink: Ink; hollow?: boolean }
export type Row = { name: string; values: readonly (number | null)[] }
export type RowsPlot = Words & {
  x: Axis
  marks: readonly Mark[]
  rows: readonly Row[]
  goal?: { x: number; name: string }
}

const ROW_HEIGHT = 24
const NAME_SIZE = 12
const RIGHT = 36

/** A row for each thing, a dot for each of its figures, on one axis: what differs by nature is not joined by a line. */
export function drawRows(plot: RowsPlot): string {
  const values = plot.rows.flatMap((row) => row.values.filter((value) => value !== null))
  if (values.length === 0) return emptyPicture(plot)
  const scale = scaleOf(plot.x.kind, plot.goal ? [...values, plot.goal.x] : values)
  const top = topBelow(plot) + 10
  const left = 28 + Math.max(...plot.rows.map(({ name }) => widthOf(name, NAME_SIZE)))
  const field: Field = { left, top, right: WIDTH - RIGHT, bottom: top + plot.rows.length * ROW_HEIGHT + 8 }
  return picture(plot, field.bottom + 60, [
    ...legend(plot.marks, topBelow(plot) - 12),
    ...xAxis(field, scale, plot.x.name),
    ...goalLine(field, scale, plot.goal),
    ...plot.rows.flatMap((row, at) => drawRow(field, scale, plot.marks, row, top + at * ROW_HEIGHT + 16)),
  ])
}

function drawRow(field: Field, scale: Scale, marks: readonly Mark[], { name, values }: Row, y: number): string[] {
  const placed = values.flatMap((value, at) => {
    const mark = marks[at]
    return value === null || !mark ? [] : [{ x: xIn(field, scale.at(value)), mark }]
  })
  const ends = placed.map(({ x }) => x)
  return [
    text(name, { x: field.left - 10, y: y + 4, 'text-anchor': 'end' }),
    ...(ends.length > 1 ? [line(Math.min(...ends), y, Math.max(...ends), y, { class: 'axis', opacity: 0.4 })] : []),
    ...placed.map(({ x, mark }) => dot(x, y, mark)),
  ]
}

const dot = (cx: number, cy: number, { ink, hollow }: Mark): string =>
  element('circle', { cx, cy, r: ink === 'tea' ? 5 : 4, class: hollow ? `${ink} hollow` : ink, 'stroke-width': 1.5 })

function legend(marks: readonly Mark[], y: number): string[] {
  let x = 26
  return marks.flatMap((mark) => {
    const at = x
    x += widthOf(mark.name, NAME_SIZE) + 36
    return [dot(at, y - 4, mark), text(mark.name, { x: at + 10, y, class: `${mark.ink} name` })]
  })
}

function goalLine(field: Field, scale: Scale, goal: RowsPlot['goal']): string[] {
  if (!goal) return []
  const x = xIn(field, scale.at(goal.x))
  const isRight = x > (field.left + field.right) / 2
  return [
    line(x, field.top, x, field.bottom, { class: 'goal' }),
    text(goal.name, {
      x: isRight ? x - 5 : x + 5,
      y: field.top - 4,
      class: 'soft small',
      'text-anchor': isRight ? 'end' : 'start',
    }),
  ]
}

import {
  type Axis,
  emptyPicture,
  type Field,
  picture,
  topBelow,
  WIDTH,
  type Words,
  xAxis,
  xIn,
  yAxis,
  yIn,
} from './frame.ts'
import type { Ink } from './inks.ts'
import { type Scale, scaleOf } from './scale.ts'
import { apart, element, line, text, widthOf } from './svg.ts'

/** `low` and `high` are the range of the rounds; `hollow` says that the point is not as good as the others, and the notes say why. */
export type Point = { x: number; y: number; low?: number; high?: number; hollow?: boolean }
export type Series = { name: string; ink: Ink; points: readonly Point[] }
export type Goal = { y: number; name: string }
export type LinesPlot = Words & {
  x: Axis & { ticks?: Scale['ticks'] }
  y: Axis
  series: readonly Series[]
  goal?: Goal
}

const HEIGHT_OF_FIELD = 330
const LEFT = 72
const LABEL_SIZE = 12
const LABEL_HEIGHT = 16
const WIDEST_LABELS = 260

/** Lines with their names at their right ends, so that no legend has to be looked up. Series without a point are left out. */
export function drawLines(plot: LinesPlot): string {
  const series = plot.series.filter(({ points }) => points.length > 0)
  const points = series.flatMap((one) => one.points)
  if (points.length === 0) return emptyPicture(plot)
  const { x, y } = scalesOf(plot, points)
  const labels = Math.min(WIDEST_LABELS, Math.max(...series.map(({ name }) => widthOf(name, LABEL_SIZE))))
  const top = topBelow(plot)
  const field: Field = { left: LEFT, top, right: WIDTH - labels - 36, bottom: top + HEIGHT_OF_FIELD }
  return picture(plot, field.bottom + 60, [
    ...xAxis(field, x, plot.x.name),
    ...yAxis(field, y, plot.y.name),
    ...goalLine(field, y, plot.goal),
    // Ours is drawn last, above the others.
    ...series.toReversed().flatMap((one) => drawOne(field, { x, y }, one)),
    ...namesOf(field, { x, y }, series),
  ])
}

type Scales = { x: Scale; y: Scale }

function scalesOf({ x, y, goal }: LinesPlot, points: readonly Point[]): Scales {
  const heights = points.flatMap((point) => [point.y, point.low ?? point.y, point.high ?? point.y])
  const wide = scaleOf(
    x.kind,
    points.map((point) => point.x),
  )
  return {
    x: x.ticks ? { ...wide, ticks: x.ticks } : wide,
    y: scaleOf(y.kind, goal ? [...heights, goal.y] : heights),
  }
}

function drawOne(field: Field, { x, y }: Scales, { ink, points }: Series): string[] {
  const sorted = [...points].sort((a, b) => a.x - b.x)
  const placed = sorted.map((point) => ({ point, px: xIn(field, x.at(point.x)), py: yIn(field, y.at(point.y)) }))
  const way = placed.map(({ px, py }, at) => `${at === 0 ? 'M' : 'L'}${px.toFixed(1)} ${py.toFixed(1)}`).join('')
  return [
    element('path', { d: way, class: ink, fill: 'none' }),
    ...placed.flatMap(({ point: { low, high }, px }) =>
      low === undefined || high === undefined || low === high
        ? []
        : [line(px, yIn(field, y.at(low)), px, yIn(field, y.at(high)), { class: ink, opacity: 0.7 })],
    ),
    ...placed.map(({ point, px, py }) =>
      element('circle', {
        cx: px,
        cy: py,
        r: ink === 'tea' ? 4.5 : 3.5,
        class: point.hollow ? `${ink} hollow` : ink,
        'stroke-width': 1.5,
      }),
    ),
  ]
}

function namesOf(field: Field, { x, y }: Scales, series: readonly Series[]): string[] {
  const ends = series.map(({ points }) =>
    points.reduce((last, point) => (point.x >= last.x ? point : last), points[0] ?? { x: 0, y: 0 }),
  )
  const wanted = ends.map((end) => yIn(field, y.at(end.y)))
  const placed = apart(wanted, { least: LABEL_HEIGHT, low: field.top, high: field.bottom })
  return series.flatMap(({ name, ink }, at) => {
    const [from, to, end] = [wanted[at] ?? 0, placed[at] ?? 0, ends[at]]
    const endX = xIn(field, x.at(end?.x ?? 0))
    const labelX = field.right + 18
    return [
      line(endX + 6, from, labelX - 4, to, { class: ink, opacity: 0.45 }),
      text(name, { x: labelX, y: to + 4, class: `${ink} name` }),
    ]
  })
}

function goalLine(field: Field, y: Scale, goal: Goal | undefined): string[] {
  if (!goal) return []
  const at = yIn(field, y.at(goal.y))
  return [
    line(field.left, at, field.right, at, { class: 'goal' }),
    text(goal.name, { x: field.left + 6, y: at - 5, class: 'soft small' }),
  ]
}

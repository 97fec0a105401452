/** Middle value and the range around it, which never stands alone (performance.md 10). */
export type Spread = { median: number; low: number; high: number; count: number }

/** Null of no values. */
export function spreadOf(values: readonly number[]): Spread | null {
  const sorted = [...values].sort((a, b) => a - b)
  const [low] = sorted
  const high = sorted.at(-1)
  if (low === undefined || high === undefined) return null
  const upper = sorted[Math.floor(sorted.length / 2)] ?? low
  const lower = sorted[Math.ceil(sorted.length / 2) - 1] ?? low
  return { median: (lower + upper) / 2, low, high, count: sorted.length }
}

/** As a cell of a table: the median, and the range where there is one. */
export function told(values: readonly number[], unit = ''): string {
  const spread = spreadOf(values)
  if (!spread) return 'not measured'
  const { median, low, high } = spread
  const range = low === high ? '' : ` (${figure(low)}–${figure(high)})`
  return `${figure(median)}${unit ? ` ${unit}` : ''}${range}`
}

/** Three digits that count, or all of a whole number. */
export function figure(value: number): string {
  if (value >= 100) return Math.round(value).toLocaleString('en')
  if (Number.isInteger(value)) return String(value)
  return value.toFixed(value < 1 ? 3 : value < 10 ? 2 : 1)
}

/** Least squares: how much `y` grows for one more `x`. */
export function slopeOf(points: readonly { x: number; y: number }[]): number {
  const meanX = points.reduce((sum, { x }) => sum + x, 0) / points.length
  const meanY = points.reduce((sum, { y }) => sum + y, 0) / points.length
  const above = points.reduce((sum, { x, y }) => sum + (x - meanX) * (y - meanY), 0)
  const below = points.reduce((sum, { x }) => sum + (x - meanX) ** 2, 0)
  return above / below
}

/** The share of values at or below: `quantile(values, 0.99)` is p99. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN
}

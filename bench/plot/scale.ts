/** Where a value lies between the two ends of an axis, 0 … 1, and what is written along it. */
export type Scale = {
  readonly at: (value: number) => number
  readonly ticks: readonly { value: number; label: string }[]
}
export type Kind = 'linear' | 'log'

const MOST_STEPS = 6
const MOST_TICKS = 10

/** An axis that holds all of these. Throws where nothing can be drawn: no value, or none above 0 for a logarithm. */
export function scaleOf(kind: Kind, values: readonly number[]): Scale {
  const used = values.filter((value) => Number.isFinite(value) && (kind === 'linear' || value > 0))
  if (used.length === 0) throw new RangeError('a plot needs a value')
  const [low, high] = [Math.min(...used), Math.max(...used)]
  return kind === 'log' ? logarithmic(low, high) : linear(Math.min(0, low), high)
}

function linear(low: number, high: number): Scale {
  const step = roundStep((high - low) / MOST_STEPS)
  const [from, to] = [Math.floor(low / step) * step, Math.max(Math.ceil(high / step) * step, step)]
  const count = Math.round((to - from) / step)
  const ticks = Array.from({ length: count + 1 }, (_, at) => from + at * step)
  return { at: (value) => (value - from) / (to - from), ticks: ticks.map(labelled) }
}

/** 1, 2 or 5 times a power of ten, and at least this. */
function roundStep(least: number): number {
  if (!(least > 0)) return 1
  const power = 10 ** Math.floor(Math.log10(least))
  return ([1, 2, 5, 10].find((one) => one * power >= least * 0.999) ?? 10) * power
}

function logarithmic(low: number, high: number): Scale {
  const [from, to] = [stepBelow(low), Math.max(stepAbove(high), stepBelow(low) * 2)]
  const at = (value: number): number => Math.log(value / from) / Math.log(to / from)
  const all = stepsBetween(from, to, [1, 2, 5])
  const decades = stepsBetween(from, to, [1])
  return { at, ticks: (all.length > MOST_TICKS && decades.length > 1 ? decades : all).map(labelled) }
}

const stepBelow = (value: number): number => {
  const power = 10 ** Math.floor(Math.log10(value) + 1e-9)
  return ([5, 2].find((one) => one * power <= value * 1.001) ?? 1) * power
}

const stepAbove = (value: number): number => {
  const power = 10 ** Math.floor(Math.log10(value) + 1e-9)
  return ([1, 2, 5].find((one) => one * power >= value * 0.999) ?? 10) * power
}

function stepsBetween(from: number, to: number, digits: readonly number[]): number[] {
  const [first, last] = [Math.floor(Math.log10(from)) - 1, Math.ceil(Math.log10(to))]
  const powers = Array.from({ length: last - first + 1 }, (_, at) => 10 ** (first + at))
  return powers
    .flatMap((power) => digits.map((digit) => digit * power))
    .filter((value) => value >= from * 0.999 && value <= to * 1.001)
}

const labelled = (value: number): { value: number; label: string } => ({ value, label: shortNumber(value) })

/** `0.05`, `1,230`, `10 k`, `2.5 M`: three digits of it. */
export function shortNumber(value: number): string {
  if (value === 0) return '0'
  const [divisor, unit] = unitOf(Math.abs(value))
  return `${Number((value / divisor).toPrecision(3)).toLocaleString('en', { maximumSignificantDigits: 4 })}${unit}`
}

function unitOf(size: number): [number, string] {
  if (size >= 999_500) return [1e6, ' M']
  return size >= 9_995 ? [1e3, ' k'] : [1, '']
}

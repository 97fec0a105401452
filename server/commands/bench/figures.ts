import type { Step } from './judge.ts'
import type { Ladder, LadderName } from './ladders.ts'

const number = new Intl.NumberFormat('en', { maximumFractionDigits: 0 })
export const n = (value: number): string => number.format(value)
export const ms = (value: number): string => (value < 10 ? value.toFixed(1) : n(value))
export const percent = (share: number): string => `${Math.round(share * 100)} %`
export const gib = (bytes: number): string => (bytes / 1024 ** 3).toFixed(1)
export const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0)
export const gigabits = (bits: number): string => `${bits / 1e9} Gbit/s`

/** The highest step that held. */
export function bestOf(steps: Ladder['steps'], name: LadderName): Step | null {
  const height = ({ people, rate, rooms }: Step): number => ({ people, rate, rooms })[name]
  return steps.filter(({ holds }) => holds).sort((a, b) => height(b) - height(a))[0] ?? null
}

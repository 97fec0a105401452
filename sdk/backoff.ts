import type { Platform } from './platform.ts'
import { fraction } from './random.ts'

type Dice = Pick<Platform, 'randomBytes'>

const FIRST_MS = { least: 300, most: 1_500 }
const LATER_MS = { least: 1_000, most: 30_000 }

/**
 * How long to stay away after the connection was lost for the `attempt`-th time in a row (0 is the first): 0.3–1.5 s,
 * then anything between 1 s and a ceiling that doubles up to 30 s, so that a crowd does not come back as one.
 */
export function reconnectMs(attempt: number, dice: Dice): number {
  if (attempt === 0) return between(FIRST_MS.least, FIRST_MS.most, dice)
  return between(LATER_MS.least, Math.min(LATER_MS.most, FIRST_MS.most * 2 ** attempt), dice)
}

/**
 * When to repeat a command that was refused for now: what the server asked for and up to a quarter more. Where it asked
 * for nothing: `leastMs` doubled with each try, at most 10 s (house.md 5, rule 23).
 */
export function repeatMs(askedMs: number | undefined, tries: number, leastMs: number, dice: Dice): number {
  const ms = askedMs ?? Math.min(10_000, leastMs * 2 ** Math.min(tries, 10))
  return Math.ceil(between(ms, ms * 1.25, dice))
}

const between = (least: number, most: number, dice: Dice): number => least + fraction(dice) * (most - least)

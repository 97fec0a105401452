import { Refusal } from '#server/kit/refusal.ts'
import type { Dice } from '../dice.ts'

/** A function without a world around it, and what must be so of whatever it gives. */
export type Check<Input, Output = unknown> = {
  name: string
  make(dice: Dice): Input
  /** What is timed. Refuses in its own way, or gives something. */
  run(input: Input): Output | Promise<Output>
  /** A refusal that `run` may throw: all else is a bug. */
  refuses?(error: unknown): boolean
  /** Throws where something is wrong with what was given; undefined: it was refused. */
  holds?(input: Input, output: Output): void
  /** Most milliseconds for an input of 64 KiB; 5 where nothing is said. */
  mostMs?: number
  /** How long a text can be that comes here; what is kept in `corpus/` is cut so. */
  mostUnits?: number
}

/** A check whose types are its own affair. `texts` and `bytes` are made smaller when they fail. */
export type AnyCheck = {
  name: string
  mostMs: number
  mostUnits: number
  make(dice: Dice): unknown
  run(input: unknown): unknown
  refuses(error: unknown): boolean
  holds(input: unknown, output: unknown): void
}

export const MOST_MS = 5

export function check<Input, Output>(one: Check<Input, Output>): AnyCheck {
  // What `make` gave is what `run` is given, and what `run` gave what `holds` is: the table only keeps them apart.
  return {
    name: one.name,
    mostMs: one.mostMs ?? MOST_MS,
    mostUnits: one.mostUnits ?? Number.POSITIVE_INFINITY,
    make: one.make,
    run: (input) => one.run(input as Input),
    refuses: (error) => one.refuses?.(error) ?? false,
    holds: (input, output) => one.holds?.(input as Input, output as Output),
  }
}

export const isRefusal = (error: unknown): boolean => error instanceof Refusal

export function must(isSo: boolean, words: string): asserts isSo {
  if (!isSo) throw new Error(words)
}

export function mustEqual(found: unknown, expected: unknown, words: string): void {
  if (!Bun.deepEquals(found, expected, true))
    throw new Error(`${words}: ${shown(found)}, and ${shown(expected)} was expected`)
}

const SHOWN = 300
export function shown(value: unknown): string {
  const text = value instanceof Uint8Array ? `base64:${Buffer.from(value).toString('base64')}` : JSON.stringify(value)
  return (text ?? String(value)).slice(0, SHOWN)
}

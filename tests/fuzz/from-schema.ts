import type { Dice } from './dice.ts'
import { hostileText } from './hostile-text.ts'

/**
 * What of a schema is looked at. Valibot's schemas are plain objects; these are the kinds that inputs of commands are made of, and a kind that
 * is not known here stops the run, so that a new one is fuzzed, too.
 */
type Schema = {
  type: string
  entries?: Record<string, Schema>
  item?: Schema
  items?: Schema[]
  wrapped?: Schema
  options?: readonly unknown[]
  literal?: unknown
  pipe?: readonly Step[]
}
type Step = { type: string; requirement?: unknown }

/** Real ids of the world that is fuzzed, by the pattern that they fit. */
export type Ids = readonly string[]

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz'
const MOST_ITEMS = 4

/** An input that the schema takes. `ids` are used where one fits, else something of the right shape that nobody has. */
export function fromSchema(schema: unknown, dice: Dice, ids: Ids = []): unknown {
  const { type, entries = {}, item, wrapped, options = [], literal, pipe = [] } = asSchema(schema)
  switch (type) {
    case 'strict_object':
    case 'object':
      return Object.fromEntries(
        Object.entries(entries)
          .filter(([, entry]) => entry.type !== 'optional' || !dice.oneIn(3))
          .map(([name, entry]) => [name, fromSchema(entry, dice, ids)]),
      )
    case 'optional':
      return fromSchema(wrapped, dice, ids)
    case 'nullable':
      return dice.oneIn(4) ? null : fromSchema(wrapped, dice, ids)
    case 'array':
      return dice.some(boundsOf(pipe, 'length', dice), () => fromSchema(item, dice, ids))
    case 'string':
      return textFor(pipe, dice, ids)
    case 'number':
      return numberFor(pipe, dice)
    case 'boolean':
      return dice.oneIn(2)
    case 'picklist':
      return dice.one(options)
    case 'literal':
      return literal
    default:
      throw new Error(`tests/fuzz/from-schema.ts knows no ${type}: teach it`)
  }
}

function asSchema(schema: unknown): Schema {
  if (typeof schema !== 'object' || schema === null || !('type' in schema)) throw new Error('this is no schema')
  // Valibot's own types are as many as its schemas; that it is one was looked at, and its kind is looked at by who uses it.
  return schema as Schema
}

const requirementOf = (pipe: readonly Step[], type: string): unknown =>
  pipe.find((step) => step.type === type)?.requirement

function boundsOf(pipe: readonly Step[], of: 'length' | 'value', dice: Dice): number {
  const least = Number(requirementOf(pipe, `min_${of}`) ?? 0)
  const most = Number(requirementOf(pipe, `max_${of}`) ?? Number.POSITIVE_INFINITY)
  if (of === 'length') return Math.min(most, least + dice.below(MOST_ITEMS))
  if (dice.oneIn(8)) return Math.min(most, Number.MAX_SAFE_INTEGER)
  return Math.min(most, least + dice.size(1_000))
}

function numberFor(pipe: readonly Step[], dice: Dice): number {
  if (pipe.length === 0) return dice.oneIn(2) ? 1 : dice.below(100)
  return boundsOf(pipe, 'value', dice)
}

const words = ['tea', '茶馆', 'a room', 'https://a.example/b', '**茶** @all', ':tea:', 'x'.repeat(300), '~abc', '']
const emoji = ['👍', '🍵', '👩\u200d🚀', '1\ufe0f\u20e3']

function textFor(pipe: readonly Step[], dice: Dice, ids: Ids): string {
  const pattern = requirementOf(pipe, 'regex')
  const most = Number(requirementOf(pipe, 'max_length') ?? Number.POSITIVE_INFINITY)
  if (pattern instanceof RegExp) return matching((text) => pattern.test(text) && text.length <= most, dice, ids)
  return (dice.oneIn(3) ? hostileText(dice, { most: 20, longOneIn: 200 }) : dice.one(words)).slice(0, most)
}

/** Real ids mostly: what nobody has is refused before anything happens. */
function matching(fits: (text: string) => boolean, dice: Dice, ids: Ids): string {
  const real = ids.filter(fits)
  if (real.length > 0 && !dice.oneIn(5)) return dice.one(real)
  const made = [
    ...['r', 'p', 'f', 'u', 'k', 'e', ''].flatMap((sign) => [12, 16, 26].map((length) => sign + idOf(dice, length))),
    uuidOf(dice),
    `${dice.below(10 ** 9)}.r${idOf(dice, 12)}.${dice.below(1_000)}`,
    ...emoji,
    ...words,
  ]
  const right = made.filter(fits)
  if (right.length === 0) throw new Error('tests/fuzz/from-schema.ts makes nothing that fits a pattern: teach it')
  return dice.one(right)
}

const idOf = (dice: Dice, length: number): string => dice.some(length, () => dice.one([...ALPHABET])).join('')

export function uuidOf(dice: Dice): string {
  const hex = dice.bytes(16).toString('hex')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}

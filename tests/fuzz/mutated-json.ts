import type { Dice } from './dice.ts'
import { hostileText } from './hostile-text.ts'

/** What stands where something else should: kinds, bounds, names that mean something to the language. */
const strangers: readonly unknown[] = [
  ...[
    null,
    true,
    false,
    0,
    -0,
    -1,
    1.5,
    2 ** 31,
    2 ** 53,
    1e308,
    '',
    ' ',
    '\u0000',
    '\ud800',
    'a\u202eb',
    'constructor',
    '../../x',
  ],
  ...[
    [],
    [[]],
    {},
    { $gt: '' },
    { length: 1e9 },
    ['r000000000000'],
    '茶'.repeat(4_001),
    'x'.repeat(30_000),
    '[object Object]',
    '1',
    '00000',
  ],
]
const keys = [
  'role',
  'owner',
  'author',
  'seq',
  'at',
  'by',
  '__proto__',
  'constructor',
  'toString',
  'room ',
  'Room',
  '',
  '0',
  'message',
]
const MOST_CHANGES = 3

/** A value that was right once: with other kinds, keys and orders, more or less of it, deeper, longer. */
export function mutatedJson(value: unknown, dice: Dice): unknown {
  let mutated = value
  for (let left = 1 + dice.below(MOST_CHANGES); left > 0; left--) mutated = changed(mutated, dice)
  return mutated
}

function changed(value: unknown, dice: Dice): unknown {
  if (dice.oneIn(6) || value === null || typeof value !== 'object') return stranger(value, dice)
  if (Array.isArray(value)) return changedList(value, dice)
  const entries = Object.entries(value)
  const at = dice.below(entries.length)
  switch (dice.below(6)) {
    case 0:
      return Object.fromEntries(entries.filter((_, index) => index !== at))
    case 1:
      // As text would be parsed: `__proto__` is a key of its own.
      return Object.fromEntries([...entries, [dice.one(keys), stranger(null, dice)]])
    case 2:
      return Object.fromEntries(dice.shuffled(entries))
    default:
      return Object.fromEntries(entries.map(([key, one], index) => [key, index === at ? changed(one, dice) : one]))
  }
}

function changedList(list: readonly unknown[], dice: Dice): unknown {
  const at = dice.below(list.length)
  switch (dice.below(4)) {
    case 0:
      return list.filter((_, index) => index !== at)
    case 1:
      return Array(dice.size(200)).fill(list[at] ?? null)
    default:
      return list.length === 0
        ? [stranger(null, dice)]
        : list.map((one, index) => (index === at ? changed(one, dice) : one))
  }
}

function stranger(value: unknown, dice: Dice): unknown {
  const kind = dice.below(5)
  if (kind === 0) return hostileText(dice, { most: 12, longOneIn: 50 })
  if (kind === 1) return nested(dice.below(24), value)
  if (kind === 2 && typeof value === 'number') return value + dice.one([-1, 1, 0.5, 2 ** 32])
  if (kind === 2 && typeof value === 'string')
    return value.slice(0, dice.below(value.length + 1)) + dice.one(['', '0', 'z', '\n', 'Ａ'])
  return dice.one(strangers)
}

function nested(depth: number, value: unknown): unknown {
  let deep = value
  for (let left = depth; left > 0; left--) deep = left % 2 === 0 ? [deep] : { a: deep }
  return deep
}

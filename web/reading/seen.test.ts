import { describe, expect, test } from 'bun:test'
import { fc } from '#tests/kit/chance.ts'
import { isIn, readUpTo, type Seen, withSeen } from './seen.ts'

const looks = (...stretches: [number, number][]): Seen => stretches.reduce<Seen>(withSeen, [])

describe('what was on the screen', () => {
  test('joins what touches or overlaps, and keeps apart what does not', () => {
    expect(looks([10, 20], [21, 30])).toEqual([[10, 30]])
    expect(looks([10, 20], [40, 50], [15, 45])).toEqual([[10, 50]])
    expect(looks([40, 50], [10, 20])).toEqual([
      [10, 20],
      [40, 50],
    ])
    const seen = looks([10, 50])
    expect(withSeen(seen, [20, 30])).toBe(seen)
    expect(withSeen(seen, [9, 8])).toBe(seen)
  })
  test('says of every number what a set of numbers would say', () => {
    const stretch = fc.tuple(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 0, max: 9 }))
    fc.assert(
      fc.property(fc.array(stretch, { maxLength: 20 }), (list) => {
        const seen = looks(...list.map(([from, more]): [number, number] => [from, from + more]))
        const all = new Set(list.flatMap(([from, more]) => Array.from({ length: more + 1 }, (_, at) => from + at)))
        for (let seq = 0; seq < 75; seq++) expect(isIn(seen, seq)).toBe(all.has(seq))
        for (const [at, [from]] of seen.entries()) expect(from).toBeGreaterThan((seen[at - 1]?.[1] ?? -2) + 1)
      }),
    )
  })
  test('[HOUSE-12] is bounded', () => {
    expect(looks(...Array.from({ length: 500 }, (_, at): [number, number] => [at * 3, at * 3])).length).toBe(100)
  })
})

describe('[P-34] how far one has read', () => {
  test('as far as one came, where nothing is for oneself', () => {
    expect(readUpTo({ reached: 90, firstMention: undefined, seen: [] })).toBe(90)
    expect(readUpTo({ reached: 90, firstMention: 95, seen: [] })).toBe(90)
  })
  test('not past a message for oneself that was not seen', () => {
    expect(readUpTo({ reached: 90, firstMention: 40, seen: looks([70, 90]) })).toBe(39)
  })
  test('from a message for oneself as far as was seen with it: the server tells the next', () => {
    expect(readUpTo({ reached: 90, firstMention: 40, seen: looks([35, 50], [70, 90]) })).toBe(50)
    expect(readUpTo({ reached: 90, firstMention: 75, seen: looks([70, 90]) })).toBe(90)
  })
})

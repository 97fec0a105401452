import { expect, test } from 'bun:test'
import { withReaction, withWish } from './wishes.ts'

test('a wish for nothing is none, so that what has come true leaves no trace', () => {
  const wanted = withReaction({}, '🍵', true)
  const all = withWish(new Map(), 7, wanted)
  expect(all.get(7)?.reactions?.get('🍵')).toBe(true)
  expect(withWish(all, 7, withReaction(wanted, '🍵', null)).size).toBe(0)
  expect(withWish(all, 7, { erase: 'recall' }).get(7)).toEqual({ erase: 'recall' })
  expect(all.size).toBe(1)
})

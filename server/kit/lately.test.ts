import { expect, test } from 'bun:test'
import { FakeClock } from '#tests/kit/fake-clock.ts'
import { Lately } from './lately.ts'

test('[HOUSE-12] the newest so many, each for so long; a sweep leaves nothing that is too old', () => {
  const clock = new FakeClock()
  const lately = new Lately<number>({ most: 3, ms: 1_000 }, clock.steadyMs)
  for (const key of ['a', 'b', 'c', 'd']) lately.set(key, key.charCodeAt(0))
  expect([lately.get('a'), lately.get('b'), lately.size]).toEqual([undefined, 98, 3])
  clock.move(600)
  // Said again it is new.
  lately.set('b', 1)
  clock.move(400)
  expect([lately.get('c'), lately.get('b'), lately.size]).toEqual([undefined, 1, 3])
  lately.sweep()
  expect([lately.get('b'), lately.size]).toEqual([1, 1])
  clock.move(600)
  lately.sweep()
  expect(lately.size).toBe(0)
})

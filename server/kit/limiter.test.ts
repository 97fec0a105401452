import { expect, test } from 'bun:test'
import { FakeClock } from '#tests/kit/fake-clock.ts'
import { Limiter } from './limiter.ts'

test('[threats 5] a burst, then a rate; the refusal says when to come back, and it is true', () => {
  const clock = new FakeClock()
  const limiter = new Limiter({ burst: 2, perSecond: 1 }, clock.steadyMs)
  limiter.require('a')
  limiter.require('a')
  expect(() => limiter.require('a')).toThrow('rate_limited')
  limiter.require('b')
  const waitMs = limiter.take('a')
  clock.move(waitMs / 2)
  expect(limiter.take('a')).toBeGreaterThan(0)
  clock.move(limiter.take('a'))
  expect(limiter.take('a')).toBe(0)
})

test('[HOUSE-12] the map is bounded, and a full bucket is forgotten', () => {
  const clock = new FakeClock()
  const limiter = new Limiter({ burst: 2, perSecond: 1 }, clock.steadyMs)
  for (let at = 0; at < 100_500; at++) limiter.take(`stranger ${at}`)
  expect(limiter.size).toBeLessThanOrEqual(100_000)
  clock.move(1_000)
  limiter.sweep()
  expect(limiter.size).toBe(0)
})

test('what did not happen is given back', () => {
  const limiter = new Limiter({ burst: 1, perSecond: 1 }, () => 0)
  limiter.require('a')
  limiter.giveBack('a')
  limiter.require('a')
  expect(limiter.take('a')).toBe(1_000)
})

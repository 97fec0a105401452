import { expect, test } from 'bun:test'
import { tickWidth } from './pace.ts'

test('[PERF-2] a tick is 20 ms in ordinary rooms, and wider where a frame has many receivers', () => {
  expect([1, 100, 571].map((members) => tickWidth(members))).toEqual([20, 20, 20])
  expect([1_000, 10_000].map((members) => tickWidth(members))).toEqual([35, 350])
  // Where a write was measured to be cheaper, a crowd hears sooner.
  expect(tickWidth(10_000, 0.003)).toBe(150)
})

test('[HOUSE-12] a tick is never wider than a second', () => {
  expect([30_000, 1_000_000].map((members) => tickWidth(members))).toEqual([1_000, 1_000])
})

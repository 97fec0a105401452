import { expect, test } from 'bun:test'
import { tickWidth } from './pace.ts'

test('[PERF-2] a tick is 20 ms in ordinary rooms, and wider where a frame has many receivers', () => {
  expect([1, 100, 571].map(tickWidth)).toEqual([20, 20, 20])
  expect([1_000, 10_000].map(tickWidth)).toEqual([35, 350])
})

test('[HOUSE-12] a tick is never wider than a second', () => {
  expect([30_000, 1_000_000].map(tickWidth)).toEqual([1_000, 1_000])
})

import { expect, test } from 'bun:test'
import { quantile, slopeOf, spreadOf } from './statistics.ts'

test('[PERF 5.1] a spread is the median and the range', () => {
  expect(spreadOf([3, 1, 2])).toEqual({ median: 2, low: 1, high: 3, count: 3 })
  expect(spreadOf([4, 1, 2, 3])?.median).toBe(2.5)
  expect(spreadOf([])).toBeNull()
})

test('[PERF-4] the slope is what one more connection takes, whatever stands at zero', () => {
  const points = [0, 2_000, 8_000].map((x) => ({ x, y: 60_000_000 + 3_300 * x }))
  expect(slopeOf(points)).toBeCloseTo(3_300)
})

test('a quantile is a value that was measured', () => {
  const values = Array.from({ length: 1_000 }, (_, at) => at + 1)
  expect(quantile(values, 0.5)).toBe(501)
  expect(quantile(values, 0.99)).toBe(991)
  expect(quantile([7], 0.99)).toBe(7)
})

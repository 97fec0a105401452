import { expect, test } from 'bun:test'
import { judgeGuard } from './guard.ts'

const recorded = { calm: 0.8, burst: 30 }

test('[PERF 6] the hot path may lose half of what was recorded, and not more', () => {
  expect(judgeGuard({ calm: 0.4, burst: 15 }, recorded)).toBeNull()
  expect(judgeGuard({ calm: 0.39, burst: 15 }, recorded)).toBe('calm: 0.39 times a bare publish, recorded 0.80')
  expect(judgeGuard({ calm: 0.4, burst: 14.9 }, recorded)).toBe('burst: 14.90 times a bare publish, recorded 30.00')
})

import { expect, test } from 'bun:test'
import { judgeGuard } from './guard.ts'

const recorded = { calm: 0.8, burst: 0.4 }

test('[PERF 6] the hot path may lose half of what was recorded, and not more', () => {
  expect(judgeGuard({ calm: 0.4, burst: 0.2 }, recorded)).toBeNull()
  expect(judgeGuard({ calm: 0.39, burst: 0.2 }, recorded)).toBe('calm: 0.39 of a bare publish, recorded 0.80')
  expect(judgeGuard({ calm: 0.4, burst: 0.19 }, recorded)).toBe('burst: 0.19 of a bare publish, recorded 0.40')
})

import { expect, test } from 'bun:test'
import { logIdOf, newLogId, newLogNumber } from './ids.ts'

test('[PERF-4] a number of 40 bits is eight signs of the log, and each bit counts', () => {
  expect([0, 31, 32, 2 ** 40 - 1].map(logIdOf)).toEqual(['00000000', '0000000z', '00000010', 'zzzzzzzz'])
  const bits = Array.from({ length: 40 }, (_, at) => logIdOf(2 ** at))
  expect(new Set(bits).size).toBe(40)
  for (let tries = 0; tries < 100; tries++) {
    const number = newLogNumber()
    expect(Number.isSafeInteger(number) && number < 2 ** 40).toBe(true)
    expect(logIdOf(number)).toMatch(/^[0-9a-hjkmnp-tv-z]{8}$/)
  }
  expect(newLogId()).toHaveLength(8)
})

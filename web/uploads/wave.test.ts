import { expect, test } from 'bun:test'
import { loudnessOf, waveOf } from './wave.ts'

test('a voice is at most 64 steps from 0 to 31, its loudest at the top', () => {
  const long = Array.from({ length: 6_000 }, (_, at) => (at === 3_000 ? 0.5 : 0.1))
  const wave = waveOf(long)
  expect(wave.length).toBe(64)
  expect(Math.max(...wave)).toBe(31)
  expect(wave.filter((step) => step === 31).length).toBe(1)
  expect(waveOf([0.2, 0.4])).toEqual([16, 31])
  expect(waveOf([0, 0, 0])).toEqual([0, 0, 0])
  expect(waveOf([])).toEqual([])
})

test('loudness is as ears have it: from silence to as loud as can be', () => {
  expect(loudnessOf(new Float32Array(64))).toBe(0)
  expect(loudnessOf(new Float32Array(64).fill(1))).toBe(1)
  const quiet = loudnessOf(new Float32Array(64).fill(0.01))
  expect(quiet).toBeGreaterThan(0.2)
  expect(quiet).toBeLessThan(0.5)
})

import { expect, test } from 'bun:test'
import { Meter } from './meter.ts'

const rate = { burst: 60, perSecond: 30 }

test('[threats 5] 60 commands at once, then 30 a second, and the wait is told', () => {
  const meter = new Meter(60, 0)
  const waits = Array.from({ length: 61 }, () => meter.take(rate, 0))
  expect(waits.slice(0, 60).every((wait) => wait === 0)).toBe(true)
  expect(waits[60]).toBe(34)
  expect(meter.take(rate, 34)).toBe(0)
})

test('[P-14] 200 frames a second for 10 seconds are a flood; 9 seconds, or a pause, are not', () => {
  const meter = new Meter(60, 0)
  const second = (at: number, frames: number) =>
    Array.from({ length: frames }, () => meter.floods(200, at * 1_000)).some((flood) => flood)
  for (let at = 0; at < 10; at++) expect(second(at, 201)).toBe(false)
  expect(second(10, 1)).toBe(true)
  const calm = new Meter(60, 0)
  const calmSecond = (at: number, frames: number) =>
    Array.from({ length: frames }, () => calm.floods(200, at * 1_000)).some((flood) => flood)
  for (let at = 0; at < 30; at++) expect(calmSecond(at, at % 9 === 8 ? 10 : 201)).toBe(false)
})

test('[P-14] as many frames in one second as a flood brings in ten are one', () => {
  const meter = new Meter(60, 0)
  const flooded = Array.from({ length: 2_001 }, () => meter.floods(200, 500))
  expect(flooded.indexOf(true)).toBe(2_000)
})

test('[T-58] nonsense in a row is counted, a command in between forgives it', () => {
  const meter = new Meter(60, 0)
  for (let at = 0; at < 19; at++) expect(meter.nonsense()).toBe(false)
  meter.sense()
  for (let at = 0; at < 19; at++) expect(meter.nonsense()).toBe(false)
  expect(meter.nonsense()).toBe(true)
})

test('[PERF-4] what is full, quiet for a second and heard no nonsense counts as a new one, and nothing else does (T-64)', () => {
  const meter = new Meter(60, 0)
  for (let taken = 0; taken < 60; taken++) meter.take(rate, 0)
  expect(meter.isCalm(rate, 1_999)).toBe(false)
  expect(meter.isCalm(rate, 2_000)).toBe(true)
  // Pings take no command; who sends them all the time is not calm.
  meter.floods(200, 2_500)
  expect(meter.isCalm(rate, 3_999)).toBe(false)
  expect(meter.isCalm(rate, 4_000)).toBe(true)
  meter.nonsense()
  expect(meter.isCalm(rate, 9_000)).toBe(false)
  meter.sense()
  expect(meter.isCalm(rate, 9_000)).toBe(true)
})

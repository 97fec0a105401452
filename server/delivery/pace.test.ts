import { expect, test } from 'bun:test'
import { FakeClock } from '#tests/kit/fake-clock.ts'
import { Pace, tickWidth } from './pace.ts'

test('[PERF-2] a tick is 20 ms in ordinary rooms, and wider where a frame has many receivers', () => {
  expect([1, 100, 571].map((members) => tickWidth(members))).toEqual([20, 20, 20])
  expect([1_000, 10_000].map((members) => tickWidth(members))).toEqual([35, 350])
  // Where a write was measured to be cheaper, a crowd hears sooner.
  expect(tickWidth(10_000, 0.003)).toBe(150)
})

test('[HOUSE-12] a tick is never wider than a second', () => {
  expect([30_000, 1_000_000].map((members) => tickWidth(members))).toEqual([1_000, 1_000])
})

test('[PERF-2] when what is told now would leave: at once after a quiet tick, else with its end, or with the end of the next', () => {
  const clock = new FakeClock()
  const pace = new Pace<number>(
    clock,
    () => 20,
    () => {},
  )
  expect(pace.leavesInMs(3)).toBe(0)
  pace.add([1])
  clock.move(5)
  expect(pace.leavesInMs(3)).toBe(15)
  clock.move(13)
  expect(pace.leavesInMs(3)).toBe(22)
  clock.move(2)
  expect(pace.leavesInMs(3)).toBe(0)
})

import { expect, test } from 'bun:test'
import { FakeClock } from '#tests/kit/fake-clock.ts'
import { nextTurn } from './clock.ts'
import { Flow } from './flow.ts'

test('[PERF-17] bytes of all together come at their rate, and what was not used is not kept for later', async () => {
  const clock = new FakeClock()
  const flow = new Flow(clock, 1_000_000)
  const done: string[] = []
  const take = (name: string, bytes: number) => flow.take(bytes).then(() => void done.push(name))
  void take('one', 10_000)
  void take('two', 20_000)
  clock.move(9)
  await nextTurn()
  expect(done).toEqual([])
  clock.move(1)
  await nextTurn()
  expect(done).toEqual(['one'])
  clock.move(20)
  await nextTurn()
  expect(done).toEqual(['one', 'two'])
  // A long rest is no credit.
  clock.move(60_000)
  void take('three', 5_000)
  await nextTurn()
  expect(done).toEqual(['one', 'two'])
  clock.move(5)
  await nextTurn()
  expect(done).toEqual(['one', 'two', 'three'])
})

import { expect, test } from 'bun:test'
import { fineRun as fine } from './fine-run.ts'
import type { RunResult } from './generator.ts'
import { judgeDurable, judgeFanOut } from './judge.ts'

test('[PERF 6] a run that is complete and on time is good', () => {
  expect(judgeFanOut(fine)).toEqual({ is: 'good' })
  expect(judgeDurable(fine)).toEqual({ is: 'good' })
})

test.each([
  ['a busy generator', { generatorSeconds: 8.1 }],
  ['a rate that was not offered', { sentInWindow: 970, messages: 970_000 }],
  ['work too little to be told', { serverSeconds: 0 }],
  ['a missing message', { missing: 1 }],
  ['a message out of order', { outOfOrder: 1 }],
  ['a hole in the numbers of the room', { brokenSeqs: 1 }],
  ['a lost connection', { lostConnections: 1 }],
  ['a refused message', { refused: 1 }],
  ['an answer that came twice', { answeredTwice: 1 }],
  ['messages that never came', { drained: false, answered: 1_499 }],
])('[PERF 6] %s makes a run void', (_, change: Partial<RunResult>) => {
  expect(judgeFanOut({ ...fine, ...change }).is).toBe('void')
  expect(judgeDurable({ ...fine, ...change }).is).toBe('void')
})

test('[PERF 6] a server that delivers less than was offered fell behind and is not void', () => {
  expect(judgeFanOut({ ...fine, messages: 900_000, drained: false })).toEqual({ is: 'behind' })
  expect(judgeDurable({ ...fine, answeredInWindow: 900, answered: 1_200 })).toEqual({ is: 'behind' })
})

test('at a low rate one message on the edge of the window is no delay', () => {
  expect(judgeFanOut({ ...fine, rate: 3, sentInWindow: 30, messages: 29_000 })).toEqual({ is: 'good' })
})

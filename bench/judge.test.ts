import { expect, test } from 'bun:test'
import type { RunResult } from './generator.ts'
import { judgeDurable, judgeFanOut } from './judge.ts'

const quantiles = { count: 1, p50: 1, p99: 2, p999: 3, max: 4 }
const fine: RunResult = {
  rate: 100,
  seconds: 10,
  senders: 20,
  members: 1_000,
  sent: 1_500,
  sentInWindow: 1_000,
  latestSendMs: 1,
  messages: 1_000_000,
  frames: 500_000,
  bytes: 1e8,
  answered: 1_500,
  answeredInWindow: 1_000,
  refused: 0,
  unknown: 0,
  answeredTwice: 0,
  serverSeconds: 2,
  generatorSeconds: 3,
  softirqSeconds: 1,
  drained: true,
  expected: 30_000,
  seen: 30_000,
  missing: 0,
  outOfOrder: 0,
  brokenSeqs: 0,
  oddSinks: 0,
  lostConnections: 0,
  delivery: quantiles,
  answer: quantiles,
  refusal: '',
}

test('[PERF 6] a run that is complete and on time is good', () => {
  expect(judgeFanOut(fine)).toEqual({ is: 'good' })
  expect(judgeDurable(fine)).toEqual({ is: 'good' })
})

test.each([
  ['a busy generator', { generatorSeconds: 8.1 }],
  ['a rate that was not offered', { sentInWindow: 970, messages: 970_000 }],
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

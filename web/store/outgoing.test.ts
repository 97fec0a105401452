import { describe, expect, test } from 'bun:test'
import { effect } from '@preact/signals'
import type { Outgoing, Room } from '#sdk/index.ts'
import {
  applyEchoes,
  applyOutgoing,
  applyReset,
  dropPending,
  emptyOutbox,
  markLate,
  type Outbox,
  postMessage,
  refusal,
} from './outgoing.ts'
import { room } from './session.ts'

const entry = (cid: string, more: Partial<Outgoing> = {}): Outgoing => ({
  cid,
  author: 'pa',
  room: '',
  body: cid,
  writtenMs: 1_000,
  state: 'sending',
  ...more,
})
const now = { head: 7, nowMs: 1_100 }
const cids = (outbox: Outbox): string[] => outbox.list.map((one) => one.cid)

describe('[UX-12] an own message on the screen', () => {
  test('stays between the answer and the event, whichever comes first', () => {
    const sent = applyOutgoing(emptyOutbox, [entry('x'), entry('y')], now)
    const answered = applyOutgoing(sent, [entry('y')], now)
    expect(cids(answered)).toEqual(['x', 'y'])
    expect(cids(applyEchoes(answered, ['x']))).toEqual(['y'])
    const echoed = applyEchoes(sent, ['x'])
    expect(cids(echoed)).toEqual(['y'])
    expect(cids(applyOutgoing(echoed, [entry('x'), entry('y')], now))).toEqual(['y'])
    expect(cids(applyOutgoing(echoed, [entry('y')], now))).toEqual(['y'])
  })
  test('has a clock only after 600 ms', () => {
    const sent = applyOutgoing(emptyOutbox, [entry('x')], now)
    expect(sent.list[0]?.late).toBe(false)
    expect(markLate(sent, 1_599)).toBe(sent)
    expect(markLate(sent, 1_600).list[0]?.late).toBe(true)
  })
  test('one that was left by an earlier visit has it at once', () => {
    expect(applyOutgoing(emptyOutbox, [entry('x')], { head: 7, nowMs: 90_000 }).list[0]?.late).toBe(true)
  })
  test('that failed keeps its place and its reason; a resend goes to the end again', () => {
    const failed = entry('x', { state: 'failed', failed: { code: 'too_long' } })
    const once = applyOutgoing(applyOutgoing(emptyOutbox, [entry('x')], now), [failed], now)
    expect(once.list[0]).toMatchObject({ state: 'failed', code: 'too_long', afterSeq: 7 })
    expect(applyOutgoing(once, [failed], { head: 20, nowMs: 2_000 }).list[0]?.afterSeq).toBe(7)
    expect(applyOutgoing(once, [entry('x')], now).list[0]).toMatchObject({
      state: 'waiting',
      afterSeq: null,
      code: null,
    })
    expect(cids(applyOutgoing(once, [], now))).toEqual([])
    expect(cids(dropPending(once, 'x'))).toEqual([])
  })
  test('that was stored ends with a new log; an unsent one does not', () => {
    const answered = applyOutgoing(applyOutgoing(emptyOutbox, [entry('x'), entry('y')], now), [entry('y')], now)
    expect(cids(applyReset(answered, 30))).toEqual(['y'])
  })
})

test('[HOUSE-12] one that finds no room among the unsent ones stays in the composer, and each is told', () => {
  const post = () => {
    throw new RangeError('more than 1000 unsent messages')
  }
  room.value = { post, listen: () => () => {} } as Partial<Room> as Room // nobody asks more of it here
  const told: unknown[] = []
  const stop = effect(() => void told.push(refusal.value))
  expect(postMessage('one more')).toBe(false)
  expect(postMessage('one more')).toBe(false)
  stop()
  expect(told).toEqual([null, { why: 'full' }, { why: 'full' }])
  room.value = null
  expect(postMessage('no room yet')).toBe(false)
})

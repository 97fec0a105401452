import { expect, test } from 'bun:test'
import type { MessageChange } from '#protocol/message-events.ts'
import { after, before, by, logOf, open, post, range, seqs, snapshotOf, whole } from '#tests/kit/logs.ts'
import { SLICE } from './page-slices.ts'
import {
  applyAround,
  applyEvents,
  applyPage,
  applySnapshot,
  atEnd,
  type Timeline,
  takeAbove,
  takeBelow,
} from './timeline.ts'

const allAbove = (anchor: number) => (state: Timeline) => takeAbove(state, anchor)
const allBelow = (anchor: number) => (state: Timeline) => takeBelow(state, anchor)

test('[UX-8] a page comes into the window in slices; its changes find those that wait', () => {
  const log = logOf(500)
  let state = open(500)
  const page = before(log, state.from)
  state = applyPage(state, { before: state.from }, page, 451)
  expect(seqs(state)).toEqual(range(451 - SLICE, 500))
  expect(state.atStart).toBe(false)
  const origin = { seq: 501, at: 501_000, by, cid: 'c501' }
  const change: MessageChange = { ...origin, type: 'message.edited', message: 401, body: 'new' }
  state = whole(applyEvents(state, [change], 451), allAbove(451))
  expect(seqs(state)).toEqual(range(401, 500))
  expect(state.lines[0]?.now?.edited?.body).toBe('new')
  expect(takeAbove(state, 451)).toBe(state)
})

test('[UX-8] what waits is not put above another window, nor shown when its changes were missed', () => {
  const state = open(500)
  const read = applyPage(state, { before: state.from }, before(logOf(500), state.from), 451)
  const jumped = applyAround(read, after(logOf(500), 100))
  expect(takeAbove(jumped, 120)).toBe(jumped)
  const gap = applySnapshot(read, snapshotOf(logOf(1400), 'too_far'), 430)
  expect(takeAbove(gap, 430)).toBe(gap)
})

test('[UX-8] a page below comes in slices, too, and the tail behind it; their changes find those that wait', () => {
  const log = logOf(500)
  let state = applyAround(open(500), after(log, 300))
  expect(seqs(state)).toEqual(range(301, 350))
  state = applyPage(state, { after: 350 }, after(log, 350), 340)
  expect(seqs(state)).toEqual(range(301, 350 + SLICE))
  const origin = { seq: 501, at: 501_000, by, cid: 'c501' }
  const change: MessageChange = { ...origin, type: 'message.edited', message: 400, body: 'new' }
  state = whole(applyEvents(state, [change], 340), allBelow(340))
  expect(seqs(state)).toEqual(range(301, 400))
  expect(state.lines.at(-1)?.now?.edited?.body).toBe('new')
  expect(takeBelow(state, 340)).toBe(state)
  state = applyPage(state, { after: 400 }, after(log, 400), 390)
  while (state.to < 450) state = takeBelow(state, 390)
  expect([state.to, atEnd(state)]).toEqual([450, false])
  state = applyEvents(takeBelow(state, 440), [post(502)], 440)
  expect([state.to, atEnd(state)]).toEqual([450 + SLICE, false])
  state = whole(state, allBelow(440))
  expect(seqs(state)).toEqual([...range(301, 500), 502])
  expect(atEnd(state)).toBe(true)
})

test('[UX-8] what waits below is not put behind another window, nor shown when its changes were missed', () => {
  const read = applyPage(applyAround(open(500), after(logOf(500), 200)), { after: 250 }, after(logOf(500), 250), 240)
  const jumped = applyAround(read, after(logOf(500), 100))
  expect(takeBelow(jumped, 120)).toBe(jumped)
  const gap = applySnapshot(read, snapshotOf(logOf(1400), 'too_far'), 240)
  expect(takeBelow(gap, 240)).toBe(gap)
})

import { describe, expect, test } from 'bun:test'
import fc from 'fast-check'
import type { MessagePosted } from '#protocol/message-events.ts'
import type { HistoryPage, Snapshot } from '#sdk/index.ts'
import {
  applyAround,
  applyEvents,
  applyPage,
  applySnapshot,
  atEnd,
  emptyTimeline,
  type Timeline,
  toLatest,
  WINDOW,
} from './timeline.ts'

const by = { id: 'p0000000000000001', name: '青柠', look: 3 }
const post = (seq: number): MessagePosted => ({
  seq,
  at: seq * 1000,
  type: 'message.posted',
  by,
  cid: `c${seq}`,
  body: `${seq}`,
})
const logOf = (count: number): MessagePosted[] => Array.from({ length: count }, (_, at) => post(at + 1))

const snapshotOf = (log: readonly MessagePosted[], why?: Snapshot['why'], epoch = 'e1'): Snapshot => ({
  room: { id: 'r1', name: '', title: '茶馆' },
  epoch,
  asOf: log.length,
  floor: 1,
  first: log.at(-50)?.seq ?? 1,
  last: log.length,
  lines: log.slice(-50),
  mine: [],
  ...(why ? { why } : {}),
})
const before = (log: readonly MessagePosted[], seq: number, limit = 50): HistoryPage => {
  const lines = log.filter((event) => event.seq < seq).slice(-limit)
  const first = lines[0]?.seq ?? 1
  return { first, last: seq - 1, lines, mine: [], more: first > 1, head: log.length }
}
const after = (log: readonly MessagePosted[], seq: number, limit = 50): HistoryPage => {
  const lines = log.filter((event) => event.seq > seq).slice(0, limit)
  const last = lines.at(-1)?.seq ?? log.length
  return { first: seq + 1, last, lines, mine: [], more: last < log.length, head: log.length }
}
const open = (count: number): Timeline => applySnapshot(emptyTimeline, snapshotOf(logOf(count)), null)
const seqs = (state: Timeline): number[] => state.lines.map((line) => line.seq)
const range = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, at) => from + at)

describe('the window', () => {
  test('a small room is shown whole and knows its start', () => {
    const state = open(3)
    expect(seqs(state)).toEqual([1, 2, 3])
    expect(state.atStart).toBe(true)
    expect(atEnd(state)).toBe(true)
  })

  test('[UX-8] a room of 50,000 opens with the snapshot, not with the log', () => {
    const state = open(50_000)
    expect(state.lines.length).toBe(50)
    expect(state.atStart).toBe(false)
  })

  test('following: the window keeps at most 300 and cuts the oldest', () => {
    const log = logOf(1000)
    const state = applyEvents(open(50), log.slice(50), null)
    expect(state.lines.length).toBeLessThanOrEqual(WINDOW)
    expect(state.lines.at(-1)?.seq).toBe(1000)
    expect(state.atStart).toBe(false)
  })

  test('reading: what is read stays, the far end is cut, and the end is no longer reached', () => {
    const state = applyEvents(open(50), logOf(600).slice(50), 5)
    expect(seqs(state)[0]).toBe(1)
    expect(atEnd(state)).toBe(false)
    expect(state.head).toBe(600)
    expect(seqs(toLatest(state))).toEqual(range(551, 600))
  })

  test('[UX-15] reading at the end of a long window: the anchor and some rows above it stay', () => {
    let state = open(2000)
    for (let page = 0; page < 5; page++)
      state = applyPage(state, { before: state.from }, before(logOf(2000), state.from), null)
    state = applyEvents(state, logOf(2600).slice(2000), 1990)
    expect(seqs(state)).toContain(1990)
    expect(seqs(state)).toContain(1975)
    expect(state.lines.length).toBeLessThanOrEqual(WINDOW)
  })

  test('a page that was asked for another window is dropped', () => {
    const state = open(500)
    expect(applyPage(state, { before: 17 }, before(logOf(500), 17), null)).toBe(state)
    expect(applyPage(state, { after: 17 }, after(logOf(500), 17), null)).toBe(state)
  })

  test('events that were applied before change nothing (P-11)', () => {
    const state = applyEvents(open(50), logOf(60).slice(50), null)
    const again = applyEvents(state, logOf(60).slice(40), null)
    expect(seqs(again)).toEqual(seqs(state))
    expect(again.tail).toEqual(state.tail)
  })
})

describe('a log that has to be shown anew', () => {
  test('[UX-15] restored: the snapshot replaces, one line says so', () => {
    const state = applySnapshot(open(400), snapshotOf(logOf(120), 'epoch', 'e2'), 380)
    expect(seqs(state)).toEqual(range(71, 120))
    expect(state.restoredAfter).toBe(120)
    expect(state.epoch).toBe('e2')
  })

  test('[UX-15] too far while reading: the window stays and a line counts what came', () => {
    const state = applySnapshot(open(400), snapshotOf(logOf(1400), 'too_far'), 380)
    expect(seqs(state)).toEqual(range(351, 400))
    expect(state.missed).toEqual({ after: 400, count: 1000 })
    expect(atEnd(state)).toBe(false)
    const more = applyPage(state, { after: 400 }, after(logOf(1400), 400), 380)
    expect(seqs(more)).toEqual(range(351, 450))
  })

  test('too far while following: the newest is shown, and the line still counts', () => {
    const state = applySnapshot(open(400), snapshotOf(logOf(1400), 'too_far'), null)
    expect(seqs(state)).toEqual(range(1351, 1400))
    expect(state.missed).toEqual({ after: 400, count: 1000 })
  })

  test('a second gap keeps the first place', () => {
    const once = applySnapshot(open(400), snapshotOf(logOf(1400), 'too_far'), null)
    const twice = applySnapshot(once, snapshotOf(logOf(3000), 'too_far'), null)
    expect(twice.missed).toEqual({ after: 400, count: 2600 })
  })
})

describe('state and events are the fresh state', () => {
  test('[P-11] whatever was read and paged in between', () => {
    const step = fc.oneof(
      fc.record({ kind: fc.constant('events' as const), count: fc.integer({ min: 1, max: 700 }) }),
      fc.record({
        kind: fc.constantFrom('older' as const, 'newer' as const, 'latest' as const, 'around' as const),
        count: fc.integer({ min: 1, max: 60 }),
      }),
      fc.record({ kind: fc.constant('read' as const), count: fc.integer({ min: 0, max: 320 }) }),
    )
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 400 }), fc.array(step, { maxLength: 30 }), (start, steps) => {
        let head = start
        let state = applySnapshot(emptyTimeline, snapshotOf(logOf(head)), null)
        let anchor: number | null = null
        for (const { kind, count } of steps) {
          const log = logOf(head)
          if (kind === 'events') {
            const grown = logOf(head + count)
            state = applyEvents(state, grown.slice(head), anchor)
            head += count
          } else if (kind === 'older')
            state = applyPage(state, { before: state.from }, before(log, state.from, count), anchor)
          else if (kind === 'newer') state = applyPage(state, { after: state.to }, after(log, state.to, count), anchor)
          else if (kind === 'around') state = applyAround(state, after(log, Math.max(0, head - count * 7), 50))
          else if (kind === 'latest') {
            state = toLatest(state)
            anchor = null
          } else anchor = state.lines[count % Math.max(1, state.lines.length)]?.seq ?? null
          const now = logOf(head)
          expect(state.head).toBe(head)
          expect(seqs(state)).toEqual(range(state.from, state.to))
          expect(state.lines.length).toBeLessThanOrEqual(WINDOW)
          expect(state.tail).toEqual(now.slice(state.tailFrom - 1))
          expect(state.atStart ? state.from : 1).toBeLessThanOrEqual(Math.max(1, state.floor))
        }
        const fresh = applySnapshot(emptyTimeline, snapshotOf(logOf(head)), null)
        const latest = toLatest(state)
        expect(atEnd(latest)).toBe(true)
        expect(latest.lines.slice(-50).map((line) => line.seq)).toEqual(seqs(fresh).slice(-latest.lines.length))
        expect(latest.head).toBe(fresh.head)
      }),
      { numRuns: 200 },
    )
  })
})

import { describe, expect, test } from 'bun:test'
import type { MessageChange } from '#protocol/message-events.ts'
import { isNotice } from '#protocol/notices.ts'
import type { Notice } from '#protocol/room-events.ts'
import type { RoomEvent } from '#protocol/rooms.ts'
import { fc } from '#tests/kit/chance.ts'
import { after, before, by, linesNow, logOf, open, post, range, seqs, snapshotOf, whole } from '#tests/kit/logs.ts'
import { MOST_NOTICES } from './held-notices.ts'
import type { ShownLine } from './lines.ts'
import { SLICE } from './page-slices.ts'
import { sameWindow } from './same-window.ts'
import {
  applyAround,
  applyEvents,
  applyPage,
  applySnapshot,
  atEnd,
  emptyTimeline,
  MOST_BELOW,
  type Timeline,
  takeAbove,
  takeBelow,
  toLatest,
  WINDOW,
} from './timeline.ts'

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

  test('[PERF-13] reading: what comes far below the eye waits, and the window goes on with it without a gap', () => {
    const log = logOf(100 + MOST_BELOW)
    const state = applyEvents(open(100), log.slice(100), 90)
    expect(seqs(state).at(-1)).toBe(89 + MOST_BELOW)
    expect(atEnd(state)).toBe(false)
    const on = takeBelow(state, 90)
    expect(seqs(on)).toEqual(range(51, 99 + MOST_BELOW))
  })

  test('[PERF-13] what comes beyond the window leaves it the same; at its end, or in it, nothing does', () => {
    const log = logOf(602)
    const reading = applyEvents(open(50), [...log.slice(50, 600), added(601)], 5)
    expect(sameWindow(reading, applyEvents(reading, [post(602)], 5))).toBe(true)
    expect(sameWindow(reading, applyEvents(reading, [added(602)], 5))).toBe(true)
    expect(sameWindow(reading, toLatest(reading))).toBe(false)
    expect(sameWindow(open(600), applyEvents(open(600), log.slice(600), null))).toBe(false)
    const atItsEnd = applyEvents(open(50), log.slice(50, 55), 5)
    expect(sameWindow(atItsEnd, applyEvents(atItsEnd, log.slice(55, 56), 5))).toBe(false)
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

describe('changes of messages', () => {
  const edit = (seq: number, message: number, body: string): MessageChange => ({
    seq,
    at: seq * 1000,
    by,
    cid: `c${seq}`,
    type: 'message.edited',
    message,
    body,
  })
  const bodies = (state: Timeline) => state.lines.map((line) => line.now?.edited?.body ?? line.body)

  test('they have numbers of their own, and change the line that they name, in the window and in the tail', () => {
    const state = applyEvents(open(3), [edit(4, 2, 'new'), post(5)], null)
    expect(bodies(state)).toEqual(['1', 'new', '3', '5'])
    expect(state.tail).toEqual(state.lines)
    expect(state.head).toBe(5)
    expect(atEnd(state)).toBe(true)
  })

  test('the reader of old messages sees them change, and the window stays where it is', () => {
    const reading = applyEvents(open(50), logOf(600).slice(50), 5)
    const state = applyEvents(reading, [edit(601, 7, 'new')], 5)
    expect([state.from, state.to]).toEqual([reading.from, reading.to])
    expect(bodies(state)[6]).toBe('new')
    expect(sameWindow(reading, state)).toBe(false)
  })

  test('[P-11] a change that came while its page travelled is not lost', () => {
    const log: RoomEvent[] = logOf(200)
    const page = before(log, 151)
    const state = applyEvents(open(200), [edit(201, 140, 'new')], null)
    const joined = whole(applyPage(state, { before: 151 }, page, null), (one) => takeAbove(one, null))
    expect(joined.lines.find((line) => line.seq === 140)?.now?.edited?.body).toBe('new')
  })

  test('[P-11] a page that knows more than was heard does not swallow what comes', () => {
    const ahead: RoomEvent[] = [...logOf(100), edit(101, 60, 'new'), post(102)]
    const state = applyAround(open(100), after(ahead, 70))
    expect(state.head).toBe(100)
    const heard = applyEvents(state, ahead.slice(100), null)
    expect(heard.head).toBe(102)
    expect(seqs(heard)).toEqual([...range(71, 100), 102])
    expect(toLatest(heard).tail.find((line) => line.seq === 60)?.now?.edited?.body).toBe('new')
  })
})

const added = (seq: number): Notice => ({
  seq,
  at: seq * 1000,
  by,
  cid: `c${seq}`,
  type: 'member.changed',
  who: { id: 'p0000000000000003', name: '阿果', look: 5 },
  how: 'added',
})

describe('notices of the room', () => {
  const heldBy = (state: Timeline) => state.notices.map(({ seq }) => seq)

  test('they stand at their numbers and count as no message; heard twice they are held once', () => {
    const state = applyEvents(open(3), [added(4), post(5)], null)
    expect(heldBy(applyEvents(state, [added(4), post(5)], null))).toEqual([4])
    expect(seqs(state)).toEqual([1, 2, 3, 5])
    expect(atEnd(state)).toBe(true)
  })

  test('who reads further up finds them at the end later; a page brings those of its stretch', () => {
    const log: RoomEvent[] = [...logOf(59), added(60), ...range(61, 600).map(post), added(601)]
    const reading = applyEvents(open(50), log.slice(50), 5)
    expect(heldBy(reading)).toEqual([60, 601])
    expect(heldBy(toLatest(reading))).toEqual([601])
    const back = applyAround(toLatest(reading), after(log, 50))
    expect(heldBy(back)).toEqual([60, 601])
  })

  test('[HOUSE-12] a room with nothing but notices holds the newest', () => {
    const state = applyEvents(open(0), range(1, 2_000).map(added), null)
    expect(heldBy(state)).toEqual(range(2_001 - MOST_NOTICES, 2_000))
  })
})

describe('a log that has to be shown anew', () => {
  test('[UX-15] restored: the snapshot replaces, one line says so', () => {
    const state = applySnapshot(open(400), snapshotOf(logOf(120), 'epoch', 'e2'), 380)
    expect(seqs(state)).toEqual(range(71, 120))
    expect(state.restored?.after).toBe(120)
    expect(state.restored?.was.at(-1)?.seq).toBe(400)
    expect(state.epoch).toBe('e2')
  })

  test('[UX-15] too far while reading: the window stays and a line tells what came', () => {
    const state = applySnapshot(open(400), snapshotOf(logOf(1400), 'too_far'), 380)
    expect(seqs(state)).toEqual(range(351, 400))
    expect(state.missed).toEqual({ after: 400, count: 50, isAll: false })
    expect(atEnd(state)).toBe(false)
    const more = applyPage(state, { after: 400 }, after(logOf(1400), 400), 380)
    expect(seqs(more)).toEqual(range(351, 400 + SLICE))
    expect(seqs(whole(more, (one) => takeBelow(one, 380)))).toEqual(range(351, 450))
  })

  test('too far while following: the newest is shown, and the line still tells', () => {
    const state = applySnapshot(open(400), snapshotOf(logOf(1400), 'too_far'), null)
    expect(seqs(state)).toEqual(range(1351, 1400))
    expect(state.missed).toEqual({ after: 400, count: 50, isAll: false })
  })

  test('a second gap keeps the first place', () => {
    const once = applySnapshot(open(400), snapshotOf(logOf(1400), 'too_far'), null)
    const twice = applySnapshot(once, snapshotOf(logOf(3000), 'too_far'), null)
    expect(twice.missed).toEqual({ after: 400, count: 50, isAll: false })
  })

  test('[UX-15] messages are counted, not edits; where not all of what came is known it is at least so many', () => {
    const origin = { by, cid: 'c', message: 3, at: 1, type: 'message.edited' as const, body: 'again' }
    const edits = (from: number, to: number) => range(from, to).map((seq) => ({ ...origin, seq }))
    const some = [...logOf(400), ...edits(401, 700), ...range(701, 740).map(post), ...edits(741, 1000)]
    expect(applySnapshot(open(400), snapshotOf(some, 'too_far'), 380).missed).toEqual({
      after: 400,
      count: 40,
      isAll: true,
    })
    const none = [...logOf(400), ...edits(401, 1000)]
    expect(applySnapshot(open(400), snapshotOf(none, 'too_far'), 380).missed).toBeNull()
    const recalled = { seq: 741, at: 1, by, cid: 'c', message: 702, type: 'message.erased', how: 'recalled' } as const
    const erased = [...some.slice(0, 740), recalled, ...edits(742, 1000)]
    expect(applySnapshot(open(400), snapshotOf(erased, 'too_far'), null).missed?.count).toBe(39)
    // What was known of a first gap is not forgotten over a second.
    const first = applySnapshot(open(400), snapshotOf([...some, ...range(1001, 1005).map(post)], 'too_far'), null)
    const twice = applySnapshot(first, snapshotOf(logOf(3000), 'too_far'), null)
    expect(twice.missed).toEqual({ after: 400, count: 50, isAll: false })
  })
})

/** A log of messages and changes, as chance wants it: `turns` says of each number what it is. */
function mixedLog(turns: readonly number[]): RoomEvent[] {
  const log: RoomEvent[] = []
  const posted: number[] = []
  for (const turn of turns) {
    const seq = log.length + 1
    const message = posted[turn % Math.max(1, posted.length)]
    const origin = { seq, at: seq * 1000, by: turn % 2 ? by : other, cid: `c${seq}` }
    if (turn % 13 === 0) {
      log.push(added(seq))
      continue
    }
    const isPost = message === undefined || turn % 5 < 2
    if (isPost) posted.push(seq)
    log.push(isPost ? { ...post(seq), by: origin.by } : changeOf(turn, { ...origin, message }))
  }
  return log
}

const other = { id: 'p0000000000000002', name: '橘灯', look: 9 }

function changeOf(turn: number, origin: Pick<MessageChange, 'seq' | 'at' | 'by' | 'cid' | 'message'>): MessageChange {
  const kinds: MessageChange[] = [
    { ...origin, type: 'message.edited', body: `edited by ${origin.seq}` },
    { ...origin, type: 'message.reacted', kind: turn % 7 < 3 ? '🍵' : '👍', on: turn % 3 > 0 },
    { ...origin, type: 'message.pinned', on: turn % 4 > 0 },
    { ...origin, type: 'message.erased', how: 'deleted' },
  ]
  return kinds[turn % 11 === 0 ? 3 : turn % 3] ?? { ...origin, type: 'message.pinned', on: true }
}

/** Who reacted by name says the same as one's own list: what is shown is compared. */
const shownOf = (line: ShownLine) => ({ ...line, mine: undefined, now: line.now && { ...line.now, v: 0 } })

const isHeld = ({ from, to, tailFrom }: Timeline, seq: number): boolean => (seq >= from && seq <= to) || seq >= tailFrom

describe('state and events are the fresh state', () => {
  test('[P-7] [P-11] whatever was read, paged and changed in between', () => {
    const step = fc.oneof(
      fc.record({ kind: fc.constant('events' as const), count: fc.integer({ min: 1, max: 300 }) }),
      fc.record({
        kind: fc.constantFrom(
          'older' as const,
          'above' as const,
          'newer' as const,
          'below' as const,
          'latest' as const,
          'around' as const,
        ),
        count: fc.integer({ min: 1, max: 60 }),
      }),
      fc.record({ kind: fc.constant('read' as const), count: fc.integer({ min: 0, max: 320 }) }),
    )
    const turns = fc.array(fc.nat(1_000), { minLength: 1_500, maxLength: 1_500 })
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 400 }),
        fc.array(step, { maxLength: 12 }),
        turns,
        (start, steps, chance) => {
          const whole = mixedLog(chance)
          let head = start
          let state = applySnapshot({ ...emptyTimeline, reader: by.id }, snapshotOf(whole.slice(0, head)), null)
          let anchor: number | null = null
          for (const { kind, count } of steps) {
            const log = whole.slice(0, head)
            if (kind === 'events') {
              const next = Math.min(whole.length, head + count)
              state = applyEvents(state, whole.slice(head, next), anchor)
              head = next
            } else if (kind === 'older')
              state = applyPage(state, { before: state.from }, before(log, state.from, count), anchor)
            else if (kind === 'above') state = takeAbove(state, anchor)
            else if (kind === 'below') state = takeBelow(state, anchor)
            else if (kind === 'newer')
              state = applyPage(state, { after: state.to }, after(log, state.to, count), anchor)
            else if (kind === 'around') state = applyAround(state, after(log, Math.max(0, head - count * 7), 50))
            else if (kind === 'latest') {
              state = toLatest(state)
              anchor = null
            } else anchor = state.lines[count % Math.max(1, state.lines.length)]?.seq ?? null
            const now = linesNow(whole.slice(0, head)).map(shownOf)
            const between = (from: number, to: number) => now.filter(({ seq }) => seq >= from && seq <= to)
            expect(state.head).toBe(head)
            expect(state.lines.map(shownOf)).toEqual(between(state.from, state.to))
            expect(state.lines.length).toBeLessThanOrEqual(WINDOW)
            expect(state.tail.map(shownOf)).toEqual(between(state.tailFrom, head))
            expect(state.notices).toEqual(
              whole
                .slice(0, head)
                .filter(isNotice)
                .filter(({ seq }) => isHeld(state, seq)),
            )
            expect(state.atStart ? state.from : 1).toBeLessThanOrEqual(Math.max(1, state.floor))
          }
          expect(atEnd(toLatest(state))).toBe(true)
        },
      ),
      { numRuns: 60 },
    )
  })
})

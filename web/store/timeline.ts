import type { MessageChange } from '#protocol/message-events.ts'
import { isNotice } from '#protocol/notices.ts'
import type { Notice } from '#protocol/room-events.ts'
import type { RoomEvent } from '#protocol/rooms.ts'
import type { HistoryPage, Snapshot } from '#sdk/index.ts'
import { holdNotices } from '#web/store/held-notices.ts'
import { foldInto, isChange, isErased, linesOf, placeOf, type ShownLine } from '#web/store/lines.ts'
import { type Above, type Below, firstSlice, nextSlice } from '#web/store/page-slices.ts'

/**
 * What the page holds of a room's log: the window (a contiguous range, `from` … `to`) and the tail (the newest few), so
 * that going back to the end needs no network. All numbers are places in the log.
 */
export type Timeline = {
  /** False until the first snapshot. */
  ready: boolean
  epoch: string
  /** The lowest number that the server keeps. */
  floor: number
  /** The newest number known. */
  head: number
  /** The window covers `from` … `to`, numbers of changes among them; it is empty when `to` is `from` - 1. */
  from: number
  to: number
  lines: readonly ShownLine[]
  /** Nothing lies before the window. */
  atStart: boolean
  /** What is here of the log before the window and waits to be drawn; out of date where the window begins elsewhere. */
  above: Above | null
  /** The same after the window; out of date where the window ends elsewhere. */
  below: Below | null
  tail: readonly ShownLine[]
  /** The tail covers `tailFrom` … `head`. */
  tailFrom: number
  /** What became of the room itself, in the window and in the tail. */
  notices: readonly Notice[]
  /** The newest changes, oldest first: a page that was on its way when they came does not know them yet. */
  changes: readonly MessageChange[]
  /** Whose reactions are one's own. */
  reader: string | null
  /** The log was restored from a backup: the line that says so stands after this number; `was`: what was held of the log before. */
  restored: { after: number; was: readonly ShownLine[] } | null
  /** What was too much to be told one by one while the line was cut. */
  missed: Missed | null
}

/** What came after number `after`: `count` messages, or at least so many where not all of it is known (`isAll`). */
export type Missed = { after: number; count: number; isAll: boolean }

/** The message under the reader's eye, or null: the reader follows the end. */
export type Anchor = number | null
export type Asked = { before: number } | { after: number }

/** Most messages in the window (client.md 6.2); what is cut is cut by the leeway more, so not every event cuts. */
export const WINDOW = 300
const LEEWAY = 20
/** While somebody reads further up, so many lines below the eye are enough: what comes after them is drawn by who goes there. */
export const MOST_BELOW = 60
const TAIL = 50
/** More changes than come while a page travels. */
const CHANGES = 1_000

export const emptyTimeline: Timeline = {
  ready: false,
  epoch: '',
  floor: 1,
  head: 0,
  from: 1,
  to: 0,
  lines: [],
  atStart: false,
  above: null,
  below: null,
  tail: [],
  tailFrom: 1,
  notices: [],
  changes: [],
  reader: null,
  restored: null,
  missed: null,
}

/** The window reaches the newest event. */
export const atEnd = (state: Timeline): boolean => state.to >= state.head

/**
 * The log after a snapshot. It replaces what was shown, except when too much was missed and somebody is reading: then the
 * window stays, and a line says how much came.
 */
export function applySnapshot(state: Timeline, snapshot: Snapshot, anchor: Anchor): Timeline {
  const fresh = fromSnapshot(snapshot, state.reader)
  if (!state.ready) return fresh
  // Also what this browser had kept for without a network may be of another log.
  if (snapshot.epoch !== state.epoch || snapshot.why === 'ahead')
    return { ...fresh, restored: { after: snapshot.asOf, was: [...state.lines, ...state.tail] } }
  if (snapshot.why === undefined) return fresh
  const missed = missedIn(fresh, state)
  const stays = anchor !== null && snapshot.why === 'too_far'
  if (!stays) return { ...fresh, missed, restored: state.restored }
  const { head, floor, tail, tailFrom, changes } = fresh
  // What became of the messages that wait to be drawn was missed, too.
  return holdNotices(
    { ...state, above: null, below: null, head, floor, tail, tailFrom, changes, missed },
    fresh.notices,
    anchor,
  )
}

/** Numbers belong to edits and reactions, too: what is counted are the messages that one has. */
function missedIn({ lines, from }: Timeline, { missed: before, head }: Timeline): Missed | null {
  const after = before?.after ?? head
  const count = lines.filter((line) => line.seq > after && !isErased(line)).length
  const isAll = from <= after + 1
  return count > 0 ? { after, count: isAll ? count : Math.max(count, before?.count ?? 0), isAll } : null
}

function fromSnapshot(snapshot: Snapshot, reader: string | null): Timeline {
  const { first: from, asOf: head, epoch, floor } = snapshot
  const lines = linesOf(snapshot, { changes: [], reader })
  return {
    ...emptyTimeline,
    ready: true,
    epoch,
    floor,
    head,
    from,
    to: head,
    lines,
    atStart: from <= floor,
    tail: lines,
    tailFrom: from,
    notices: snapshot.notices,
    reader,
  }
}

type Draft = Timeline & { lines: readonly ShownLine[]; tail: readonly ShownLine[] }

/**
 * The next events, in order. While the window does not reach the end, new messages only move the head and the tail; what
 * changes a message finds it in both.
 */
export function applyEvents(state: Timeline, events: readonly RoomEvent[], anchor: Anchor): Timeline {
  const draft: Draft = { ...state }
  const notices: Notice[] = []
  const eye = anchor === null ? Number.POSITIVE_INFINITY : placeOf(draft.lines, anchor)
  for (const event of events) {
    if (event.seq <= draft.head) continue
    const follows = atEnd(draft) && draft.lines.length - eye < MOST_BELOW
    if (isChange(event)) change(draft, event)
    else if (isNotice(event)) notices.push(event)
    else {
      draft.tail = [...draft.tail, event]
      if (follows) draft.lines = [...draft.lines, event]
    }
    draft.head = event.seq
    if (follows) draft.to = event.seq
  }
  cutTail(draft)
  return trim(draft, anchor, notices)
}

function change(draft: Draft, event: MessageChange): void {
  draft.lines = foldInto(draft.lines, event, draft.reader)
  draft.tail = foldInto(draft.tail, event, draft.reader)
  const { above, below } = draft
  if (above) draft.above = { ...above, lines: foldInto(above.lines, event, draft.reader) }
  if (below) draft.below = { ...below, lines: foldInto(below.lines, event, draft.reader) }
  draft.changes = [...draft.changes.slice(1 - CHANGES), event]
}

function cutTail(draft: Draft): void {
  if (draft.tail.length <= TAIL) return
  draft.tail = draft.tail.slice(-TAIL)
  draft.tailFrom = draft.tail[0]?.seq ?? draft.head + 1
}

/** A page beside the window. A page that was asked for an older window changes nothing. */
export function applyPage(state: Timeline, asked: Asked, page: HistoryPage, anchor: Anchor): Timeline {
  return 'before' in asked
    ? applyOlder(state, asked.before, page, anchor)
    : applyNewer(state, asked.after, page, anchor)
}

function applyOlder(state: Timeline, before: number, page: HistoryPage, anchor: Anchor): Timeline {
  if (before !== state.from) return state
  const from = page.last < page.first ? state.from : page.first
  const { notices } = page
  const above = { before, from, lines: linesOf(page, state), notices, atStart: !page.more || from <= state.floor }
  return takeAbove({ ...state, above }, anchor)
}

/** The window with the next slice of what waits above it; the same where nothing does. */
export function takeAbove(state: Timeline, anchor: Anchor): Timeline {
  if (state.above?.before !== state.from) return state
  const { slice, above } = nextSlice(state.above)
  const { from, atStart, notices } = slice
  return trim({ ...state, lines: [...slice.lines, ...state.lines], from, atStart, above }, anchor, notices)
}

function applyNewer(state: Timeline, after: number, page: HistoryPage, anchor: Anchor): Timeline {
  if (after !== state.to) return state
  const { lines, last } = heardPart(page, state)
  const to = page.more ? Math.max(last, state.to) : Math.max(last, Math.min(page.head, state.head))
  return takeBelow({ ...state, below: { after, to, lines, notices: page.notices } }, anchor)
}

/** The window with the next slice of what waits below it, or of the tail where the two touch; the same where neither does. */
export function takeBelow(state: Timeline, anchor: Anchor): Timeline {
  const waiting = state.below?.after === state.to ? state.below : tailBelow(state)
  if (!waiting) return state
  const { slice, below } = firstSlice(waiting)
  const { to, notices } = slice
  return trim({ ...state, lines: [...state.lines, ...slice.lines], to, below }, anchor, notices)
}

function tailBelow(state: Timeline): Below | null {
  const { to, head, tail, tailFrom } = state
  if (atEnd(state) || to + 1 < tailFrom) return null
  return { after: to, to: head, lines: tail.filter((line) => line.seq > to), notices: [] }
}

/** Another part of the log: the page becomes the window. */
export function applyAround(state: Timeline, page: HistoryPage): Timeline {
  const { first } = page
  const { lines, last } = heardPart(page, state)
  if (last < first) return toLatest(state)
  const turned = joinTail({ ...state, lines, from: first, to: last, atStart: first <= state.floor })
  return holdNotices(turned, page.notices, first)
}

/** A page may know more than has been heard. What is newer comes by itself, and only there in the order of the log. */
function heardPart(page: HistoryPage, state: Timeline): { lines: readonly ShownLine[]; last: number } {
  const lines = linesOf(page, state)
  if (page.last <= state.head) return { lines, last: page.last }
  return { lines: lines.filter((line) => line.seq <= state.head), last: state.head }
}

/** The window with the tail behind it, where the two touch. */
function joinTail(state: Timeline): Timeline {
  const below = tailBelow(state)
  return below ? { ...state, lines: [...state.lines, ...below.lines], to: below.to } : state
}

/** The newest part of the log. */
export function toLatest(state: Timeline): Timeline {
  const joined = trim(joinTail(state), null)
  if (atEnd(joined)) return joined
  const { tail, tailFrom, head, floor } = state
  return holdNotices({ ...state, lines: tail, from: tailFrom, to: head, atStart: tailFrom <= floor }, [], null)
}

/** The line about what was missed has done its work. */
export const forgetMissed = (state: Timeline): Timeline => ({ ...state, missed: null })

/** Cuts a window that grew too large at the end that is farther from the reader, and at both if that is not enough. */
function trim(state: Timeline, anchor: Anchor, more: readonly Notice[] = []): Timeline {
  return holdNotices(cut(state, anchor), more, anchor)
}

function cut(state: Timeline, anchor: Anchor): Timeline {
  const { lines } = state
  if (lines.length <= WINDOW) return state
  const over = lines.length - (WINDOW - LEEWAY)
  const at = anchor === null ? -1 : lines.findIndex((line) => line.seq >= anchor)
  const above = at < 0 ? lines.length : at
  const below = lines.length - above
  const fromFar = (far: number) => Math.min(over, Math.max(0, far - LEEWAY))
  const top = above >= below ? fromFar(above) : over - fromFar(below)
  const bottom = over - top
  const kept = lines.slice(top, lines.length - bottom)
  const from = top > 0 ? (kept[0]?.seq ?? state.from) : state.from
  const to = bottom > 0 ? (kept.at(-1)?.seq ?? state.to) : state.to
  return { ...state, lines: kept, from, to, atStart: state.atStart && top === 0 }
}

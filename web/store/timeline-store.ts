import { batch, computed, effect, type ReadonlySignal, type Signal, signal } from '@preact/signals'
import type { LogPlace, Room } from '#sdk/index.ts'
import { HeldLines } from '#web/store/held-lines.ts'
import { client, inRoom, me, offlineCopy, onRoomLeft, recallRoom, room, status } from '#web/store/session.ts'
import {
  type Anchor,
  type Asked,
  applyAround,
  applyEvents,
  applyPage,
  applySnapshot,
  atEnd,
  emptyTimeline,
  forgetMissed,
  type Timeline,
  takeAbove,
  takeBelow,
  toLatest,
  WINDOW,
} from '#web/store/timeline.ts'

export type Load = 'idle' | 'busy' | 'failed'

const PAGE = 50
/** Rooms whose log is kept when they are left, so that going back is instant; the one left first goes. */
const MOST_KEPT = 5

const state: Signal<Timeline> = signal(emptyTimeline)
const follows = signal(true)
const loads = signal<{ older: Load; newer: Load }>({ older: 'idle', newer: 'idle' })
let anchor: Anchor = null
let started = false

/** The log of a room that was left, and what was under the reader's eye. It is as good as its room object (T-81). */
type Kept = { timeline: Timeline; anchor: Anchor; place: LogPlace }
let kept = new Map<Room, Kept>()

export const timeline: ReadonlySignal<Timeline> = state
/** Every message that the page holds of the log, by its number. */
export const heldLines: ReadonlySignal<HeldLines> = computed(() => new HeldLines(state.value))
/** The reader is at the end and stays there; otherwise somebody reads further up (client.md 6.2). */
export const following: ReadonlySignal<boolean> = follows
/** How the pages at both ends of the window stand. */
export const pageLoads: ReadonlySignal<{ older: Load; newer: Load }> = loads

/** Says what is under the reader's eye: the number of a message, or null for the end. */
export function setAnchor(at: Anchor): void {
  anchor = at
  if (follows.peek() !== (at === null)) follows.value = at === null
}

/** What is under the reader's eye, where somebody reads further up. */
export const readingAt = (): Anchor => anchor

/** Follows the room of the page. Call it before the session starts; a second call does nothing. */
export function startTimeline(): void {
  if (started) return
  started = true
  inRoom({
    snapshot: (snapshot) => {
      const before = { ...state.peek(), reader: me.peek()?.id ?? null }
      state.value = applySnapshot(before, snapshot, anchor)
      if (before.ready && !atEnd(state.peek()) && anchor !== null) void readAgain(anchor)
    },
    events: (events) => {
      state.value = applyEvents(state.peek(), events, anchor)
    },
  })
  effect(() => {
    if (status.value?.name === 'online') forgetFailures()
  })
  effect(() => {
    // What was kept stands there until the room itself is heard.
    if (offlineCopy.value && !state.peek().ready) state.value = offlineCopy.value.timeline
  })
  onRoomLeft(keepLog)
  recallRoom(recallLog)
  effect(() => {
    // Another identity has other rooms.
    void client.value
    kept = new Map()
  })
}

function keepLog(): void {
  const [from, log] = [room.peek(), state.peek()]
  if (from) kept.delete(from)
  if (from?.place && log.ready) kept.set(from, { timeline: log, anchor, place: from.place })
  const [oldest] = kept.keys()
  if (oldest && kept.size > MOST_KEPT) kept.delete(oldest)
  batch(() => {
    state.value = emptyTimeline
    loads.value = { older: 'idle', newer: 'idle' }
    setAnchor(null)
  })
}

/** The log of the room as it was left; null where there is none, or the room is not where it was. */
function recallLog(next: Room): LogPlace | null {
  const was = kept.get(next)
  if (!was || was.place.epoch !== next.place?.epoch || was.place.seq !== next.place.seq) return null
  state.value = was.timeline
  setAnchor(was.anchor)
  return was.place
}

function forgetFailures(): void {
  const { older, newer } = loads.peek()
  if (older !== 'failed' && newer !== 'failed') return
  loads.value = { older: older === 'failed' ? 'idle' : older, newer: newer === 'failed' ? 'idle' : newer }
}

/** More of the log before the window. Does nothing at the start of the log, and while a page is on its way. */
export async function loadOlder(): Promise<void> {
  const { ready, atStart, from } = state.peek()
  if (!ready || atStart) return
  const taken = takeAbove(state.peek(), anchor)
  if (taken !== state.peek()) state.value = taken
  else await load('older', { before: from })
}

/** More of the log after the window. Does nothing at its end, and while a page is on its way. */
export async function loadNewer(): Promise<void> {
  const taken = takeBelow(state.peek(), anchor)
  if (taken !== state.peek()) state.value = taken
  else if (!atEnd(taken)) await load('newer', { after: taken.to })
}

async function load(which: 'older' | 'newer', asked: Asked): Promise<void> {
  const from = room.peek()
  if (!from || loads.peek()[which] === 'busy') return
  loads.value = { ...loads.peek(), [which]: 'busy' }
  try {
    const page = await from.history(asked, PAGE)
    batch(() => {
      if (from !== room.peek()) return
      state.value = applyPage(state.peek(), asked, page, anchor)
      loads.value = { ...loads.peek(), [which]: 'idle' }
    })
  } catch {
    if (from === room.peek()) loads.value = { ...loads.peek(), [which]: 'failed' }
  }
}

/** Shows the newest part of the log. Needs no network. */
export function showLatest(): void {
  setAnchor(null)
  const latest = toLatest(state.peek())
  if (latest !== state.peek()) state.value = latest
}

/** The window stayed although too much was missed: what became of its messages meanwhile has to be asked. */
async function readAgain(at: number): Promise<void> {
  const from = room.peek()
  const page = await from?.history({ around: at }, WINDOW / 2).catch(() => null)
  if (page && from === room.peek() && anchor !== null) state.value = applyAround(state.peek(), page)
}

/** Has the message `seq` and its neighbours in the window. Rejects as `Room.history` does. */
export async function showAround(seq: number): Promise<void> {
  const now = state.peek()
  const from = room.peek()
  if (!from || (seq >= now.from && seq <= now.to)) return
  await turnTo(from, { around: seq })
}

/** Shows the first message at or after a time, milliseconds since 1970. Gives its number; null: nothing is that new. */
export async function showTime(atMs: number): Promise<number | null> {
  const from = room.peek()
  if (!from) return null
  await turnTo(from, { at: atMs })
  return state.peek().lines.find((line) => line.at >= atMs)?.seq ?? null
}

async function turnTo(from: Room, where: { around: number } | { at: number }): Promise<void> {
  const page = await from.history(where, PAGE)
  if (from !== room.peek()) return
  setAnchor('around' in where ? where.around : (page.lines[0]?.seq ?? page.first))
  state.value = applyAround(state.peek(), page)
}

/** Takes the line about missed messages away. */
export function closeMissed(): void {
  state.value = forgetMissed(state.peek())
}

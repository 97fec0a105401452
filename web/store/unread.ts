import { effect, type ReadonlySignal, type Signal, signal } from '@preact/signals'
import type { MessagePosted } from '#protocol/message-events.ts'
import type { Person } from '#protocol/people.ts'
import { saidByOthers } from '#web/store/ignored.ts'
import { inRoom, onRoomLeft } from '#web/store/session.ts'
import { following, startTimeline, timeline } from '#web/store/timeline-store.ts'

/** What came while nobody looked, or while somebody read further up (client.md 6.3). */
export type Unread = {
  /** The unread line stands above this message. */
  lineAt: number | null
  /** The line was on the screen: it may move when attention is lost the next time, never before. */
  lineSeen: boolean
  /** Messages that came while the page had no attention. */
  away: number
  /** Messages from the line on, for the way to the first unread one. */
  sinceLine: number
  /** Messages that came while the reader was further up, and who wrote the first of them. */
  below: number
  firstBelow: Person | null
}

export type Looking = { attentive: boolean; following: boolean; lineOnScreen: boolean }

export const noUnread: Unread = { lineAt: null, lineSeen: false, away: 0, sinceLine: 0, below: 0, firstBelow: null }

/** Messages of others, in order. The line is placed above the first that nobody was there to see. */
export function noteMessages(state: Unread, messages: readonly MessagePosted[], looking: Looking): Unread {
  const [first] = messages
  // Somebody who sees them all: nothing is noted, and nobody who shows it is called.
  if (!first || (looking.attentive && looking.following && state.lineAt === null)) return state
  const next = { ...state }
  if (state.lineAt !== null) next.sinceLine += messages.length
  if (!looking.attentive) next.away += messages.length
  if (!looking.following) {
    next.below += messages.length
    next.firstBelow = state.firstBelow ?? first.by
  }
  if (looking.attentive && looking.following) return next
  return mayPlace(state, looking) ? { ...next, lineAt: first.seq, lineSeen: false, sinceLine: messages.length } : next
}

function mayPlace(state: Unread, { attentive, lineOnScreen }: Looking): boolean {
  if (state.lineAt === null) return true
  // Somebody who reads further up keeps a line that was not found yet, and one that is under the eye.
  return attentive && state.below === 0 && state.lineSeen && !lineOnScreen
}

/** The page lost attention: a line that was seen has done its work. */
export const noteLost = (state: Unread): Unread =>
  state.lineSeen ? { ...state, lineAt: null, lineSeen: false, sinceLine: 0 } : state

/** The page has attention again: the count in the title is over, the line stays. */
export const noteBack = (state: Unread): Unread => (state.away === 0 ? state : { ...state, away: 0 })

/** The reader is at the end. */
export const noteEnd = (state: Unread): Unread => (state.below === 0 ? state : { ...state, below: 0, firstBelow: null })

/** Who writes has read. */
export const noteOwn = (state: Unread): Unread =>
  state.lineAt === null && state.below === 0 ? state : { ...noUnread, away: state.away }

/** The line has been on the screen of somebody who looks. */
export const noteSeen = (state: Unread): Unread =>
  state.lineAt === null || state.lineSeen ? state : { ...state, lineSeen: true }

/** The line above a message that somebody asked to see. */
export const noteAsked = (state: Unread, seq: number): Unread => ({
  ...state,
  lineAt: seq,
  lineSeen: true,
  sinceLine: 0,
})

/** Messages that were too many to be told one by one are unread, too: in the title, and below somebody who reads. */
export const noteMissed = (state: Unread, count: number, looking: Looking): Unread => ({
  ...state,
  away: looking.attentive ? state.away : Math.max(state.away, count),
  below: looking.following ? state.below : Math.max(state.below, count),
})

const state: Signal<Unread> = signal(noUnread)
const looks = signal(true)
let lineOnScreen = false
/** The page came back to a room: what is told now was said while it was elsewhere. */
let isBack = false
let started = false

export const unread: ReadonlySignal<Unread> = state
/** The tab is seen and its window has the focus. */
export const attentive: ReadonlySignal<boolean> = looks

const change = (next: Unread): void => {
  if (next !== state.peek()) state.value = next
}

const lookingNow = (): Looking => ({ attentive: looks.peek(), following: following.peek(), lineOnScreen })

export const writeUnread = {
  own: () => change(noteOwn(state.peek())),
  asked: (seq: number) => change(noteAsked(state.peek(), seq)),
  /** For what is loaded late and knows more (web/reading). */
  by: (next: (state: Unread, looking: Looking) => Unread) => change(next(state.peek(), lookingNow())),
  /** The log tells whether the line is in view. */
  lineInView(inView: boolean) {
    lineOnScreen = inView
    if (inView && looks.peek()) change(noteSeen(state.peek()))
  },
}

/** Follows attention and the room. Call it before the session starts; a second call does nothing. */
export function startUnread(): void {
  if (started) return
  started = true
  startTimeline()
  const look = () => {
    const now = document.visibilityState === 'visible' && document.hasFocus()
    if (now === looks.peek()) return
    looks.value = now
    change(now ? noteBack(state.peek()) : noteLost(state.peek()))
    if (now) writeUnread.lineInView(lineOnScreen)
  }
  look()
  document.addEventListener('visibilitychange', look)
  window.addEventListener('focus', look)
  window.addEventListener('blur', look)
  effect(() => {
    if (following.value) change(noteEnd(state.peek()))
  })
  onRoomLeft(() => {
    lineOnScreen = false
    isBack = true
    change(noUnread)
  })
  inRoom({
    snapshot: ({ why }) => {
      isBack = false
      if (why !== 'too_far') change({ ...noUnread, away: state.peek().away })
      // The timeline heard it first, and counted.
      else change(noteMissed(state.peek(), timeline.peek().missed?.count ?? 0, lookingNow()))
    },
    events: (events, caughtUp) => {
      const others = saidByOthers(events)
      const { away } = state.peek()
      const next = noteMessages(state.peek(), others, { ...lookingNow(), ...(isBack && { attentive: false }) })
      change(isBack && next !== state.peek() ? { ...next, away } : next)
      if (caughtUp) isBack = false
    },
  })
}

import { computed, effect, type ReadonlySignal, type Signal, signal, untracked } from '@preact/signals'
import { goToUnread } from '#web/messages/index.ts'
import { markRead } from '#web/store/my-rooms.ts'
import { preferences } from '#web/store/preferences.ts'
import { onRoomLeft, room, roomInfo } from '#web/store/session.ts'
import { atEnd } from '#web/store/timeline.ts'
import { following, timeline } from '#web/store/timeline-store.ts'
import { attentive, writeUnread } from '#web/store/unread.ts'
import { leftAfter } from './left-after.ts'
import { noteMark } from './mark-in-unread.ts'
import { myRoom } from './my-room.ts'
import { rowsInView } from './rows-in-view.ts'
import { isIn, readUpTo, type Seen, withSeen } from './seen.ts'

/** Rows are drawn a frame after they came, and a reader who scrolls does not read. */
const LOOK_MS = 120
/** A page that is busy draws later than that: where nothing is there yet, it looks so often again. */
const MOST_LOOKS = 10

/** The part of the log that is in view. */
export type InView = { top: number; bottom: number }

const view: Signal<InView | null> = signal<InView | null>(null)
const seen: Signal<Seen> = signal<Seen>([])
/** The room in which the line was put where the server's mark was; marks go on from there. */
let opened: unknown = null
/** How far this page has said that it has read. */
let said = 0
let timer: ReturnType<typeof setTimeout> | undefined
/** Without finding a row, since something came. */
let looks = 0

export const inView: ReadonlySignal<InView | null> = view
/** How far this page has moved the mark of its room. */
export const saidHere = (): number => said

/** Messages for the reader that were not on the screen yet, and the first of them; null: none. */
export const unseenMentions: ReadonlySignal<{ count: number; first: number } | null> = computed(() => {
  const mine = myRoom.value
  if (!mine || mine.room.kind === 'chat' || mine.first_mention === undefined || mine.mentions === 0) return null
  return isIn(seen.value, mine.first_mention) ? null : { count: mine.mentions, first: mine.first_mention }
})

/** What cannot be shown, or need not be, counts as seen. */
export function countAsSeen(from: number, to: number): void {
  seen.value = withSeen(seen.peek(), [from, to])
  mark()
}

/** Opens rooms at what was not read, and says how far the reader has come, as long as somebody looks. Returns its stop. */
export function startReadMarks(): () => void {
  const scrolled = ({ target }: Event) => {
    if (target instanceof Element && target.matches('.log') && attentive.peek()) lookSoon()
  }
  document.addEventListener('scroll', scrolled, { capture: true, passive: true })
  const stops = [
    effect(whenKnown),
    effect(() => {
      void [timeline.value, following.value, myRoom.value]
      looks = 0
      if (attentive.value) lookSoon()
      // What came a moment before was still seen.
      else if (timer !== undefined) look()
    }),
    onRoomLeft(() => {
      if (attentive.peek()) look()
      forget()
    }),
    () => document.removeEventListener('scroll', scrolled, { capture: true }),
    () => clearTimeout(timer),
  ]
  return () => {
    for (const stop of stops) stop()
  }
}

function forget(): void {
  clearTimeout(timer)
  timer = undefined
  opened = null
  said = 0
  seen.value = []
  view.value = null
}

/** As soon as both the log and the mark are known, once for each visit. */
function whenKnown(): void {
  const [here, mine] = [room.value, myRoom.value]
  if (!here || opened === here || !mine || !timeline.value.ready) return
  // Whoever else listens to the room has yet to hear its snapshot.
  queueMicrotask(openAtMark)
}

function openAtMark(): void {
  const [here, mine] = [room.peek(), myRoom.peek()]
  if (!here || opened === here || !mine || !timeline.peek().ready) return
  untracked(() => {
    if (opened !== null) forget()
    opened = here
    const mark = leftAfter(mine)
    writeUnread.by((state) => noteMark(state, mark))
    // The address names a message: that is what was asked for.
    const isAsked = /^#[1-9]/.test(location.hash)
    if (mark.count > 0 && preferences.peek().opensAt === 'unread' && !isAsked) void goToUnread(mark.read + 1)
    if (attentive.peek()) lookSoon()
  })
}

function lookSoon(): void {
  timer ??= setTimeout(look, LOOK_MS)
}

/** Only while somebody looks, or at the moment when that ends. */
function look(): void {
  clearTimeout(timer)
  timer = undefined
  const shown = document.querySelector<HTMLElement>('.log')
  const rows = shown && rowsInView(shown)
  if (opened !== room.peek()) return
  if (!rows) {
    if (attentive.peek() && ++looks < MOST_LOOKS) lookSoon()
    return
  }
  const [top, last] = rows
  const log = timeline.peek()
  const bottom = log.ready && following.peek() && atEnd(log) ? log.head : last
  view.value = { top, bottom }
  seen.value = withSeen(seen.peek(), [top, bottom])
  mark()
}

/** Says how far one has read, where that is further than what was said, and than what the server knows. */
function mark(): void {
  const mine = myRoom.peek()
  const id = roomInfo.peek()?.id
  if (!mine || mine.room.id !== id || opened !== room.peek()) return
  const reached = seen.peek().at(-1)?.[1] ?? 0
  // In a private chat the others see how far one has come; there is no way from mention to mention.
  const firstMention = mine.room.kind === 'chat' ? undefined : mine.first_mention
  const upTo = readUpTo({ reached, firstMention, seen: seen.peek() })
  if (upTo <= Math.max(said, mine.read)) return
  said = upTo
  markRead(id, upTo, preferences.peek().receipts === 'on')
}

import { batch, computed, effect, type ReadonlySignal, type Signal, signal, untracked } from '@preact/signals'
import { showToast } from '#web/kit/toast.ts'
import { ignored, revealed } from '#web/store/ignored.ts'
import { outbox } from '#web/store/outgoing.ts'
import { preferences } from '#web/store/preferences.ts'
import { type PresenceLine, presenceLines } from '#web/store/presence-shown.ts'
import { me, onRoomLeft, room, serverNow, skewMs } from '#web/store/session.ts'
import { atEnd, type Timeline } from '#web/store/timeline.ts'
import {
  closeMissed,
  following,
  loadNewer,
  loadOlder,
  pageLoads,
  readingAt,
  setAnchor,
  showAround,
  showLatest,
  timeline,
} from '#web/store/timeline-store.ts'
import { unread, writeUnread } from '#web/store/unread.ts'
import { uploading } from '#web/store/uploading.ts'
import { wishes } from '#web/store/wishes.ts'
import { words } from '#web/words/index.ts'
import { type Block, buildBlocks, type LogInput, rowsByKey } from './blocks.ts'
import { untilTomorrow } from './days.ts'
import type { Hurry } from './hurry.ts'
import { holdFocus, messageAt, restoreFocus, wantFocus } from './log-focus.ts'
import { NextDrawing } from './next-drawing.ts'
import { ScrollKeeper } from './scroll-keeper.ts'

type Drawn = { atStart: boolean; atEnd: boolean }

const shown: Signal<readonly Block[]> = signal<readonly Block[]>([])
const drawn: Signal<Drawn | null> = signal<Drawn | null>(null)
let drawnTo = 0
const dayNow = signal(0)
const far = signal(false)
let keeper: ScrollKeeper | null = null
/** It comes late, as all that a calm room does not need. */
let hurry: Hurry | null = null
/** `drawn`: the newest number that stands there already when it comes; 0: nothing does. */
export type HurryNeeds = {
  nowMs(): number
  after(ms: number, run: () => void): unknown
  draw(): void
  drawn: number
}
const clock = { nowMs: () => performance.now(), after: (ms: number, run: () => void) => setTimeout(run, ms) }
let makeHurry: ((needs: HurryNeeds) => Hurry) | null = null
let isSameWindow: ((one: Timeline, other: Timeline) => boolean) | null = null
export const hurryBy = (make: typeof makeHurry, isSame: typeof isSameWindow): void => {
  makeHurry = make
  isSameWindow = isSame
}

/** What the page shows of the log. It follows the store once in a frame, and not at all while the tab is hidden. */
export const blocks: ReadonlySignal<readonly Block[]> = shown
/** The messages of it, by their keys. */
export const shownRows = computed(() => rowsByKey(shown.value))
/** Whether the window that is shown reaches the ends of the log; null before the log was shown. */
export const edges: ReadonlySignal<Drawn | null> = drawn
/** A time of the current day, for "today" and "yesterday". */
export const today: ReadonlySignal<number> = dayNow
/** Hears of each move of the reader, and of the topmost row: what tells the day meanwhile comes late (floating-day.ts). */
export const heedMoves: { current: ((view: HTMLElement, top: HTMLElement | null) => void) | null } = { current: null }
/** The end is more than half a view away. */
export const farFromEnd: ReadonlySignal<boolean> = far

const linesWanted = computed((): readonly PresenceLine[] =>
  preferences.value.joinLines === 'off'
    ? presenceLines.value.filter((line) => line.kind === 'renamed')
    : presenceLines.value,
)
const unreadAt = computed(() => unread.value.lineAt)

let windowNow = timeline.peek()
/** Who reads further up is called for nothing that comes beyond the window. */
const windowShown = computed(() => {
  if (!isSameWindow?.(windowNow, timeline.value)) windowNow = timeline.value
  return windowNow
})

const input = computed(
  (): LogInput => ({
    timeline: windowShown.value,
    pending: [...outbox.value.list, ...uploading.value],
    wishes: wishes.value,
    presence: linesWanted.value,
    ignored: ignored.value,
    revealed: revealed.value,
    unreadAt: unreadAt.value,
    mine: me.value,
    skewMs: skewMs.peek(),
  }),
)

/** Shows the log in two elements, until the returned stop is called. */
export function startLogView(view: HTMLElement, content: HTMLElement): () => void {
  // A page that is here and not drawn yet would be taken for one that is missing.
  const isDrawn = () => !drawing.isDue
  const at = following.peek() ? null : untracked(readingAt)
  const mine = new ScrollKeeper({
    view,
    content,
    timeline: () => (hurry?.isCut ? { ...timeline.peek(), atStart: false } : timeline.peek()),
    setAnchor,
    loadOlder: () =>
      isDrawn() && !hurry?.grow(timeline.peek()) && pageLoads.peek().older === 'idle' && void loadOlder(),
    loadNewer: () => isDrawn() && pageLoads.peek().newer === 'idle' && void loadNewer(),
    moved: (byReader) => {
      look(view, mine, byReader)
      if (byReader && drawing.isDue) draw()
    },
  })
  keeper = mine
  hurry = null
  const drawing = new NextDrawing({
    ...clock,
    restMs: () => hurry?.restMs(mine.stays) ?? 0,
    frame: (run) => requestAnimationFrame(run),
    draw: () => flush(),
  })
  const draw = () => {
    if (keeper === mine) drawing.ask()
  }
  const flush = () => {
    hurry ??= makeHurry?.({ ...clock, draw, drawn: drawnTo }) ?? null
    hurry?.begins()
    holdFocus(content)
    mine.hold()
    const now = input.peek()
    const log = hurry?.part(now.timeline, { follows: mine.stays, viewPx: view.clientHeight }) ?? now.timeline
    const next = buildBlocks(shown.peek(), { ...now, timeline: log })
    // Also where nothing is new to see, the next page may be wanted.
    if (next === shown.peek()) {
      mine.settle()
      hurry?.drew()
    }
    batch(() => {
      shown.value = next
      drawEdges(log)
    })
  }
  const stopInput = effect(() => {
    void input.value
    draw()
  })
  const stopActs = effect(() => {
    void [outbox.value, uploading.value, wishes.value, revealed.value]
    hurry?.wake()
    draw()
  })
  // Own sending goes to the end, wherever the reader is.
  const stopFollow = effect(() => {
    if (following.value && !mine.following) untracked(() => mine.goToEnd())
  })
  if (at !== null) mine.goTo(messageAt(at), 'top')
  const stops = [onRoomLeft(clear), stopInput, stopActs, stopFollow, () => drawing.stop(), mine.start(), startDays()]
  return () => {
    for (const stop of stops) stop()
    // The log of another room may be shown already.
    if (keeper !== mine) return
    keeper = null
    clear()
  }
}

/** Nothing of the room that is left is drawn once more. */
function clear(): void {
  shown.value = []
  drawnTo = 0
  drawn.value = null
}

function drawEdges(now: Timeline): void {
  drawnTo = now.to
  const before = drawn.peek()
  const next = { atStart: now.atStart, atEnd: atEnd(now) }
  if (!now.ready || (before?.atStart === next.atStart && before.atEnd === next.atEnd)) return
  drawn.value = next
}

/** Call it when the rows are in the page, before they are painted. */
export function settle(view: HTMLElement | null): void {
  keeper?.settle()
  hurry?.drew()
  restoreFocus(view)
}

/** Puts an element into view as soon as it is drawn. */
const goTo: ScrollKeeper['goTo'] = (selector, to) => {
  hurry?.whole()
  keeper?.goTo(selector, to)
}

export const scrollByViews = (part: number): void => keeper?.scrollBy(part)
export const stayHere = (): void => keeper?.stay()

export function goToEnd(): void {
  showLatest()
  keeper?.goToEnd()
}

/** Puts a message of the window into the middle of the view, as soon as it is drawn. */
export const goToMessage = (seq: number): void => goTo(messageAt(seq), 'middle')

/** The keyboard's focus goes to a message, as soon as it is drawn. */
export function focusMessage(seq: number): void {
  hurry?.whole()
  wantFocus(seq)
  settle(document.querySelector<HTMLElement>('.log'))
}

/** The number of the first message in view. */
export function placeInView(): number | null {
  const seq = Number(keeper?.firstRow()?.dataset['seq'])
  return seq > 0 ? seq : null
}

/** Shows the unread line, wherever in the log it is. */
export async function goToUnread(seq: number): Promise<void> {
  const here = room.peek()
  try {
    await showAround(seq)
    if (here !== room.peek()) return
    writeUnread.asked(seq)
    goTo('.unread-line')
  } catch {
    if (here !== room.peek()) return
    const { loadError, retry } = words().log
    showToast(loadError, { tone: 'refusal', action: { label: retry, run: () => void goToUnread(seq) } })
  }
}

/** Shows the first of the messages that came while the line was cut. */
export async function goToMissed(after: number): Promise<void> {
  await goToUnread(after + 1)
  if (unread.peek().lineAt === after + 1) closeMissed()
}

function look(view: HTMLElement, at: ScrollKeeper, byReader: boolean): void {
  const box = view.getBoundingClientRect()
  const line = view.getElementsByClassName('unread-line')[0]?.getBoundingClientRect()
  writeUnread.lineInView(!!line && line.bottom > box.top && line.top < box.bottom)
  far.value = !at.following && view.scrollHeight - view.clientHeight - view.scrollTop > view.clientHeight / 2
  if (byReader) heedMoves.current?.(view, at.firstRow())
}

function startDays(): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined
  const look = () => {
    clearTimeout(timer)
    dayNow.value = serverNow()
    timer = setTimeout(look, untilTomorrow(serverNow()))
  }
  // Again when the server has said what time it is: the clock of the device may be a day off.
  const stop = effect(look)
  const seen = () => {
    if (document.visibilityState === 'visible') look()
  }
  document.addEventListener('visibilitychange', seen)
  return () => {
    stop()
    clearTimeout(timer)
    document.removeEventListener('visibilitychange', seen)
  }
}

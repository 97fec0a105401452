import { effect } from '@preact/signals'
import { showToast } from '#web/kit/toast.ts'
import { onRoomLeft, room } from '#web/store/session.ts'
import { following, heldLines, showAround, showTime } from '#web/store/timeline-store.ts'
import { toolWords } from '#web/words/tools.ts'
import { found, wayBack } from './found.ts'
import { focusMessage, goToEnd, goToMessage, placeInView } from './log-view.ts'

/** A message that was looked for is marked for so long (client.md 6.2). */
const MARK_MS = 1_500

let stopMark: ReturnType<typeof setTimeout> | undefined

export type Jump = {
  /** The message that the reader comes from: there is a way back to it. */
  from?: number | null
  /** Moves the keyboard's focus there, too. */
  focus?: boolean
}

/** Shows a message with what stands around it, and marks it; says so where it is no more. */
export async function jumpTo(seq: number, jump: Jump = {}): Promise<void> {
  const here = room.peek()
  try {
    await showAround(seq)
  } catch {
    if (here === room.peek()) offerAgain(() => void jumpTo(seq, jump))
    return
  }
  if (here !== room.peek()) return
  if (!heldLines.peek().has(seq)) {
    showToast(toolWords().actions.gone)
    return
  }
  const { from = null, focus = false } = jump
  wayBack.value = from === seq ? null : from
  arrive(seq, focus)
}

/** Shows the first message of a day, or the newest where there is none after it. */
export async function jumpToTime(atMs: number): Promise<void> {
  const from = placeInView()
  const here = room.peek()
  try {
    const seq = await showTime(atMs)
    if (here !== room.peek()) return
    if (seq === null) return goToEnd()
    wayBack.value = from
    arrive(seq, false)
  } catch {
    if (here === room.peek()) offerAgain(() => void jumpToTime(atMs))
  }
}

function offerAgain(run: () => void): void {
  const { notLoaded, retry } = toolWords().actions
  showToast(notLoaded, { tone: 'refusal', action: { label: retry, run } })
}

function arrive(seq: number, focus: boolean): void {
  goToMessage(seq)
  if (focus) focusMessage(seq)
  found.value = seq
  clearTimeout(stopMark)
  stopMark = setTimeout(() => {
    found.value = null
  }, MARK_MS)
}

/** Goes back to where the reader was before the jump. */
export async function goBack(): Promise<void> {
  const to = wayBack.peek()
  wayBack.value = null
  if (to !== null) await jumpTo(to)
}

/** Who is at the end again, or in another room, needs no way back. Returns its stop. */
export function startWayBack(): () => void {
  const stop = effect(() => {
    if (following.value && wayBack.peek() !== null) wayBack.value = null
  })
  const stopLeft = onRoomLeft(() => {
    wayBack.value = null
    found.value = null
  })
  return () => {
    stop()
    stopLeft()
  }
}

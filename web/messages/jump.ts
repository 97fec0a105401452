import { effect, type ReadonlySignal, type Signal, signal } from '@preact/signals'
import { showToast } from '#web/kit/toast.ts'
import { following, heldLines, showAround, showTime } from '#web/store/timeline-store.ts'
import { words } from '#web/words/index.ts'
import { focusMessage, goToEnd, goToMessage, placeInView } from './log-view.ts'

/** A message that was looked for is marked for so long (client.md 6.2). */
const MARK_MS = 1_500

const mark: Signal<number | null> = signal<number | null>(null)
const back: Signal<number | null> = signal<number | null>(null)
let stopMark: ReturnType<typeof setTimeout> | undefined

/** The message that was just jumped to. */
export const found: ReadonlySignal<number | null> = mark
/** Where the reader was before the jump; null: nowhere to go back to. */
export const wayBack: ReadonlySignal<number | null> = back

type Jump = {
  /** The message that the reader comes from: there is a way back to it. */
  from?: number | null
  /** Moves the keyboard's focus there, too. */
  focus?: boolean
}

/** Shows a message with what stands around it, and marks it; says so where it is no more. */
export async function jumpTo(seq: number, jump: Jump = {}): Promise<void> {
  try {
    await showAround(seq)
  } catch {
    offerAgain(() => void jumpTo(seq, jump))
    return
  }
  if (!heldLines.peek().has(seq)) {
    showToast(words().actions.gone)
    return
  }
  const { from = null, focus = false } = jump
  back.value = from === seq ? null : from
  arrive(seq, focus)
}

/** Shows the first message of a day, or the newest where there is none after it. */
export async function jumpToTime(atMs: number): Promise<void> {
  const from = placeInView()
  try {
    const seq = await showTime(atMs)
    if (seq === null) return goToEnd()
    back.value = from
    arrive(seq, false)
  } catch {
    offerAgain(() => void jumpToTime(atMs))
  }
}

function offerAgain(run: () => void): void {
  const { notLoaded, retry } = words().actions
  showToast(notLoaded, { tone: 'refusal', action: { label: retry, run } })
}

function arrive(seq: number, focus: boolean): void {
  goToMessage(seq)
  if (focus) focusMessage(seq)
  mark.value = seq
  clearTimeout(stopMark)
  stopMark = setTimeout(() => {
    mark.value = null
  }, MARK_MS)
}

/** Goes back to where the reader was before the jump. */
export async function goBack(): Promise<void> {
  const to = back.peek()
  back.value = null
  if (to !== null) await jumpTo(to)
}

/** Who is at the end again needs no way back. Returns its stop. */
export function startWayBack(): () => void {
  return effect(() => {
    if (following.value && back.peek() !== null) back.value = null
  })
}

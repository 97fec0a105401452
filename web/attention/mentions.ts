import { effect, type ReadonlySignal, type Signal, signal } from '@preact/signals'
import { attentive } from '#web/store/unread.ts'

const away: Signal<number> = signal(0)

/** Messages for the reader that came while the page had no attention. */
export const mentionsAway: ReadonlySignal<number> = away

/** Counts messages that are for the reader; what was missed while the line was cut counts, too. */
export function countMentions(count: number): void {
  if (!attentive.peek()) away.value += count
}

/** Read on another device: so many are left. */
export function keepMentions(count: number): void {
  if (away.peek() > count) away.value = count
}

/** Forgets the count when the page has attention again. Returns its stop. */
export const startMentions = (): (() => void) =>
  effect(() => {
    if (attentive.value) away.value = 0
  })

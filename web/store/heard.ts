import { effect } from '@preact/signals'
import { room } from '#web/store/session.ts'
import { timeline } from '#web/store/timeline-store.ts'

/** Resolves when the page has heard the log up to `seq`, and also when it turns to another room. */
export function heard(seq: number): Promise<void> {
  const here = room.peek()
  return new Promise((resolve) => {
    const stop = effect(() => {
      if (timeline.value.head < seq && room.value === here) return
      resolve()
      queueMicrotask(() => stop())
    })
  })
}

import { effect, type Signal, signal } from '@preact/signals'
import { pageTitle } from '#web/store/room-title.ts'

/** What stands before the title of the room. Written by what is loaded late (title-mark.ts). */
export const titleMark: Signal<string> = signal('')

/** The page is called after its room. Returns its stop. */
export function startTitle(): () => void {
  const stop = effect(() => {
    document.title = titleMark.value + pageTitle.value
  })
  return () => {
    stop()
    document.title = pageTitle.peek()
  }
}

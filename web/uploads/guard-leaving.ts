import { computed, effect, type ReadonlySignal } from '@preact/signals'
import { postings } from './postings.ts'
import { recording } from './recording.ts'
import { holdsOwn } from './tray.ts'

/** Something would be lost with the page: a file that travels, in whatever room, what is chosen and not kept, a voice that is being recorded. */
export const holdsUnsent: ReadonlySignal<boolean> = computed(
  () => postings.value.length > 0 || holdsOwn.value || recording.value !== null,
)

/** Asks before the page is left while something would be lost with it. Returns its stop. */
export function startGuard(): () => void {
  const ask = (event: BeforeUnloadEvent) => event.preventDefault()
  const stop = effect(() => {
    // Only then: a page that hears this is not kept for the way back by some browsers.
    if (holdsUnsent.value) window.addEventListener('beforeunload', ask)
    else window.removeEventListener('beforeunload', ask)
  })
  return () => {
    stop()
    window.removeEventListener('beforeunload', ask)
  }
}

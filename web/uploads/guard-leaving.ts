import { effect } from '@preact/signals'
import { postings } from './postings.ts'
import { recording } from './recording.ts'
import { holdsOwn } from './tray.ts'

/** Asks before the page is left while something would be lost with it. Returns its stop. */
export function startGuard(): () => void {
  const ask = (event: BeforeUnloadEvent) => event.preventDefault()
  const stop = effect(() => {
    // Only then: a page that hears this is not kept for the way back by some browsers.
    const holds = postings.value.length > 0 || holdsOwn.value || recording.value !== null
    if (holds) window.addEventListener('beforeunload', ask)
    else window.removeEventListener('beforeunload', ask)
  })
  return () => {
    stop()
    window.removeEventListener('beforeunload', ask)
  }
}

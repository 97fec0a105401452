import { type ReadonlySignal, signal } from '@preact/signals'

/** Follows a media query; false where there is no window. */
function follow(query: string): ReadonlySignal<boolean> {
  const list = typeof matchMedia === 'function' ? matchMedia(query) : null
  const now = signal(list?.matches ?? false)
  list?.addEventListener('change', (event) => {
    now.value = event.matches
  })
  return now
}

/** The main pointer is a finger: Enter breaks the line, targets are 44 px. */
export const coarsePointer = follow('(pointer: coarse)')
/** Phone layout (client.md 2). */
export const narrow = follow('(max-width: 760px)')
export const lessMotion = follow('(prefers-reduced-motion: reduce)')

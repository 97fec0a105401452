import type { Signal } from '@preact/signals'
import { coarsePointer } from '#web/kit/media.ts'
import { focusedRow, hoveredRow } from './active-row.ts'
import { prepareOverlays } from './overlays.ts'

const rowKey = (target: EventTarget | null): string | null =>
  target instanceof Element ? (target.closest<HTMLElement>('.row')?.dataset['key'] ?? null) : null

/** Where much is said, rows pass under a pointer that nobody moves: only one that stays so long has tools. */
const STAYS_MS = 300

/** Hands on the row under a pointer: at once where the pointer came to it, later where it came to the pointer. */
function hoverBy(take: (key: string | null) => void): {
  over(key: string | null, at: PointerEvent): void
  stop(): void
} {
  let last = { x: Number.NaN, y: Number.NaN }
  let timer: ReturnType<typeof setTimeout> | undefined
  return {
    over(key, { clientX: x, clientY: y }) {
      clearTimeout(timer)
      const isStill = x === last.x && y === last.y
      last = { x, y }
      if (!isStill || key === null) take(key)
      else timer = setTimeout(() => take(key), STAYS_MS)
    },
    stop: () => clearTimeout(timer),
  }
}

/** Follows pointer and focus over the log. Returns its stop. */
export function startActiveRow(view: HTMLElement): () => void {
  const stop = new AbortController()
  const options = { signal: stop.signal, passive: true }
  const take = (to: Signal<string | null>, key: string | null) => {
    if (to.peek() === key) return
    to.value = key
    if (key !== null) prepareOverlays()
  }
  const hover = hoverBy((key) => take(hoveredRow, key))
  view.addEventListener(
    'pointerover',
    (event) => hover.over(event.pointerType === 'touch' || coarsePointer.peek() ? null : rowKey(event.target), event),
    options,
  )
  view.addEventListener('pointerleave', (event) => hover.over(null, event), options)
  // A click puts the focus on a message, too: only who walks by keys sees what a key would reach.
  const arrive = (target: EventTarget | null) => {
    prepareOverlays()
    const byKeys = target instanceof Element && (target.matches(':focus-visible') || !target.matches('.row'))
    take(focusedRow, byKeys && !coarsePointer.peek() ? rowKey(target) : null)
  }
  view.addEventListener('focusin', ({ target }) => arrive(target), options)
  view.addEventListener('focusout', ({ relatedTarget }) => take(focusedRow, rowKey(relatedTarget)), options)
  // Somebody was here before this was.
  if (!coarsePointer.peek()) take(hoveredRow, rowKey(view.querySelector('.row:hover')))
  if (view.contains(document.activeElement)) arrive(document.activeElement)
  return () => {
    hover.stop()
    stop.abort()
  }
}

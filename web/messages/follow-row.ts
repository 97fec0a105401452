import type { Signal } from '@preact/signals'
import { coarsePointer } from '#web/kit/media.ts'
import { focusedRow, hoveredRow } from './active-row.ts'
import { prepareOverlays } from './overlays.ts'

const rowKey = (target: EventTarget | null): string | null =>
  target instanceof Element ? (target.closest<HTMLElement>('.row')?.dataset['key'] ?? null) : null

/** Follows pointer and focus over the log. Returns its stop. */
export function startActiveRow(view: HTMLElement): () => void {
  const stop = new AbortController()
  const options = { signal: stop.signal, passive: true }
  const take = (to: Signal<string | null>, key: string | null) => {
    if (to.peek() === key) return
    to.value = key
    if (key !== null) prepareOverlays()
  }
  view.addEventListener(
    'pointerover',
    ({ target, pointerType }) =>
      take(hoveredRow, pointerType === 'touch' || coarsePointer.peek() ? null : rowKey(target)),
    options,
  )
  view.addEventListener('pointerleave', () => take(hoveredRow, null), options)
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
  return () => stop.abort()
}

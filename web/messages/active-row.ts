import { type ReadonlySignal, type Signal, signal } from '@preact/signals'
import { coarsePointer } from '#web/kit/media.ts'
import { prepareOverlays } from './overlays.ts'

const hovered: Signal<string | null> = signal<string | null>(null)
const focused: Signal<string | null> = signal<string | null>(null)
/** Key of the message under the pointer, and of the one that the keyboard is at: only these have tools beside them. */
export const hoveredRow: ReadonlySignal<string | null> = hovered
export const focusedRow: ReadonlySignal<string | null> = focused

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
    ({ target, pointerType }) => take(hovered, pointerType === 'touch' || coarsePointer.peek() ? null : rowKey(target)),
    options,
  )
  view.addEventListener('pointerleave', () => take(hovered, null), options)
  // A click puts the focus on a message, too: only who walks by keys sees what a key would reach.
  view.addEventListener(
    'focusin',
    ({ target }) => {
      prepareOverlays()
      const byKeys = target instanceof Element && (target.matches(':focus-visible') || !target.matches('.row'))
      take(focused, byKeys && !coarsePointer.peek() ? rowKey(target) : null)
    },
    options,
  )
  view.addEventListener('focusout', ({ relatedTarget }) => take(focused, rowKey(relatedTarget)), options)
  return () => stop.abort()
}

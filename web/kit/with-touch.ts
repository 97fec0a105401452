import { coarsePointer } from './media.ts'

/**
 * What a finger does is loaded where there is one: at once on a phone, elsewhere with the first touch of `target`. What could not be
 * loaded is asked for again with the next. Returns its stop, which ends the signal.
 */
export function startWithTouch(
  target: Window | HTMLElement,
  load: () => Promise<(signal: AbortSignal) => void>,
): () => void {
  const stop = new AbortController()
  const { signal } = stop
  let isAsked = false
  const begin = () => {
    if (isAsked) return
    isAsked = true
    load().then(
      (start) => !signal.aborted && start(signal),
      () => {
        isAsked = false
      },
    )
  }
  const hear = (event: Event) => event instanceof PointerEvent && event.pointerType === 'touch' && begin()
  target.addEventListener('pointerdown', hear, { signal })
  if (coarsePointer.peek()) begin()
  return () => stop.abort()
}

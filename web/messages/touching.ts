import { coarsePointer } from '#web/kit/media.ts'

/** What a finger does to messages is loaded where there is one: at once on a phone, elsewhere with the first touch. */
export function startTouching(view: HTMLElement): () => void {
  const stop = new AbortController()
  const { signal } = stop
  let isAsked = false
  const load = () => {
    if (isAsked) return
    isAsked = true
    import('./row-touch.ts').then(
      ({ startRowTouch }) => !signal.aborted && startRowTouch(view, signal),
      () => {
        isAsked = false
      },
    )
  }
  view.addEventListener('pointerdown', ({ pointerType }) => pointerType === 'touch' && load(), { signal })
  if (coarsePointer.peek()) load()
  return () => stop.abort()
}

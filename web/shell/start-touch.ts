import { coarsePointer } from '#web/kit/media.ts'

/** What a finger does to sheets is loaded where there is one: at once on a phone, elsewhere with the first touch. Returns its stop. */
export function startTouch(): () => void {
  const stop = new AbortController()
  const { signal } = stop
  let isAsked = false
  const load = () => {
    if (isAsked) return
    isAsked = true
    import('./sheet-touch.ts').then(
      ({ startSheetTouch }) => !signal.aborted && signal.addEventListener('abort', startSheetTouch()),
      () => {
        isAsked = false
      },
    )
  }
  window.addEventListener('pointerdown', ({ pointerType }) => pointerType === 'touch' && load(), { signal })
  if (coarsePointer.peek()) load()
  return () => stop.abort()
}

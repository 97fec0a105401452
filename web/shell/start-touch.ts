import { startWithTouch } from '#web/kit/with-touch.ts'

/** What a finger does to sheets. Returns its stop. */
export const startTouch = (): (() => void) =>
  startWithTouch(window, async () => {
    const { startSheetTouch } = await import('./sheet-touch.ts')
    return (signal) => signal.addEventListener('abort', startSheetTouch())
  })

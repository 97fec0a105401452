import { startWithTouch } from '#web/kit/with-touch.ts'

/** What a finger does to messages. Returns its stop. */
export const startTouching = (view: HTMLElement): (() => void) =>
  startWithTouch(view, async () => {
    const { startRowTouch } = await import('./row-touch.ts')
    return (signal) => startRowTouch(view, signal)
  })

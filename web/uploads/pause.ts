import { effect } from '@preact/signals'
import { status } from '#web/store/session.ts'

/** Resolves after so long, or as soon as the connection is there again, or nobody waits any more. */
export function pauseUntilBack(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const stops: (() => void)[] = []
    const end = () => {
      for (const stop of stops) stop()
      resolve()
    }
    const timer = setTimeout(end, ms)
    stops.push(() => clearTimeout(timer))
    window.addEventListener('online', end)
    stops.push(() => window.removeEventListener('online', end))
    signal.addEventListener('abort', end)
    stops.push(() => signal.removeEventListener('abort', end))
    let was = status.peek()?.name
    stops.push(
      effect(() => {
        const now = status.value?.name
        if (now === 'online' && was !== 'online') queueMicrotask(end)
        was = now
      }),
    )
  })
}

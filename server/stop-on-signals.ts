import type { App } from './app.ts'
import type { Log } from './kit/log.ts'

/** Stopping takes no longer than this; what is left then is as safe as after a kill (P-17). */
const STOP_DEADLINE_MS = 9_000
/** A supervisor tells the whole group and npm passes it on: the same wish, heard twice. */
const SAME_WISH_MS = 1_000

/** SIGTERM and SIGINT let the house close in order. Somebody who asks again does not want to wait. */
export function stopOnSignals(app: App, log: Log): void {
  let askedMs: number | null = null

  async function stop(signal: string): Promise<void> {
    log.info('stopping', { signal })
    setTimeout(() => process.exit(1), STOP_DEADLINE_MS).unref()
    await app.stop()
    log.info('stopped')
    process.exit(0)
  }

  function hear(signal: string): void {
    const nowMs = performance.now()
    if (askedMs === null) {
      askedMs = nowMs
      void stop(signal)
    } else if (nowMs - askedMs > SAME_WISH_MS) process.exit(1)
  }

  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => hear(signal))
}

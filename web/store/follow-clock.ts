import { effect } from '@preact/signals'
import { client, platformNow, skewMs } from '#web/store/session.ts'

/** What a line takes is no skew: below this nothing is corrected, so that nothing is drawn anew each time. */
const NOTED_MS = 2_000

/**
 * Follows the server's clock while the page is open: with its heartbeat it says what time it is, so that a device whose clock jumps (or that
 * seems to have slept) tells right times again within 25 s. Returns its stop.
 */
export function startFollowingClock(): () => void {
  return effect(() =>
    client.value?.onPush((frame) => {
      if (frame[1] !== 'heads') return
      const now = frame[2].now_ms - platformNow()
      if (Math.abs(now - skewMs.peek()) > NOTED_MS) skewMs.value = now
    }),
  )
}

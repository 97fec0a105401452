import type { CDPSession } from 'playwright-core'
import type { Visitor } from '#tests/kit/page.ts'

const PX_PER_SECOND = 1_600
export const GESTURE_MS = 8_000

/** Scrolls up the log as a wheel does, for so long; also on a phone, for a finger that the browser makes up scrolls nothing there. */
export async function scrollUp(
  { log }: Visitor,
  devtools: CDPSession,
  forMs = GESTURE_MS,
  speed = PX_PER_SECOND,
): Promise<void> {
  const box = await log.boundingBox()
  if (!box) throw new Error('the log is not seen')
  await devtools.send('Input.synthesizeScrollGesture', {
    x: Math.round(box.x + box.width / 2),
    y: Math.round(box.y + box.height / 2),
    // Positive: what lies above comes into view.
    yDistance: (speed * forMs) / 1_000,
    xDistance: 0,
    speed,
    preventFling: true,
    gestureSourceType: 'mouse',
  })
}

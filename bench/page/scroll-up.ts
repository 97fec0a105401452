import type { CDPSession } from 'playwright-core'
import type { Visitor } from '#tests/kit/page.ts'

const PX_PER_SECOND = 1_600
export const GESTURE_MS = 8_000

/** Scrolls up the log as a wheel or a finger does, for so long. */
export async function scrollUp(
  { log, page }: Visitor,
  devtools: CDPSession,
  forMs = GESTURE_MS,
  speed = PX_PER_SECOND,
): Promise<void> {
  const box = await log.boundingBox()
  if (!box) throw new Error('the log is not seen')
  const isTouch = await page.evaluate(() => matchMedia('(pointer: coarse)').matches)
  await devtools.send('Input.synthesizeScrollGesture', {
    x: Math.round(box.x + box.width / 2),
    y: Math.round(box.y + box.height / 2),
    // Positive: what lies above comes into view.
    yDistance: (speed * forMs) / 1_000,
    xDistance: 0,
    speed,
    preventFling: true,
    gestureSourceType: isTouch ? 'touch' : 'mouse',
  })
}

import type { CDPSession } from 'playwright-core'
import type { Visitor } from '#tests/kit/page.ts'
import type { Crowd } from './crowd.ts'
import { during } from './load.ts'

/** UX-9: 2,000 messages as fast as they are stored. */
export const BURST = 2_000

/** `behindMs`: from the moment when the last was stored until it is painted, at the end of the log. */
export type Burst = { tookMs: number; behindMs: number; longestTask: number }

/** Everybody talks at once to somebody who follows the end. */
export async function burst(visitor: Visitor, devtools: CDPSession, crowd: Crowd): Promise<Burst> {
  const at = { startMs: Date.now(), storedMs: 0, paintedMs: 0 }
  const { longestTask } = await during(visitor, devtools, async () => {
    await crowd.say(BURST)
    at.storedMs = Date.now()
    at.paintedMs = await painted(visitor, crowd.newest)
  })
  return { tookMs: at.storedMs - at.startMs, behindMs: Math.max(0, at.paintedMs - at.storedMs), longestTask }
}

/** When the message stands at the end of the log, by the clock of both. */
const painted = async ({ page }: Visitor, seq: number): Promise<number> => {
  const when = await page.waitForFunction((wanted) => {
    const view = document.querySelector('[role=log]')
    const isThere = view?.querySelector(`[data-seq="${wanted}"]`)
    return isThere && view && view.scrollHeight - view.clientHeight - view.scrollTop <= 8 ? Date.now() : null
  }, seq)
  const ms = await when.jsonValue()
  if (ms === null) throw new Error('the burst was not seen')
  return ms
}

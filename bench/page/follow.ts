import type { CDPSession } from 'playwright-core'
import type { Visitor } from '#tests/kit/page.ts'
import { type Burst, burst } from './burst.ts'
import type { Crowd } from './crowd.ts'
import { during, heap, type Load } from './load.ts'
import { GESTURE_MS, scrollUp } from './scroll-up.ts'
import { Typing } from './typing.ts'
import { countFrames, type Watched } from './watch.ts'

export const PER_SECOND = 200
const SETTLE_MS = 3_000
/** The second minute, where there are that many; else after half of the time. */
const EARLY_MS = 120_000

/**
 * The heap after a collection, bytes: early and late while one follows, where only what is kept by mistake can grow; and after
 * scrolling up, with all the rows that the page ever holds. `up`: while one scrolls up.
 */
export type Followed = Watched &
  Load & {
    perSecond: number
    heapEarly: number
    heapLate: number
    heapUp: number
    up: Watched & Load
    burst: Burst
  }

type Turn = { visitor: Visitor; devtools: CDPSession; crowd: Crowd; minutes: number }

/**
 * Somebody follows the end of a room in which much is said, and writes meanwhile; then scrolls up while it goes on; then everybody
 * talks at once. Frames are counted in the first part of the time: to ask for each costs some of the main thread, whose load is
 * that of the other part.
 */
export async function follow({ visitor, devtools, crowd, minutes }: Turn): Promise<Followed> {
  const forMs = minutes * 60_000
  await visitor.composer.focus()
  const typing = new Typing(devtools)
  crowd.begin(PER_SECOND)
  try {
    await Bun.sleep(SETTLE_MS)
    const early = Math.min(EARLY_MS, forMs / 2)
    const [saidBefore, startMs] = [crowd.said, performance.now()]
    typing.go()
    const first = await during(visitor, devtools, () => Bun.sleep(early))
    await typing.rest()
    const heapEarly = await heap(devtools)
    await countFrames(visitor, false)
    typing.go()
    const rest = await during(visitor, devtools, () => Bun.sleep(forMs - early))
    await typing.rest()
    await countFrames(visitor, true)
    const perSecond = ((crowd.said - saidBefore) * 1_000) / (performance.now() - startMs)
    await requireEnd(visitor)
    const heapLate = await heap(devtools)
    const up = await during(visitor, devtools, () => scrollUp(visitor, devtools, Math.min(GESTURE_MS, forMs / 2)))
    await crowd.end()
    const heapUp = await heap(devtools)
    await visitor.composer.press('Escape')
    const heaps = { heapEarly, heapLate, heapUp }
    return { ...both(first, rest), perSecond, ...heaps, up, burst: await burst(visitor, devtools, crowd) }
  } finally {
    await typing.rest()
    await crowd.end()
  }
}

/** Frames and drawings of the part in which they were counted, the load of the other one, the most of both. */
function both(first: Watched & Load, rest: Watched & Load): Watched & Load {
  const { main, script, layout } = rest
  const more = (what: 'mostRows' | 'longestTask') => Math.max(first[what], rest[what])
  return { ...first, main, script, layout, mostRows: more('mostRows'), longestTask: more('longestTask') }
}

/** Whoever follows has to be at the end still, or something else was measured. */
async function requireEnd({ log }: Visitor): Promise<void> {
  const away = await log.evaluate((view) => view.scrollHeight - view.clientHeight - view.scrollTop)
  if (away > 80) throw new Error(`the page left the end of the log: ${away} px`)
}

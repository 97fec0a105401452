import type { BrowserContext, Page } from 'playwright-core'
import * as v from 'valibot'

/** What a page noted of its own load, as web.dev defines it. Times are milliseconds since the address was opened. */
const loaded = v.object({
  fcp: v.number(),
  lcp: v.number(),
  /** Shifts without a cause in what somebody did: the worst session of them. */
  cls: v.number(),
  /** What tasks took beyond 50 ms, from the first contentful paint on. */
  tbt: v.number(),
  /** From the first answer on the socket until rows were painted. */
  rows: v.number(),
})
export type Loaded = v.InferOutput<typeof loaded>

/** An answer within one frame of the browser's clock is told as this. */
export const LEAST_INP_MS = 16
/** The browser tells of an event a moment after it was painted. */
const TOLD_MS = 300

/** From the next load on pages watch themselves. */
export async function watchVitals(context: BrowserContext): Promise<void> {
  await context.addInitScript(watchItself)
}

export const takeLoaded = async (page: Page): Promise<Loaded> => v.parse(loaded, await ask(page, 'takeLoaded'))

/** The longest interaction since it was asked last, from the input until what it did was painted. */
export async function takeInp(page: Page): Promise<number> {
  await Bun.sleep(TOLD_MS)
  return Math.max(LEAST_INP_MS, v.parse(v.number(), await ask(page, 'takeInp')))
}

const ask = (page: Page, name: string): Promise<unknown> =>
  page.evaluate((what) => {
    const take: unknown = Reflect.get(globalThis, what)
    if (typeof take !== 'function') throw new Error('nobody watched')
    return take()
  }, name)

/** Runs in the page, before anything of it. */
function watchItself(): void {
  const [LONG_MS, GAP_MS, SESSION_MS] = [50, 1_000, 5_000]
  let [fcp, lcp, cls, helloMs, rowsMs, longest] = [0, 0, 0, 0, 0, 0]
  let session = { fromMs: 0, lastMs: 0, sum: 0 }
  const tasks: { startTime: number; duration: number }[] = []

  const observe = (type: string, hear: (entry: PerformanceEntry) => void, more: object = {}): void =>
    new PerformanceObserver((list) => list.getEntries().forEach(hear)).observe({ type, buffered: true, ...more })
  const of = (entry: PerformanceEntry, name: string): number => Number(Reflect.get(entry, name) ?? 0)

  observe('paint', ({ name, startTime }) => {
    if (name === 'first-contentful-paint') fcp = startTime
  })
  observe('largest-contentful-paint', ({ startTime }) => {
    lcp = startTime
  })
  observe('longtask', ({ startTime, duration }) => void tasks.push({ startTime, duration }))
  observe('layout-shift', (shift) => {
    if (Reflect.get(shift, 'hadRecentInput') === true) return
    const { startTime } = shift
    const goesOn = startTime - session.lastMs < GAP_MS && startTime - session.fromMs < SESSION_MS
    session = goesOn
      ? { ...session, lastMs: startTime, sum: session.sum + of(shift, 'value') }
      : { fromMs: startTime, lastMs: startTime, sum: of(shift, 'value') }
    cls = Math.max(cls, session.sum)
  })
  observe(
    'event',
    (event) => {
      if (of(event, 'interactionId') > 0) longest = Math.max(longest, event.duration)
    },
    { durationThreshold: 16 },
  )

  const Socket = WebSocket
  class WatchedSocket extends Socket {
    constructor(url: string | URL, protocols?: string | string[]) {
      super(url, protocols)
      this.addEventListener('message', () => (helloMs ||= performance.now()), { once: true })
    }
  }
  Reflect.set(globalThis, 'WebSocket', WatchedSocket)
  const rows = new MutationObserver(() => {
    if (rowsMs > 0 || !document.querySelector('.log-rows .row')) return
    rows.disconnect()
    // In the task behind the frame they are painted.
    requestAnimationFrame(() => setTimeout(() => (rowsMs = performance.now())))
  })
  rows.observe(document, { childList: true, subtree: true })

  Reflect.set(globalThis, 'takeLoaded', () => ({
    ...{ fcp, lcp, cls, rows: Math.max(0, rowsMs - helloMs) },
    tbt: tasks.reduce((sum, { startTime, duration }) => {
      const blocked = startTime + duration - Math.max(startTime + LONG_MS, fcp)
      return sum + Math.max(0, blocked)
    }, 0),
  }))
  Reflect.set(globalThis, 'takeInp', () => {
    const told = longest
    longest = 0
    return told
  })
}

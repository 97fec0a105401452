import type { Browser, Page } from 'playwright-core'
import * as v from 'valibot'

const trace = v.object({
  traceEvents: v.array(
    v.object({
      name: v.string(),
      /** Microseconds of the thread, without what others did meanwhile. */
      tdur: v.optional(v.number()),
    }),
  ),
})

/** What the browser did of each name while something ran in the page, milliseconds of the threads that did it. */
export async function traceOf(browser: Browser, page: Page, run: () => Promise<unknown>): Promise<Map<string, number>> {
  await browser.startTracing(page, { categories: ['-*', 'blink', 'devtools.timeline'] })
  await run()
  const { traceEvents } = v.parse(trace, JSON.parse((await browser.stopTracing()).toString()))
  const spent = new Map<string, number>()
  for (const { name, tdur = 0 } of traceEvents) spent.set(name, (spent.get(name) ?? 0) + tdur / 1_000)
  return spent
}

import type { CDPSession } from 'playwright-core'
import type { Visitor } from '#tests/kit/page.ts'
import { take, type Watched } from './watch.ts'

/** What the main thread did, time of the thread as a share of all time. */
export type Load = { main: number; script: number; layout: number }

/** What the page saw of itself, and what it cost, while something happened. */
export async function during(
  visitor: Visitor,
  devtools: CDPSession,
  run: () => Promise<unknown>,
): Promise<Watched & Load> {
  await take(visitor)
  const before = await metrics(devtools)
  await run()
  const after = await metrics(devtools)
  const seen = await take(visitor)
  const share = (...names: string[]) => {
    const spent = names.reduce((sum, name) => sum + (after.get(name) ?? 0) - (before.get(name) ?? 0), 0)
    return spent / ((after.get('Timestamp') ?? 0) - (before.get('Timestamp') ?? 0))
  }
  return {
    ...seen,
    main: share('TaskDuration'),
    script: share('ScriptDuration'),
    layout: share('LayoutDuration', 'RecalcStyleDuration'),
  }
}

async function metrics(devtools: CDPSession): Promise<ReadonlyMap<string, number>> {
  // Time of the thread: what server, crowd and raster take of two cores meanwhile is none of the page's.
  await devtools.send('Performance.enable', { timeDomain: 'threadTicks' })
  const { metrics: all } = await devtools.send('Performance.getMetrics')
  return new Map(all.map(({ name, value }) => [name, value]))
}

/** Bytes, after a collection: it holds the page, and is no part of what is measured. */
export async function heap(devtools: CDPSession): Promise<number> {
  await devtools.send('HeapProfiler.collectGarbage')
  return (await devtools.send('Runtime.getHeapUsage')).usedSize
}

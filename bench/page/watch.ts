import * as v from 'valibot'
import type { Visitor } from '#tests/kit/page.ts'

/** What the page noted of itself since it was asked last. Times are milliseconds. */
const watched = v.object({
  seconds: v.number(),
  frames: v.number(),
  /** 95 of 100 frames came within this of the one before. */
  frameP95: v.number(),
  /** Changes of the log's elements: all, and the most of them between two frames. */
  commits: v.number(),
  mostCommits: v.number(),
  mostRows: v.number(),
  /** From the moment when a message was stored until its row was there: 95 of 100 drawings. */
  drawnP95: v.number(),
  /** From a key until the page heard it, and until what it did was painted: that of 98 of 100 is the INP of typing. */
  keys: v.number(),
  keyP95: v.number(),
  keyInp: v.number(),
  /** Tasks of 50 ms and more, and the longest of them; 0: there was none. */
  longTasks: v.number(),
  longestTask: v.number(),
})
export type Watched = v.InferOutput<typeof watched>

/** Frames are counted by asking for each; while that costs too much, they are not. */
export const countFrames = ({ page }: Visitor, on: boolean): Promise<void> =>
  page.evaluate((isOn) => {
    const set: unknown = Reflect.get(globalThis, 'countFrames')
    if (typeof set !== 'function') throw new Error('nobody watched')
    set(isOn)
  }, on)

/** From the next load on the page watches itself; `take` asks what it saw, and begins anew. */
export async function watchPage({ context }: Visitor): Promise<void> {
  await context.addInitScript(watchItself)
}

export async function take({ page }: Visitor): Promise<Watched> {
  const told = await page.evaluate(() => {
    const ask: unknown = Reflect.get(globalThis, 'takeWatched')
    if (typeof ask !== 'function') throw new Error('nobody watched')
    return ask()
  })
  return v.parse(watched, told)
}

/** Runs in the page, before anything of it. */
function watchItself(): void {
  const LONGEST_MS = 2_000
  const ROWS_EVERY = 10
  // A duration in whole milliseconds is a place: what is kept does not grow with the minutes.
  const counts = () => ({ frames: empty(), drawn: empty(), keys: empty(), paints: empty() })
  const empty = (): number[] => new Array(LONGEST_MS + 1).fill(0)
  const note = (list: number[], ms: number): void => {
    const at = Math.min(LONGEST_MS, Math.max(0, Math.round(ms)))
    list[at] = (list[at] ?? 0) + 1
  }
  const sum = (list: readonly number[]): number => list.reduce((all, one) => all + one, 0)
  const within = (list: readonly number[], part = 0.95): number => {
    const wanted = sum(list) * part
    let seen = 0
    return Math.max(
      0,
      list.findIndex((one) => {
        seen += one
        return seen > 0 && seen >= wanted
      }),
    )
  }
  let noted = counts()
  let [sinceMs, lastFrameMs, commits, sinceFrame, mostCommits, mostRows] = [performance.now(), 0, 0, 0, 0, 0]
  let [longTasks, longestTask, isCounting] = [0, 0, true]

  const frame = (nowMs: number): void => {
    if (!isCounting) return
    if (lastFrameMs > 0) note(noted.frames, nowMs - lastFrameMs)
    lastFrameMs = nowMs
    mostCommits = Math.max(mostCommits, sinceFrame)
    sinceFrame = 0
    requestAnimationFrame(frame)
  }
  requestAnimationFrame(frame)
  Reflect.set(globalThis, 'countFrames', (on: boolean) => {
    isCounting = on
    ;[lastFrameMs, sinceFrame] = [0, 0]
    if (on) requestAnimationFrame(frame)
  })

  const isInLog = ({ target }: MutationRecord): boolean =>
    target instanceof Element && target.closest('[role=log]') !== null
  const lookAtLog = (): void => {
    commits++
    sinceFrame++
    const rows = document.querySelector('.log-rows')
    const newest = rows?.lastElementChild?.getElementsByClassName('row')
    const at = Number(newest?.item(newest.length - 1)?.getAttribute('data-at'))
    if (at > 0) note(noted.drawn, Date.now() - at)
    if (commits % ROWS_EVERY === 1) mostRows = Math.max(mostRows, rows?.getElementsByClassName('row').length ?? 0)
  }
  new MutationObserver((records) => records.some(isInLog) && lookAtLog()).observe(document, {
    childList: true,
    subtree: true,
  })

  addEventListener('keydown', ({ timeStamp }) => note(noted.keys, performance.now() - timeStamp), { capture: true })
  const events = { type: 'event', durationThreshold: 16 }
  new PerformanceObserver((list) => {
    for (const { name, duration } of list.getEntries()) if (name === 'keydown') note(noted.paints, duration)
  }).observe(events)
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) {
      longTasks++
      longestTask = Math.max(longestTask, duration)
    }
  }).observe({ type: 'longtask' })

  Reflect.set(globalThis, 'takeWatched', () => {
    const keys = sum(noted.keys)
    // What was painted within 16 ms is not told.
    const paints = noted.paints.with(16, (noted.paints[16] ?? 0) + Math.max(0, keys - sum(noted.paints)))
    const told = {
      seconds: (performance.now() - sinceMs) / 1_000,
      frames: sum(noted.frames),
      frameP95: within(noted.frames),
      ...{ commits, mostCommits, mostRows },
      drawnP95: within(noted.drawn),
      ...{ keys, keyP95: within(noted.keys), keyInp: keys > 0 ? within(paints, 0.98) : 0 },
      ...{ longTasks, longestTask },
    }
    noted = counts()
    ;[sinceMs, commits, mostCommits, mostRows, longTasks, longestTask] = [performance.now(), 0, 0, 0, 0, 0]
    return told
  })
}

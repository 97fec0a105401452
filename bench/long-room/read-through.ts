import type { Locator } from 'playwright-core'
import type { Visitor } from '#tests/kit/page.ts'
import { scrollUp } from '../page/scroll-up.ts'

/** What was measured, the most that came of it, and the most that may (client.md, UX-8). */
export type Step = { what: string; unit: string; most: number; goal: number }
type Tell = { pagedUp: number; say(line: string): void }

const DAY_MS = 86_400_000
const DAYS_BACK = [3, 9, 1, 12, 6]
const DASH_PX_PER_SECOND = 12_000
const DASH_MS = 5_000
const SOUGHT = ['茶壶', 'teahouse', '数据库']

/** Goes through the room as a reader would. The page is loaded anew first: the first visit has a dialog before it. */
export async function readThrough(visitor: Visitor, { pagedUp, say }: Tell): Promise<Step[]> {
  const steps: Step[] = []
  const note = (...all: Step[]): void => {
    for (const step of all) say(`${step.what}: ${step.most.toFixed(1)} ${step.unit}, at most ${step.goal}`)
    steps.push(...all)
  }
  await watchTasks(visitor)
  await visitor.page.reload()
  await visitor.isWhole()
  await visitor.bubbles.last().waitFor()
  await visitor.rests()
  note({ what: 'open: longest task', unit: 'ms', most: await longestTask(visitor), goal: 100 })

  const newest = (await visitor.bubbles.last().getAttribute('data-seq')) ?? ''
  const up = await pageUp(visitor, pagedUp)
  note(
    {
      what: `${up.seen.toLocaleString('en')} messages up: the anchor moves`,
      unit: 'px a page',
      most: up.moved,
      goal: 1,
    },
    { what: 'meanwhile: rows in the page', unit: 'rows', most: up.rows, goal: 300 },
    { what: 'meanwhile: longest task', unit: 'ms', most: await longestTask(visitor), goal: 50 },
  )
  // Faster than pages come: the wheel of somebody who looks for last month.
  await scrollUp(visitor, await visitor.devtools(), DASH_MS, DASH_PX_PER_SECOND)
  const dash = `${DASH_PX_PER_SECOND.toLocaleString('en')} px a second up, ${DASH_MS / 1_000} s: longest task`
  note({ what: dash, unit: 'ms', most: await longestTask(visitor), goal: 50 })

  const toLatest: number[] = []
  const toDates: number[] = []
  toLatest.push(await goToLatest(visitor, newest))
  for (const days of DAYS_BACK) {
    toDates.push(await jumpToDate(visitor, Date.now() - days * DAY_MS))
    toLatest.push(await goToLatest(visitor, newest))
  }
  const toHits: number[] = []
  for (const text of SOUGHT) toHits.push(await jumpToHit(visitor, text))
  note(
    { what: `jump to a date, the slowest of ${toDates.length}`, unit: 'ms', most: Math.max(...toDates), goal: 200 },
    {
      what: `back to the latest, the slowest of ${toLatest.length}`,
      unit: 'ms',
      most: Math.max(...toLatest),
      goal: 150,
    },
    {
      what: `jump to a hit of search, the slowest of ${toHits.length}`,
      unit: 'ms',
      most: Math.max(...toHits),
      goal: 200,
    },
  )
  return steps
}

/** From the next load on the page keeps how long its long tasks took. */
async function watchTasks({ context }: Visitor): Promise<void> {
  await context.addInitScript(() => {
    const tasks: number[] = []
    Reflect.set(globalThis, 'longTasks', tasks)
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) tasks.push(duration)
    }).observe({ type: 'longtask', buffered: true })
  })
}

/** The longest task since it was asked last; 0: none took 50 ms. */
const longestTask = ({ page }: Visitor): Promise<number> =>
  page.evaluate(() => {
    const tasks: unknown = Reflect.get(globalThis, 'longTasks')
    if (!Array.isArray(tasks)) throw new Error('nobody watched')
    return Math.max(0, ...tasks.splice(0).map(Number))
  })

/** Scrolls up by steps of less than a view until so many messages were seen. */
function pageUp({ log }: Visitor, wanted: number): Promise<{ seen: number; moved: number; rows: number }> {
  return log.evaluate(async (view, most) => {
    const painted = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))
    const rowsOf = () => [...view.querySelectorAll<HTMLElement>('li[data-seq]')]
    const seen = new Set<string>()
    let [moved, rows] = [0, 0]
    for (let step = 0; seen.size < most; step++) {
      if (step > most) throw new Error(`only ${seen.size} messages came`)
      const third = view.getBoundingClientRect().top + view.clientHeight / 3
      const anchor = rowsOf().find((row) => row.getBoundingClientRect().top > third)
      const { seq = '' } = anchor?.dataset ?? {}
      const before = anchor?.getBoundingClientRect().top ?? 0
      view.dispatchEvent(new WheelEvent('wheel', { deltaY: -1, bubbles: true }))
      const pixels = Math.min(700, view.scrollTop)
      view.scrollBy(0, -pixels)
      await painted()
      const after = view.querySelector(`li[data-seq="${seq}"]`)?.getBoundingClientRect().top
      if (after === undefined) throw new Error(`message ${seq} left the page while it was looked at`)
      moved = Math.max(moved, Math.abs(after - before - pixels))
      const all = rowsOf()
      rows = Math.max(rows, all.length)
      for (const { dataset } of all) seen.add(dataset['seq'] ?? '')
    }
    return { seen: seen.size, moved, rows }
  }, wanted)
}

/** Clicks, and measures until the message that was looked for is in the page, marked, and painted. */
const untilFound = (button: Locator): Promise<number> =>
  button.evaluate(async (element) => {
    const frame = () => new Promise((done) => requestAnimationFrame(done))
    const before = document.querySelector('.row-found')
    const startMs = performance.now()
    if (element instanceof HTMLElement) element.click()
    for (;;) {
      const found = document.querySelector('.row-found')
      if (found && found !== before) break
      if (performance.now() - startMs > 10_000) throw new Error('nothing was found')
      await frame()
    }
    await frame()
    return performance.now() - startMs
  })

async function jumpToDate({ page, words }: Visitor, atMs: number): Promise<number> {
  await page.locator('.day-button').first().click()
  const card = page.getByRole('dialog', { name: words.actions.jumpToDate })
  // The page is in Shanghai.
  await card.getByLabel(words.actions.date).fill(new Date(atMs + 8 * 3_600_000).toISOString().slice(0, 10))
  return untilFound(card.getByRole('button', { name: words.actions.go }))
}

async function jumpToHit({ page, words }: Visitor, text: string): Promise<number> {
  const field = page.getByRole('textbox', { name: words.search.field })
  if (!(await field.isVisible())) await page.getByRole('button', { name: words.shortcuts.search }).click()
  await field.fill(text)
  await page.waitForFunction(
    (sought) =>
      document.querySelector('.search-results')?.getAttribute('aria-busy') === 'false' &&
      [...document.querySelectorAll('.hit mark')].some((mark) => mark.textContent === sought),
    text,
  )
  return untilFound(page.locator('.hit').last())
}

/** From the click until the newest message is there, with the end of the log at the lower edge, and painted. */
async function goToLatest({ page, words }: Visitor, newest: string): Promise<number> {
  const button = page.getByRole('button', { name: words.log.toLatest })
  await button.waitFor()
  return button.evaluate(async (element, seq) => {
    const frame = () => new Promise((done) => requestAnimationFrame(done))
    const view = document.querySelector('[role=log]')
    const startMs = performance.now()
    if (element instanceof HTMLElement) element.click()
    const isThere = () =>
      view?.querySelector(`li[data-seq="${seq}"]`) && view.scrollHeight - view.clientHeight - view.scrollTop <= 8
    while (!isThere()) {
      if (performance.now() - startMs > 10_000) throw new Error('the end did not come')
      await frame()
    }
    await frame()
    return performance.now() - startMs
  }, newest)
}

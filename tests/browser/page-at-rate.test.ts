import { expect, test } from 'bun:test'
import type { Guest } from '#tests/kit/guest.ts'
import { newRoom, openHouse } from '#tests/kit/house.ts'
import { traceOf } from '#tests/kit/main-thread.ts'
import type { Visitor } from '#tests/kit/page.ts'

const house = openHouse()

const PEOPLE = 6
/** Chromium's walk through all that has moved, before it is painted. */
const PRE_PAINT = 'LocalFrameView::RunPrePaintLifecyclePhase'
const EACH = 80

/** Everybody talks at once; resolves when all of it is stored. */
const talk = (people: readonly Guest[]): Promise<unknown> =>
  Promise.all(people.map((one) => one.tells(Array.from({ length: EACH }, (_, at) => `${one.name} ${at}`))))

/** From now on: the most changes of the log between two frames, and the most rows that were in it. */
const watch = ({ page }: Visitor) =>
  page.evaluateHandle(() => {
    const most = { changes: 0, rows: 0, draws: 0 }
    let changes = 0
    const frame = () => {
      most.changes = Math.max(most.changes, changes)
      changes = 0
      requestAnimationFrame(frame)
    }
    requestAnimationFrame(frame)
    const log = document.querySelector('.log-content')
    if (!log) throw new Error('there is no log')
    new MutationObserver(() => {
      changes++
      most.draws++
      most.rows = Math.max(most.rows, log.getElementsByClassName('row').length)
    }).observe(log, { childList: true, subtree: true })
    return most
  })

/** All texts from the end of the log up to its beginning, by steps of less than a view. */
const readBack = ({ log }: Visitor, count: number): Promise<string[]> =>
  log.evaluate(async (view, wanted) => {
    const frame = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))
    const texts = new Map<number, string>()
    for (let step = 0; texts.size < wanted; step++) {
      if (step > wanted) throw new Error(`only ${texts.size} messages came`)
      for (const row of view.querySelectorAll<HTMLElement>('.row[data-seq]'))
        texts.set(Number(row.dataset['seq']), row.querySelector('.text')?.textContent ?? '')
      view.dispatchEvent(new WheelEvent('wheel', { deltaY: -1, bubbles: true }))
      view.scrollBy(0, -Math.min(400, view.scrollTop))
      await frame()
    }
    return [...texts].sort(([one], [other]) => one - other).map(([, text]) => text)
  }, count)

test('[PERF-13] while much is said at once the log changes once a frame, and nothing of it is lost', async () => {
  const room = newRoom()
  const people = await Promise.all(
    Array.from({ length: PEOPLE }, (_, at) => house.guest({ name: `Talker ${at}`, room })),
  )
  const ada = await house.enter('Ada Follows', { path: `/r/${room}` })
  const most = await watch(ada)
  await talk(people)
  await people[0]?.says('that was all')
  await ada.sees('that was all')
  const { changes, rows, draws } = await most.jsonValue()
  expect(changes).toBe(1)
  expect(rows).toBeLessThanOrEqual(300)
  // It was watched: a log that is drawn once at the end would prove nothing.
  expect(draws).toBeGreaterThan(3)
  const texts = await readBack(ada, PEOPLE * EACH + 1)
  expect(texts.length).toBe(PEOPLE * EACH + 1)
  for (const { name } of people)
    expect(texts.filter((text) => text.startsWith(`${name} `))).toEqual(
      Array.from({ length: EACH }, (_, at) => `${name} ${at}`),
    )
})

/** From now on: how often the way to the end tells another number, and from the first to the last of them. */
const watchPill = ({ page }: Visitor) =>
  page.evaluateHandle(() => {
    const told = { numbers: 0, tookMs: 0 }
    let firstMs = 0
    const pills = document.querySelector('.lower-pills')
    if (!pills) throw new Error('there are no pills')
    let before = pills.textContent
    new MutationObserver(() => {
      if (pills.textContent === before) return
      before = pills.textContent
      told.numbers++
      firstMs ||= performance.now()
      told.tookMs = performance.now() - firstMs
    }).observe(pills, { childList: true, subtree: true, characterData: true })
    return told
  })

test('[PERF-13] who reads further up is not drawn anew by what comes at the end', async () => {
  const room = newRoom()
  const bob = await house.guest({ name: 'Bob Goes On', room })
  await bob.tells(Array.from({ length: 120 }, (_, at) => `line ${at}`))
  const ada = await house.enter('Ada Reads', { path: `/r/${room}#2` })
  await ada.sees('line 1')
  await ada.rests()
  const most = await watch(ada)
  const told = await watchPill(ada)
  await bob.tells(Array.from({ length: 20 }, (_, at) => `more ${at}`))
  await ada.page.getByRole('button', { name: ada.words.log.newMessages(20) }).waitFor()
  await ada.paints()
  expect(await most.jsonValue()).toMatchObject({ changes: 0, draws: 0 })
  // The first at once, the others together: the number is told four times a second, however many come.
  const { numbers, tookMs } = await told.jsonValue()
  expect(numbers).toBeLessThanOrEqual(2 + tookMs / 250)
  // It would have been seen.
  await bob.client.call('message.react', {
    ...{ room: bob.room.info?.id ?? '', cid: crypto.randomUUID(), message: 2, kind: '🍵', on: true },
  })
  await ada.log.getByRole('group', { name: ada.words.actions.reactions }).waitFor()
  expect((await most.jsonValue()).draws).toBeGreaterThan(0)
})

/**
 * What was pushed about since the page began, from where to where. What Chromium puts down to an input counts, too: nobody
 * touches this page, and the size that a new page is given is an input to Chromium for half a second.
 */
const watchShifts = ({ page }: Visitor) =>
  page.evaluateHandle(() => {
    type Shift = PerformanceEntry & { value: number; sources: Source[] }
    type Source = { node: Node | null; previousRect: DOMRectReadOnly; currentRect: DOMRectReadOnly }
    const isShift = (entry: PerformanceEntry): entry is Shift => 'value' in entry && 'sources' in entry
    const place = ({ x, y, width, height }: DOMRectReadOnly) => `${x},${y} ${width}×${height}`
    const nameOf = (node: Node | null) =>
      (node instanceof Element ? node.outerHTML : (node?.textContent ?? 'gone')).slice(0, 120)
    const shifts: string[] = []
    const note = (entry: PerformanceEntry) => {
      if (!isShift(entry)) return
      const moved = entry.sources.map(
        (one) => `${nameOf(one.node)}: ${place(one.previousRect)} → ${place(one.currentRect)}`,
      )
      shifts.push(`${entry.value} after ${entry.startTime} ms: ${moved.join('; ')}`)
    }
    new PerformanceObserver((list) => list.getEntries().map(note)).observe({ type: 'layout-shift', buffered: true })
    return shifts
  })

test('[UX-10] on a phone nothing is pushed about: by the page itself, nor by reactions, writers and messages that come', async () => {
  const room = newRoom()
  const bob = await house.guest({ name: 'Bob Pushes', room })
  await bob.tells(Array.from({ length: 40 }, (_, at) => `line ${at}`))
  const ada = await house.enter('Ada Still', { path: `/r/${room}`, viewport: { width: 390, height: 844 }, touch: true })
  const shifts = await watchShifts(ada)
  await bob.says('one more')
  await ada.sees('one more')
  const at = { room: bob.room.info?.id ?? '', cid: crypto.randomUUID() }
  await bob.client.call('message.react', { ...at, message: 40, kind: '🍵', on: true })
  await ada.log.getByRole('group', { name: ada.words.actions.reactions }).waitFor()
  bob.room.typing(true)
  await ada.page.locator('.typing-dots').waitFor()
  bob.room.typing(false)
  await ada.page.locator('.typing-dots').waitFor({ state: 'detached' })
  await ada.paints()
  expect(await shifts.jsonValue()).toEqual([])
  // And for who reads further up, by what grows above: of the same person, so that it moves within its group.
  await ada.log.evaluate((view) => {
    view.dispatchEvent(new WheelEvent('wheel', { deltaY: -1, bubbles: true }))
    view.scrollBy(0, -200)
  })
  await ada.paints()
  await bob.client.call('message.react', { ...at, cid: crypto.randomUUID(), message: 2, kind: '🍵', on: true })
  await ada.log.getByRole('group', { name: ada.words.actions.reactions }).nth(1).waitFor()
  await ada.paints()
  expect(await shifts.jsonValue()).toEqual([])
  // It would have been seen.
  await ada.page.evaluate(() => document.querySelector('.log-frame')?.before(document.createElement('hr'), 'pushed'))
  await ada.page.waitForFunction((seen) => seen.length > 0, shifts)
})

/** What lies below is pushed down and up again, a frame each. */
const pushDown = ({ page }: Visitor) =>
  page.evaluate(async () => {
    const frame = () => new Promise((done) => requestAnimationFrame(done))
    const line = Object.assign(document.createElement('p'), { textContent: 'comes in above' })
    for (let turn = 0; turn < 20; turn++) {
      document.querySelector('.log-rows')?.prepend(line)
      await frame()
      line.remove()
      await frame()
    }
  })

test('[PERF-13] what comes in above moves the rows below as a whole: Chromium does not look through each of them again', async () => {
  const room = newRoom()
  const people = await Promise.all(['Bob', 'Cem', 'Dan'].map((name) => house.guest({ name: `${name} Below`, room })))
  for (let at = 0; at < 40; at++) await Promise.all(people.map((one) => one.says(`line ${at}`)))
  const ada = await house.enter('Ada Above', { path: `/r/${room}` })
  await ada.sees('line 39')
  await ada.rests()
  const look = async () => (await traceOf(house.browser, ada.page, () => pushDown(ada))).get(PRE_PAINT) ?? 0
  const spent = { whole: 0, each: 0 }
  for (let turn = 0; turn < 2; turn++) {
    spent.whole += await look()
    await ada.page.evaluate(() => {
      const sheet = new CSSStyleSheet()
      sheet.replaceSync('.group { transform: none !important }')
      document.adoptedStyleSheets = [sheet]
    })
    spent.each += await look()
    await ada.page.evaluate(() => {
      document.adoptedStyleSheets = []
    })
  }
  expect(spent.whole).toBeGreaterThan(0)
  expect(spent.whole / spent.each).toBeLessThan(0.5)
})

test('[PERF-13] of a plain message one element is positioned: Chromium prepares and paints each such by itself', async () => {
  const room = newRoom()
  const bob = await house.guest({ name: 'Bob Is Plain', room })
  await bob.tells(['one', 'two', 'three'])
  const ada = await house.enter('Ada Paints', {
    path: `/r/${room}`,
    viewport: { width: 390, height: 844 },
    touch: true,
  })
  await ada.sees('three')
  const positioned = await ada.bubbles.evaluateAll((rows) => {
    const isShown = (one: Element) => getComputedStyle(one).display !== 'none'
    const isPlaced = (one: Element) => getComputedStyle(one).position !== 'static'
    return rows.map((row) =>
      [row, ...row.querySelectorAll('*')].filter((one) => isShown(one) && isPlaced(one)).map(({ tagName }) => tagName),
    )
  })
  expect(positioned).toEqual([['LI'], ['LI'], ['LI']])
})

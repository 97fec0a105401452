import { expect, test } from 'bun:test'
import { newRoom, openHouse } from '#tests/kit/house.ts'
import type { Visitor } from '#tests/kit/page.ts'

const house = openHouse()

/** The message in the middle of the view, and how far it is from the top of the view. */
function anchor({ log }: Visitor): Promise<{ text: string; top: number }> {
  return log.evaluate((view) => {
    const frame = view.getBoundingClientRect()
    const rows = [...view.querySelectorAll('li')]
    const row = rows.find((one) => one.getBoundingClientRect().top > frame.top + frame.height / 3)
    return {
      text: row?.querySelector('.text')?.textContent ?? '',
      top: (row?.getBoundingClientRect().top ?? 0) - frame.top,
    }
  })
}

/** The first message of which anything is in view. */
function firstInView({ log }: Visitor): Promise<{ text: string; top: number }> {
  return log.evaluate((view) => {
    const frame = view.getBoundingClientRect()
    const row = [...view.querySelectorAll('li')].find((one) => one.getBoundingClientRect().bottom > frame.top)
    return {
      text: row?.querySelector('.text')?.textContent ?? '',
      top: (row?.getBoundingClientRect().top ?? 0) - frame.top,
    }
  })
}

function topOf({ log }: Visitor, text: string): Promise<number> {
  return log.evaluate((view, wanted) => {
    const row = [...view.querySelectorAll('li')].find((one) => one.querySelector('.text')?.textContent === wanted)
    if (!row) throw new Error(`${wanted} is not on the page`)
    return row.getBoundingClientRect().top - view.getBoundingClientRect().top
  }, text)
}

/** Distance of the end of the log from the lower edge of the view. */
const fromEnd = ({ log }: Visitor): Promise<number> =>
  log.evaluate((view) => view.scrollHeight - view.clientHeight - view.scrollTop)
/** Resolves when the end of the log is in view. */
const isAtEnd = ({ page }: Visitor) =>
  page.waitForFunction(() => {
    const view = document.querySelector('[role=log]')
    return view && view.scrollHeight - view.clientHeight - view.scrollTop <= 8
  })

const numbered = (word: string, count: number): string[] => Array.from({ length: count }, (_, at) => `${word} ${at}`)

async function fill(room: string, count: number) {
  const bob = await house.guest({ name: `Bob ${room}`, room })
  await bob.tells(numbered('line', count))
  return bob
}

test('[UX-10] [D-37] who reads is not moved by 50 messages; the pill counts them and leads to the end', async () => {
  const room = newRoom()
  const bob = await fill(room, 45)
  const ada = await house.enter('Ada Reads', { path: `/r/${room}` })
  await ada.sees('line 44')
  await ada.wheels(-600)
  const before = await anchor(ada)
  await bob.tells(numbered('new', 50))
  const pill = ada.page.getByRole('button', { name: ada.words.log.newMessages(50) })
  await pill.waitFor()
  expect(Math.abs((await topOf(ada, before.text)) - before.top)).toBeLessThanOrEqual(1)
  expect(await ada.page.evaluate(() => document.activeElement?.closest('.log-pill'))).toBeNull()
  await pill.click()
  await ada.sees('new 49')
  await pill.waitFor({ state: 'detached' })
  await isAtEnd(ada)
})

test('[UX-10] who follows stays at the end, also through a change of size; own sending goes there', async () => {
  const room = newRoom()
  const bob = await fill(room, 40)
  const ada = await house.enter('Ada Follows', { path: `/r/${room}`, viewport: { width: 390, height: 844 } })
  await ada.sees('line 39')
  await bob.says('a\nmessage\nof\nsome\nlines')
  await ada.sees('of\nsome')
  await isAtEnd(ada)
  for (const height of [480, 844]) {
    await ada.page.setViewportSize({ width: 390, height })
    await ada.page.waitForFunction((wanted) => window.innerHeight === wanted, height)
    await isAtEnd(ada)
  }
  await ada.wheels(-900)
  expect(await fromEnd(ada)).toBeGreaterThan(80)
  // Turned, with another layout around it: who reads is where they were.
  const before = await firstInView(ada)
  for (const [width, height] of [
    [844, 390],
    [390, 844],
  ] as const) {
    await ada.page.setViewportSize({ width, height })
    await ada.page.waitForFunction((wanted) => window.innerWidth === wanted, width)
    await ada.paints()
    expect(Math.abs((await topOf(ada, before.text)) - before.top)).toBeLessThanOrEqual(1)
  }
  await ada.composer.fill('mine goes to the end')
  await ada.page.keyboard.press('Enter')
  await ada.stored('mine goes to the end')
  await isAtEnd(ada)
})

test('[UX-10] a wheel upward during a burst frees at once', async () => {
  const room = newRoom()
  const bob = await fill(room, 40)
  const ada = await house.enter('Ada Wheels', { path: `/r/${room}` })
  await ada.sees('line 39')
  let isFree = false
  const burst = (async () => {
    let at = 0
    while (!isFree) await bob.says(`burst ${at++}`)
    for (let more = 0; more < 20; more++) await bob.says(`burst ${at++}`)
  })()
  await ada.sees('burst 5')
  await ada.wheels(-500)
  const before = await anchor(ada)
  isFree = true
  await burst
  await ada.page.getByRole('button', { name: /new messages/ }).waitFor()
  expect(Math.abs((await topOf(ada, before.text)) - before.top)).toBeLessThanOrEqual(1)
})

test('[UX-8] history is read back page by page: order, no move over 1 px, at most 300 rows, and back', async () => {
  const room = newRoom()
  await fill(room, 420)
  const ada = await house.enter('Ada History', { path: `/r/${room}` })
  await ada.sees('line 419')
  const seen = new Set<string>()
  while (!seen.has('line 0')) {
    const before = await anchor(ada)
    const scrolled = await ada.log.evaluate((view) => {
      view.dispatchEvent(new WheelEvent('wheel', { deltaY: -1, bubbles: true }))
      const pixels = Math.min(700, view.scrollTop)
      view.scrollBy(0, -pixels)
      return pixels
    })
    await ada.paints()
    expect(Math.abs((await topOf(ada, before.text)) - before.top - scrolled)).toBeLessThanOrEqual(1)
    const texts = await ada.texts()
    for (const text of texts) seen.add(text)
    expect(texts.length).toBeLessThanOrEqual(300)
    const numbers = texts.map((text) => Number(text.slice(5)))
    expect(numbers).toEqual(numbers.map((_, at) => (numbers[0] ?? 0) + at))
  }
  expect(seen.size).toBe(420)
  await ada.page.getByText(ada.words.log.start).waitFor()
  await ada.page.getByRole('button', { name: ada.words.log.toLatest }).click()
  await ada.sees('line 419')
  await isAtEnd(ada)
})

/** How many rows came at a time while the log was scrolled to one end until that message was on the page. */
const drawsUntil = (visitor: Visitor, end: 'top' | 'bottom', last: string): Promise<number[]> =>
  visitor.log.evaluate(
    async (view, { end, last }) => {
      const known = new WeakSet<Element>(view.querySelectorAll('.row'))
      const draws: number[] = []
      const watch = new MutationObserver(() => {
        const fresh = [...view.querySelectorAll('.row')].filter((row) => !known.has(row))
        for (const row of fresh) known.add(row)
        draws.push(fresh.length)
      })
      watch.observe(view, { childList: true, subtree: true })
      const isThere = () => [...view.querySelectorAll('.text')].some((text) => text.textContent === last)
      view.dispatchEvent(new WheelEvent('wheel', { deltaY: end === 'top' ? -1 : 1, bubbles: true }))
      while (!isThere()) {
        view.scrollTop = end === 'top' ? 0 : view.scrollHeight
        await new Promise((done) => requestAnimationFrame(done))
      }
      watch.disconnect()
      return draws.filter((rows) => rows > 0)
    },
    { end, last },
  )

test('[UX-8] a page of history is drawn in slices, up and down, so that no task is long', async () => {
  const room = newRoom()
  await fill(room, 260)
  const ada = await house.enter('Ada Slices', { path: `/r/${room}#130` })
  await ada.sees('line 129')
  const down = await drawsUntil(ada, 'bottom', 'line 259')
  const up = await drawsUntil(ada, 'top', 'line 0')
  expect(down.length).toBeGreaterThanOrEqual(4)
  expect(up.length).toBeGreaterThanOrEqual(4)
  expect(Math.max(...down, ...up)).toBeLessThanOrEqual(25)
  // Whatever opens over the page asks for the styles of each element of each row (UX-7): bubble, text and time are all.
  expect(await ada.bubbles.first().evaluate((row) => row.querySelectorAll('*').length)).toBe(3)
})

test('[UX-8] a step that is taken in the frame in which a page comes is not taken back', async () => {
  const room = newRoom()
  await fill(room, 420)
  const ada = await house.enter('Ada Steps', { path: `/r/${room}` })
  await ada.sees('line 419')
  const moved = await ada.log.evaluate(async (view) => {
    const frame = () => new Promise((done) => requestAnimationFrame(done))
    const topOf = (row: Element | undefined) => row?.getBoundingClientRect().top ?? Number.NaN
    let most = 0
    while (![...view.querySelectorAll('.text')].some((text) => text.textContent === 'line 0')) {
      const row = [...view.querySelectorAll('li')].find((one) => topOf(one) > topOf(view) + view.clientHeight / 3)
      const before = topOf(row)
      view.dispatchEvent(new WheelEvent('wheel', { deltaY: -1, bubbles: true }))
      const pixels = Math.min(600, view.scrollTop)
      view.scrollBy(0, -pixels)
      await frame()
      await frame()
      if (row?.isConnected) most = Math.max(most, Math.abs(topOf(row) - before - pixels))
    }
    return most
  })
  expect(moved).toBeLessThanOrEqual(1)
})

/**
 * Chromium has no switch for a hidden tab in the headless shell: the page is told so, and has no frames, as a browser would do it.
 * Gives what shows it again, and says how often the log was changed meanwhile.
 */
async function hide({ page }: Visitor): Promise<() => Promise<number>> {
  const tab = await page.evaluateHandle(() => {
    const native = window.requestAnimationFrame
    const held: FrameRequestCallback[] = []
    let changes = 0
    const watch = new MutationObserver((all) => {
      changes += all.length
    })
    const tell = (hidden: boolean) => {
      const state = () => (hidden ? 'hidden' : 'visible')
      Object.defineProperty(document, 'visibilityState', { configurable: true, get: state })
      Object.defineProperty(document, 'hidden', { configurable: true, get: () => hidden })
      Object.defineProperty(document, 'hasFocus', { configurable: true, value: () => !hidden })
      document.dispatchEvent(new Event('visibilitychange'))
      window.dispatchEvent(new Event(hidden ? 'blur' : 'focus'))
    }
    window.requestAnimationFrame = (run) => held.push(run)
    tell(true)
    const log = document.querySelector('[role=log]')
    if (log) watch.observe(log, { childList: true, subtree: true, attributes: true, characterData: true })
    const show = () => {
      changes += watch.takeRecords().length
      watch.disconnect()
      window.requestAnimationFrame = native
      tell(false)
      for (const run of held) requestAnimationFrame(run)
      return changes
    }
    return { show }
  })
  return () => tab.evaluate(({ show }) => show())
}

/** The text of the message that follows the unread line; null without a line. */
const afterLine = ({ page }: Visitor) =>
  page.evaluate((selector) => {
    const line = document.querySelector(selector)
    if (!line) return null
    const rows = [...document.querySelectorAll('[role=log] li')]
    const next = rows.find((row) => line.compareDocumentPosition(row) & Node.DOCUMENT_POSITION_FOLLOWING)
    return next?.querySelector('.text')?.textContent ?? ''
  }, '.unread-line')

test('[UX-11] [UX-9] the unread line stays where it was put; the title counts; a hidden tab draws nothing', async () => {
  const room = newRoom()
  const bob = await fill(room, 3)
  const ada = await house.enter('Ada Unread', { path: `/r/${room}` })
  await ada.sees('line 2')
  expect(await afterLine(ada)).toBeNull()
  const show = await hide(ada)
  await bob.tells(numbered('away', 5))
  await ada.page.waitForFunction(() => document.title.startsWith('(5)'))
  // Nothing is drawn for nobody; what was seen last stands there still.
  expect(await show()).toBe(0)
  await ada.sees('away 4')
  expect(await afterLine(ada)).toBe('away 0')
  await ada.page.waitForFunction(() => !document.title.startsWith('('))
  await bob.tells(numbered('here', 5))
  await ada.sees('here 4')
  expect(await afterLine(ada)).toBe('away 0')
  const showAgain = await hide(ada)
  await bob.says('away again')
  await ada.page.waitForFunction(() => document.title.startsWith('(1)'))
  expect(await showAgain()).toBe(0)
  await ada.sees('away again')
  expect(await afterLine(ada)).toBe('away again')
  await ada.send('I have read it')
  expect(await afterLine(ada)).toBeNull()
})

test('[UX-17] those who come and go are folded into one line, which opens by the keyboard', async () => {
  const room = newRoom()
  const ada = await house.enter('Ada Folds', { path: `/r/${room}` })
  const names = ['Anna', 'Boris', 'Carl', 'Dora', 'Emil', 'Frida', 'Gert', 'Hugo', 'Inga', 'Jonas', 'Karin', 'Lotte']
  for (const name of names) await house.guest({ name, room })
  const line = ada.log.getByText(ada.words.lines.came(names, 12))
  await line.waitFor()
  expect(await ada.log.getByText(/joined/).count()).toBe(1)
  const unfold = ada.log.getByRole('button', { name: ada.words.lines.unfold })
  await unfold.focus()
  await ada.page.keyboard.press('Enter')
  await ada.log.getByText('Lotte joined').waitFor()
  expect(await ada.log.getByText(/joined/).count()).toBeGreaterThanOrEqual(13)
})

test('[UX-17] [D-33] leaving and returning within the minute shows no line', async () => {
  const room = newRoom()
  const ada = await house.enter('Ada Calm', { path: `/r/${room}` })
  const path = `/r/${room}`
  const bob = await house.enter('Bob Calm', { path })
  await ada.log.getByText('Bob Calm joined').waitFor()
  await bob.page.goto('about:blank')
  await bob.page.goto(`${house.server.url}${path}`)
  await bob.send('back again')
  await ada.sees('back again')
  expect(await ada.log.getByText(/Bob Calm (joined|left)/).count()).toBe(1)
})

test('[UX-12] no row moves or is made anew when a message is stored', async () => {
  const room = newRoom()
  const ada = await house.enter('Ada Still', { path: `/r/${room}` })
  await ada.send('first')
  await ada.stored('first')
  const removed = await ada.log.evaluateHandle((view) => {
    const gone: string[] = []
    const observer = new MutationObserver((records) => {
      for (const node of records.flatMap((record) => [...record.removedNodes])) {
        if (node instanceof HTMLElement && (node.matches('li') || node.querySelector('li')))
          gone.push(node.textContent ?? '')
      }
    })
    observer.observe(view, { childList: true, subtree: true })
    return gone
  })
  await ada.composer.fill('second')
  await ada.page.keyboard.press('Enter')
  await ada.sees('second')
  // Its entrance is a transform; the place that the layout gives it is what may not change.
  await ada.rests()
  const before = await topOf(ada, 'second')
  await ada.stored('second')
  expect(await topOf(ada, 'second')).toBe(before)
  expect(await removed.jsonValue()).toEqual([])
})

test('[UX-16] the announcer is silent about history and own messages, and gathers what comes', async () => {
  const room = newRoom()
  const bob = await fill(room, 5)
  const ada = await house.visit({ path: `/r/${room}` })
  await ada.page.waitForSelector('[aria-live=polite]', { state: 'attached' })
  const heard = await ada.page.evaluateHandle(() => {
    const updates: string[] = []
    // The announcer's own region stands outside of dialogs; 100 messages may not become 100 updates.
    const region = [...document.querySelectorAll('[aria-live=polite]')].find((one) => !one.closest('dialog'))
    if (!region) throw new Error('there is no polite region')
    new MutationObserver(() => region.textContent && updates.push(region.textContent)).observe(region, {
      childList: true,
      subtree: true,
      characterData: true,
    })
    return updates
  })
  await ada.enter('Ada Hears')
  await ada.send('my own words')
  await ada.stored('my own words')
  expect((await heard.jsonValue()).join()).not.toMatch(/my own words|line \d/)
  await bob.says('hello Ada')
  await ada.page.waitForFunction((updates) => updates.some((text) => text.includes('hello Ada')), heard)
  const before = (await heard.jsonValue()).length
  await bob.tells(numbered('many', 100))
  await ada.sees('many 99')
  await ada.page.waitForFunction(([updates, from]) => updates.length > from, [heard, before] as const)
  // Three at the most where they come at once.
  expect((await heard.jsonValue()).length - before).toBeLessThanOrEqual(10)
})

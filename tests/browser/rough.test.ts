import { expect, test } from 'bun:test'
import type { WebSocketRoute } from 'playwright-core'
import { violations } from '#tests/kit/axe.ts'
import { newNamed } from '#tests/kit/guest.ts'
import { newRoom, openHouse } from '#tests/kit/house.ts'
import { InputMethod } from '#tests/kit/input-method.ts'
import { hurries } from '#tests/kit/keeping.ts'
import { pngPicture } from '#tests/kit/make-pictures.ts'
import type { Visitor } from '#tests/kit/page.ts'
import { sendFiles } from '#tests/kit/send-files.ts'

// A rough world: clocks that jump, browsers that keep nothing, strangers in the page, servers of other versions, pictures that fail.
const house = openHouse()

/** Somebody who has a name, and is not at the page yet: what spoils it comes first. */
async function comes(name: string): Promise<Visitor> {
  return house.visit({ path: '/favicon.svg', token: await newNamed(house.server, { name, look: 7 }) })
}

async function opens(visitor: Visitor, room: string): Promise<Visitor> {
  await visitor.page.goto(`${house.server.url}/r/${room}`)
  await visitor.isIn()
  return visitor
}

type Frame = [number, string, Record<string, unknown>]
type Between = {
  /** What the server says becomes of a frame of the page; null: it never hears of it. */
  answers?(frame: Frame): Frame | null
  changes?(frame: Frame, asked: string | undefined): Frame
}

/** Stands between the page and the server; gives the lines as they are opened. */
async function between({ page }: Visitor, { answers, changes }: Between = {}): Promise<WebSocketRoute[]> {
  const lines: WebSocketRoute[] = []
  await page.routeWebSocket('**/ws', (line) => {
    const server = line.connectToServer()
    const asked = new Map<number, string>()
    lines.push(line)
    line.onMessage((text) => {
      const frame: Frame = JSON.parse(String(text))
      asked.set(frame[0], frame[1])
      const answer = answers?.(frame)
      if (answer) line.send(JSON.stringify(answer))
      else server.send(text)
    })
    server.onMessage((text) => {
      const frame: Frame = JSON.parse(String(text))
      line.send(changes ? JSON.stringify(changes(frame, asked.get(frame[0]))) : text)
    })
  })
  return lines
}

test('[UX-14] no banner in the first 2 s, one by 2.5 s; the network’s return tries at once; what says stay away is obeyed', async () => {
  const ada = await comes('Ada Patient')
  const { page, words } = ada
  const state = { isDown: false, opened: 0, code: 1011 }
  const lines: WebSocketRoute[] = []
  await page.routeWebSocket('**/ws', (line) => {
    state.opened++
    if (state.isDown) return void line.close({ code: state.code })
    lines.push(line)
    line.connectToServer()
  })
  await opens(ada, newRoom())
  /** The page is on the newest line, and nothing is on its way. */
  const talks = async (text: string) => {
    await ada.send(text)
    await ada.stored(text)
  }
  await talks('before')
  const main = page.getByRole('main')
  const lost = main.locator('.banner', { hasText: 'Connection lost' })
  await page.clock.install()
  await page.clock.pauseAt(Date.now() + 5_000)
  state.isDown = true
  // It is over when the page has heard of it.
  await lines.at(-1)?.close({ code: state.code })
  await page.clock.runFor(1_900)
  expect(await main.locator('.banner').count()).toBe(0)
  await page.clock.runFor(600)
  await lost.waitFor()
  // A try takes its time, whatever the clock says. After it the page waits, and the clock stands: what opens a line now does not wait for it.
  await lost.getByRole('button', { name: words.banner.retryNow }).waitFor()
  state.isDown = false
  const before = state.opened
  await page.evaluate(() => window.dispatchEvent(new Event('online')))
  await main.getByText(words.banner.back).waitFor()
  expect(state.opened).toBe(before + 1)
  await page.clock.runFor(1_800)
  await main.locator('.banner').waitFor({ state: 'detached' })
  await page.clock.resume()
  for (const [code, sentence] of [
    [4429, words.state.flood],
    [4409, words.state.openElsewhere],
  ] as const) {
    await lines.at(-1)?.close({ code })
    await main.getByText(sentence).waitFor()
    const opened = state.opened
    await page.clock.fastForward(60_000)
    await page.evaluate(() => {
      for (const name of ['online', 'focus']) window.dispatchEvent(new Event(name))
      document.dispatchEvent(new Event('visibilitychange'))
    })
    await page.clock.fastForward(2_000)
    expect([code, state.opened]).toEqual([code, opened])
    await main.getByRole('button').click()
    await talks(`after ${code}`)
  }
})

test('[UX-14] a try that went out to a dead network is not waited for when the network comes back', async () => {
  const ada = await comes('Ada Underground')
  const { page, words } = ada
  const state = { isDead: false, opened: 0 }
  const lines: WebSocketRoute[] = []
  await page.routeWebSocket('**/ws', (line) => {
    state.opened++
    lines.push(line)
    // Nobody answers, and nobody hangs up.
    if (!state.isDead) line.connectToServer()
  })
  await opens(ada, newRoom())
  await ada.send('before')
  await ada.stored('before')
  await page.clock.install()
  await page.clock.pauseAt(Date.now() + 5_000)
  state.isDead = true
  await lines.at(-1)?.close({ code: 1011 })
  await page.clock.runFor(2_500)
  const main = page.getByRole('main')
  await main.locator('.banner', { hasText: words.banner.lostNow }).waitFor()
  expect(state.opened).toBe(2)
  state.isDead = false
  // From here on the clock stands: no time-out helps.
  await page.evaluate(() => window.dispatchEvent(new Event('online')))
  await main.getByText(words.banner.back).waitFor()
  expect(state.opened).toBe(3)
})

test('[F-10] a clock that is a day ahead, and jumps back while the page is open: times, day, recall and sending are those of the server', async () => {
  const ada = await comes('Ada Tomorrow')
  const { page, words } = ada
  const room = newRoom()
  const bob = await house.guest({ name: 'Bob Today', room })
  await bob.says('said just now')
  await page.addInitScript(() => {
    const Real = Date
    const shift = { ms: 86_400_000 }
    Object.assign(window, { shift })
    class Shifted extends Real {
      constructor(...args: [] | [number]) {
        if (args.length === 0) super(Real.now() + shift.ms)
        else super(...args)
      }
      static override now = () => Real.now() + shift.ms
    }
    Object.assign(window, { Date: Shifted })
  })
  await opens(ada, room)
  const day = ada.log.locator('.day-line')
  const mayRecall = async (text: string) => {
    const menu = await ada.opensMenu(text)
    const recall = menu.getByRole('menuitem', { name: words.actions.recall })
    await recall.waitFor()
    expect(await recall.textContent()).toMatch(/2:00|1:[0-5]\d/)
    await page.keyboard.press('Escape')
  }
  expect(await day.allTextContents()).toEqual([words.log.today])
  await ada.send('of today')
  await ada.stored('of today')
  await mayRecall('of today')
  await page.evaluate(() => Object.assign(Reflect.get(window, 'shift'), { ms: -2 * 86_400_000 }))
  await ada.send('after the jump')
  await ada.stored('after the jump')
  await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')))
  await mayRecall('after the jump')
  expect(await day.allTextContents()).toEqual([words.log.today])
  const times = await ada.log.locator('time').evaluateAll((all) => all.map((one) => one.getAttribute('datetime')))
  for (const time of times) expect(Math.abs(Date.parse(time ?? '') - Date.now())).toBeLessThan(3_600_000)
})

test('[D-32] a browser that keeps nothing, no cookie either: a guest for this visit, told once; talking works, nothing is lost on the way between rooms', async () => {
  const ada = await house.visit({ path: '/favicon.svg' })
  const { page, words } = ada
  let sessions = 0
  await ada.context.route('**/api/session', async (route) => {
    sessions++
    const request = route.request()
    const [method, headers, body] = [request.method(), await request.allHeaders(), request.postData()]
    const answer = await fetch(request.url(), { method, headers, body })
    await route.fulfill({ status: answer.status, contentType: 'application/json', body: await answer.text() })
  })
  await page.addInitScript(() => {
    const refuse = () => {
      throw new DOMException('refused', 'SecurityError')
    }
    for (const name of ['localStorage', 'sessionStorage', 'indexedDB', 'caches'])
      Object.defineProperty(window, name, { get: refuse })
    // As in a frame that is locked up.
    Object.defineProperty(document, 'cookie', { get: refuse, set: refuse })
    navigator.locks.request = () => Promise.reject(new DOMException('refused', 'SecurityError'))
    navigator.locks.query = () => Promise.reject(new DOMException('refused', 'SecurityError'))
  })
  const [room, other] = [newRoom(), newRoom()]
  const told = page.getByText(words.noStorage)
  await page.goto(`${house.server.url}/r/${room}`)
  await ada.enter('Ada Private')
  await told.waitFor()
  // One with a cookie that did not come back, one without.
  expect([await told.count(), sessions]).toEqual([1, 2])
  await ada.chooses(words.settings.theme, words.settings.themes.dark)
  expect(await page.evaluate(() => document.documentElement.dataset['theme'])).toBe('dark')
  await ada.send('said all the same')
  await ada.stored('said all the same')
  const asks = () => page.evaluate(() => !dispatchEvent(new Event('beforeunload', { cancelable: true })))
  expect(await asks()).toBe(false)
  await ada.composer.fill('half a sentence')
  await ada.composer.blur()
  expect(await asks()).toBe(true)
  const goes = async (name: string) => {
    await page.evaluate((to) => {
      history.pushState(null, '', `/r/${to}`)
      dispatchEvent(new PopStateEvent('popstate'))
    }, name)
    await ada.page.getByRole('heading', { level: 1, name }).waitFor()
  }
  await goes(other)
  expect(await ada.composer.inputValue()).toBe('')
  await goes(room)
  expect(await ada.composer.inputValue()).toBe('half a sentence')
  await ada.composer.fill('')
  await ada.composer.blur()
  await page.reload()
  // Somebody new, who is asked for a name.
  await ada.dialog.waitFor()
  expect(sessions).toBe(4)
})

test('[P-20] [P-16] a newer server: its page is offered quietly, never over a text; what this page does not know it passes over; a full one says so', async () => {
  const ada = await comes('Ada Old')
  const { page, words } = ada
  await page.addInitScript(() => sessionStorage.setItem('teahouse.reloaded-for', 'of tomorrow'))
  const room = newRoom()
  const state = { isFull: true }
  const [line] = await between(ada, {
    answers: ([ref, name, { body }]) => {
      if (name !== 'message.post') return null
      if (body === 'to the moon') return [ref, 'no', { code: 'wrong_moon' }]
      return body === 'no room' && state.isFull ? [ref, 'no', { code: 'storage_full', retry_after_ms: 200 }] : null
    },
    changes: (frame, asked) =>
      asked === 'hello' ? [frame[0], frame[1], { ...frame[2], build: 'of tomorrow' }] : frame,
  }).then(async (lines) => {
    await opens(ada, room)
    return lines
  })
  const pill = page.locator('.update-pill')
  await pill.waitFor()
  expect(await violations(ada, '.update-pill')).toEqual([])
  const method = await InputMethod.of(ada)
  await ada.composer.focus()
  await method.composes('ni')
  await pill.waitFor({ state: 'detached' })
  expect(await ada.composer.inputValue()).toBe('ni')
  await method.commits('你')
  await ada.composer.fill('')
  await pill.waitFor()
  // A name, a description, a room that is being made: what stands in another field is written, too.
  await page.getByRole('button', { name: words.header.search, exact: true }).click()
  const field = page.getByRole('textbox', { name: words.search.field })
  await field.fill('tea')
  await pill.waitFor({ state: 'detached' })
  await field.fill('')
  await pill.waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: words.settings.open }).click()
  await pill.waitFor({ state: 'detached' })
  await page.keyboard.press('Escape')
  await pill.waitFor()
  await ada.composer.fill('half a sentence')
  await pill.waitFor({ state: 'detached' })
  await ada.composer.fill('to the moon')
  await ada.composer.press('Enter')
  await ada.log.getByText(`${words.log.notSent} · ${words.why.other}`).waitFor()
  expect(await pill.count()).toBe(0)
  await ada.log.getByRole('button', { name: words.log.remove }).click()
  line?.send(JSON.stringify([0, 'weather', { sun: true }]))
  line?.send(JSON.stringify([0, 'people', { room: 'nowhere', moods: [1] }]))
  const full = page.getByRole('main').getByText(words.trouble.full)
  await ada.send('no room')
  await full.waitFor()
  expect(await violations(ada, '.banner')).toEqual([])
  expect(await pill.count()).toBe(0)
  state.isFull = false
  await ada.stored('no room')
  await full.waitFor({ state: 'detached' })
  await pill.getByRole('button', { name: words.update.refresh }).click()
  await ada.sees('no room')
})

test('[P-20] an older server, which knows only how to talk, and a tab of a newer page: the page talks', async () => {
  const ada = await comes('Ada New')
  const known = /^(hello|heartbeat|room\.(open|join|leave|history)|message\.post|profile\.\w+)$/
  const refused = new Set<string>()
  await between(ada, {
    answers: ([ref, name]) => {
      if (known.test(name)) return null
      refused.add(name)
      return [ref, 'no', { code: 'unknown_type' }]
    },
  })
  await opens(ada, newRoom())
  await ada.send('to an old server')
  await ada.stored('to an old server')
  await ada.stands('to an old server')
  await ada.page.keyboard.press('p')
  await ada.page.getByText(ada.words.actions.failed.pin).waitFor()
  expect([...refused]).toContain('message.pin')
  // A tab of a newer page wants another form of what both keep: it does not wait for this one, which talks on.
  const opening = await ada.page.evaluate(
    () =>
      new Promise((resolve) => {
        const asked = indexedDB.open('teahouse', 2)
        asked.onblocked = () => resolve('blocked')
        asked.onsuccess = () => resolve(asked.result.version)
      }),
  )
  expect(opening).toBe(2)
  await ada.send('beside a newer tab')
  await ada.stored('beside a newer tab')
})

test('[UX-22] a picture that is not there, is cut, or is none: the same place, words, and another try; and by itself when the line is back', async () => {
  const room = newRoom()
  const bob = await house.guest({ name: 'Bob Paints', room })
  const ada = await comes('Ada Waits')
  const { page } = ada
  const lines = await between(ada)
  const bad = [
    { status: 500, body: 'no' },
    { status: 200, contentType: 'image/png', body: 'no picture' },
    { status: 404, body: '' },
  ]
  await page.route('**/api/files/**', (route) => {
    const next = bad.shift()
    return next ? route.fulfill(next) : route.continue()
  })
  await opens(ada, room)
  await sendFiles(house.server.url, bob, [
    { name: 'hill.png', bytes: pngPicture({ width: 320, height: 200 }), alt: 'a hill' },
  ])
  const say = ada.words.files
  const failed = page.getByRole('button', { name: `${say.picture('a hill')} · ${say.notLoaded}` })
  const box = page.locator('.files-seen')
  await failed.waitFor()
  const place = await box.boundingBox()
  for (const _ of [2, 3]) {
    await Promise.all([page.waitForResponse('**/api/files/**'), failed.click()])
    await failed.waitFor()
  }
  expect(await box.boundingBox()).toEqual(place)
  await lines.at(-1)?.close({ code: 1011 })
  await hurries(ada)
  await page.locator('.picture-here').waitFor()
  expect([bad.length, await box.boundingBox()]).toEqual([0, place])
})

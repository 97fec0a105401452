import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { createHash } from 'node:crypto'
import path from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { plainText } from '#server/classic/plain-text.ts'
import { launchChromium } from '#tests/kit/chromium.ts'
import { bringGuest } from '#tests/kit/guest.ts'
import { visit } from '#tests/kit/page.ts'
import { TEST_MS } from '#tests/kit/patience.ts'
import { startServer, type TestServer } from '#tests/kit/server.ts'
import { openClassic } from './classic-client.ts'
import { hostileNames, hostileTexts } from './hostile.ts'

setDefaultTimeout(TEST_MS)

/** The page says so itself, and stays as it is: when something else uses this port, these tests fail and say it. */
const PORT_OF_THE_PAGE = 1234
/** Of the page as it was cut from the tutorial, `<!DOCTYPE html>` to `</html>`, byte for byte; no formatter knows `.txt`. */
const SHA256 = '0efe57e723e768841c28ce4820ec0ab092659ccc25bf1e5451fe4dfcb82cc078'

const html = await Bun.file(path.join(import.meta.dir, 'tutorial-page.html.txt')).text()
/** Three scripts are not in the tutorial's text; without `layer` the page stops before it connects. */
const scripts: Readonly<Record<string, string>> = {
  '/static/index/layui/layer/layer.js': 'window.layer={open(){},close(){}}',
  '/static/index/js/jquery-1.11.3.min.js': '',
  '/static/index/js/chat.js': '',
}

let browser: Browser
let server: TestServer
let host: ReturnType<typeof serveThePage>

function serveThePage() {
  return Bun.serve({
    port: 0,
    hostname: '127.0.0.1',
    development: false,
    fetch(request) {
      const { pathname } = new URL(request.url)
      const script = scripts[pathname]
      if (pathname === '/') return new Response(html, { headers: { 'Content-Type': 'text/html; charset=utf-8' } })
      if (script !== undefined) return new Response(script, { headers: { 'Content-Type': 'text/javascript' } })
      return new Response('', { status: 404 })
    },
  })
}

beforeAll(async () => {
  host = serveThePage()
  server = await startServer({
    port: PORT_OF_THE_PAGE,
    env: { ALLOWED_ORIGINS: `http://127.0.0.1:${host.port}` },
  })
  browser = await launchChromium()
})
afterAll(async () => {
  await browser?.close()
  await server?.dispose()
  await host?.stop(true)
})

/** One person at the tutorial's page. `trouble` is what must never happen there. */
class Tutorial {
  readonly page: Page
  readonly name: string
  readonly trouble: string[]

  constructor(parts: { page: Page; name: string; trouble: string[] }) {
    this.page = parts.page
    this.name = parts.name
    this.trouble = parts.trouble
  }

  get names(): Promise<string[]> {
    return this.page.locator('ul.people .name').allTextContents()
  }

  get count(): Promise<string | null> {
    return this.page.locator('#numbers').textContent()
  }

  get lines(): Promise<string[]> {
    return this.page.locator('.conversation-start span').allTextContents()
  }

  /** The messages, with the side on which they stand. */
  get bubbles(): Promise<string[]> {
    return this.page
      .locator('.bubble')
      .evaluateAll((all) => all.map((one) => `${one.classList.contains('me') ? 'right' : 'left'}: ${one.textContent}`))
  }

  async says(text: string): Promise<void> {
    await this.page.locator('#input-value').fill(text)
    await this.page.locator('#input-value').press('Enter')
  }

  /** Resolves when the list has these names, whatever their order. */
  async lists(...names: string[]): Promise<void> {
    const wanted = JSON.stringify(names.toSorted())
    await this.page.waitForFunction(
      (all) =>
        JSON.stringify([...document.querySelectorAll('ul.people .name')].map((one) => one.textContent).sort()) === all,
      wanted,
    )
  }

  /** Resolves when a line after the first `count` says that this page itself has come. */
  async hearsOfItself(count: number): Promise<void> {
    await this.page.waitForFunction(
      ([name, from]) =>
        [...document.querySelectorAll('.conversation-start span')]
          .slice(Number(from))
          .some((one) => one.textContent === `系统消息: ${name} 已上线`),
      [this.name, count] as const,
    )
  }

  async sees(text: string): Promise<void> {
    await this.page.waitForFunction(
      (wanted) => [...document.querySelectorAll('.bubble')].some((one) => one.textContent === wanted),
      text,
    )
  }

  /** Elements, handlers and addresses that the page did not make itself. */
  breaches(): Promise<string[]> {
    return this.page.evaluate(() => {
      const found: string[] = []
      const known = new Set(['DIV', 'SPAN', 'IMG', 'LI'])
      const attributes = new Set(['class', 'src', 'alt', 'style', 'data-chat'])
      for (const one of document.querySelectorAll('.active-chat *, ul.people *')) {
        if (!known.has(one.tagName)) found.push(one.outerHTML)
        for (const { name } of one.attributes) if (!attributes.has(name)) found.push(one.outerHTML)
        const src = one.getAttribute('src') ?? ''
        if (src && !/^(img\/[\w-]+\.\w+|http:\/\/127\.0\.0\.1:1234\/avatars\/\d+\.svg)$/.test(src)) found.push(src)
      }
      return found
    })
  }

  async leaves(): Promise<void> {
    await this.page.context().close()
  }
}

async function openTutorial(): Promise<Tutorial> {
  const context = await browser.newContext()
  // Its fonts come from elsewhere; no test asks another host for anything.
  await context.route(/^https:/, (route) => route.abort())
  const page = await context.newPage()
  const trouble: string[] = []
  page.on('pageerror', (error) => trouble.push(String(error)))
  page.on('dialog', (dialog) => {
    trouble.push(`dialog: ${dialog.message()}`)
    void dialog.dismiss()
  })
  await page.goto(`http://127.0.0.1:${host.port}/`)
  const name: unknown = await page.evaluate('uname')
  return new Tutorial({ page, name: String(name), trouble })
}

test('the page is the one of the tutorial, byte for byte', () => {
  expect(createHash('sha256').update(html).digest('hex')).toBe(SHA256)
})

test('[I-16] two pages of the tutorial and one of ours talk: lists, sides, lines, pictures, a restart', async () => {
  const ada = await openTutorial()
  await ada.lists(ada.name)
  const bob = await openTutorial()
  const ours = await visit(browser, server.url)
  await ours.enter('quiet heron')
  for (const page of [ada, bob]) await page.lists(ada.name, bob.name, 'quiet heron')
  expect([await ada.count, await bob.count]).toEqual(['3', '3'])
  await ours.counts(3)

  await ada.says('1 < 2 && "a"')
  await bob.sees('1 < 2 && "a"')
  await bob.says('<b>und ich</b>')
  await ada.sees('<b>und ich</b>')
  await ours.sees('<b>und ich</b>')
  await ours.send('drei & vier')
  await bob.sees('drei & vier')
  await ada.sees('drei & vier')
  await ours.reads('1 < 2 && "a"', '<b>und ich</b>', 'drei & vier')
  expect(await ada.bubbles).toEqual(['right: 1 < 2 && "a"', 'left: <b>und ich</b>', 'left: drei & vier'])
  expect(await bob.bubbles).toEqual(['left: 1 < 2 && "a"', 'right: <b>und ich</b>', 'left: drei & vier'])

  const drawn = (page: Page) =>
    page.waitForFunction(() =>
      [...document.querySelectorAll<HTMLImageElement>('img[src*="/avatars/"]')].some((one) => one.naturalWidth > 0),
    )
  await drawn(ada.page)
  expect(await ada.lines).toEqual([ada.name, bob.name, 'quiet heron'].map((name) => `系统消息: ${name} 已上线`))

  const eve = await openTutorial()
  await ada.lists(ada.name, bob.name, eve.name, 'quiet heron')
  await eve.leaves()
  await ada.lists(ada.name, bob.name, 'quiet heron')
  expect((await ada.lines).slice(3)).toEqual([`系统消息: ${eve.name} 已上线`, `系统消息: ${eve.name} 已下线`])

  const before = [(await ada.lines).length, (await bob.lines).length] as const
  await server.restart()
  // The old list stays on the page while its line is cut: only a line about itself says that it is back.
  await ada.hearsOfItself(before[0])
  await bob.hearsOfItself(before[1])
  await ada.lists(ada.name, bob.name, 'quiet heron')
  await bob.lists(ada.name, bob.name, 'quiet heron')
  await ada.says('wieder da')
  await bob.sees('wieder da')
  await ours.sees('wieder da')
  await ada.sees('wieder da')
  expect((await ada.bubbles).at(-1)).toBe('right: wieder da')
  expect([...ada.trouble, ...bob.trouble, ...ours.complaints]).toEqual([])
  for (const person of [ada, bob]) await person.leaves()
  await ours.leave()
})

test('[D-22] [T-33] [D-26] hostile texts, names and pictures are text in the page of the tutorial', async () => {
  const ada = await openTutorial()
  const mallory = await bringGuest(server, { name: '"><b>m</b>' })
  await Promise.all(hostileTexts.map((text) => mallory.says(text)))
  for (const name of hostileNames) {
    const classic = await openClassic(server)
    await classic.logsIn(name, `img/a.jpg" onerror="alert(1)`)
    classic.leaves()
  }
  const last = await openClassic(server)
  await last.logsIn('letzter', '"><img src=x onerror=alert(1)>')
  await last.says({ type: 'user', msg: 'Ende' })
  await ada.sees('Ende')
  const expected = hostileTexts.map((text) => `left: ${plainText(text, mallory.name)}`)
  expect(await ada.bubbles).toEqual([...expected, 'left: Ende'])
  expect(await ada.breaches()).toEqual([])
  expect(await ada.names).toContain('"><b>m</b>')
  expect(ada.trouble).toEqual([])
  // The check can fail: the same page shows what it is told as it is.
  await ada.page.evaluate(
    `messageList({ from: 'x', msg: '<i onclick="x">y</i>', headerimg: 'http://evil.example/x.png' })`,
  )
  expect(await ada.breaches()).toHaveLength(3)
  last.leaves()
  mallory.leaves()
  await ada.leaves()
})

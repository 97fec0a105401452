import { expect, test } from 'bun:test'
import { newNamed } from '#tests/kit/guest.ts'
import { newRoom, openHouse } from '#tests/kit/house.ts'
import { Visitor, visit } from '#tests/kit/page.ts'

const house = openHouse()
const documentHeads = ['permissions-policy', 'cross-origin-opener-policy']

test('[UX-6] [D-42] the first load is within its budget, without fonts and without other hosts', async () => {
  const context = await house.browser.newContext()
  const page = await context.newPage()
  const devtools = await context.newCDPSession(page)
  const kinds = new Map<string, { type: string; url: string }>()
  const bytes = { Document: 0, Script: 0, Stylesheet: 0, all: 0 }
  devtools.on('Network.responseReceived', ({ requestId, type, response }) =>
    kinds.set(requestId, { type, url: response.url }),
  )
  devtools.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    const { type } = kinds.get(requestId) ?? {}
    bytes.all += encodedDataLength
    if (type === 'Document' || type === 'Script' || type === 'Stylesheet') bytes[type] += encodedDataLength
  })
  await devtools.send('Network.enable')
  await page.goto(`${house.server.url}/r/${newRoom()}`)
  await page.getByRole('dialog').waitFor()
  await page.waitForLoadState('networkidle')
  const requests = [...kinds.values()]
  await context.close()
  expect(requests.filter(({ type }) => type === 'Font')).toEqual([])
  expect(requests.filter(({ url }) => !url.startsWith(house.server.url) && !url.startsWith('data:'))).toEqual([])
  expect(requests.length).toBeLessThanOrEqual(12)
  expect(bytes.Script).toBeGreaterThan(5_000)
  expect(bytes.Script).toBeLessThanOrEqual(55_000)
  expect(bytes.Stylesheet).toBeLessThanOrEqual(15_000)
  expect(bytes.Document).toBeLessThanOrEqual(6_000)
  expect(bytes.all).toBeLessThanOrEqual(70_000)
})

test('[P-11] a late part that was cut on its way comes with a new page, once nobody is writing; what is written stays', async () => {
  const context = await house.browser.newContext({ locale: 'en', serviceWorkers: 'block' })
  const token = await newNamed(house.server, { name: 'Ada Late', locale: 'en', look: 1 })
  const cookie = { name: 'teahouse', value: token, url: house.server.url, httpOnly: true, sameSite: 'Lax' } as const
  await context.addCookies([cookie])
  const ada = new Visitor(context, await context.newPage(), { locale: 'en', touch: false })
  let asked = 0
  await ada.page.route('**/assets/late-parts-*.js', (route) =>
    asked++ === 0 ? route.abort('connectionreset') : route.continue(),
  )
  await ada.page.goto(`${house.server.url}/r/${newRoom()}`)
  await ada.composer.fill('half a sentence')
  await ada.composer.blur()
  await ada.isWhole()
  expect(asked).toBeGreaterThan(1)
  expect(await ada.composer.inputValue()).toBe('half a sentence')
  expect(ada.complaints).toEqual([])
  await ada.leave()
})

test('assets never change under their name; the page itself is never kept', async () => {
  const html = await (await fetch(house.server.url)).text()
  const links = [...html.matchAll(/(?:src|href)="([^"]+\.(?:js|css))"/g)].map(([, link]) => link ?? '')
  expect(links.length).toBeGreaterThanOrEqual(2)
  for (const link of links) {
    const answer = await fetch(new URL(link, house.server.url))
    expect(answer.status).toBe(200)
    expect(answer.headers.get('cache-control')).toContain('immutable')
    // Heads that are for documents alone would be a third of a kilobyte each.
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
    expect(answer.headers.get('cross-origin-resource-policy')).toBe('same-origin')
    expect(documentHeads.filter((name) => answer.headers.has(name))).toEqual([])
  }
  const page = await fetch(house.server.url)
  expect(page.headers.get('cache-control')).toContain('no-store')
  for (const name of documentHeads) expect([name, page.headers.has(name)]).toEqual([name, true])
  const picture = await fetch(`${house.server.url}/favicon.svg`)
  for (const name of documentHeads) expect([name, picture.headers.has(name)]).toEqual([name, true])
  const policy = page.headers.get('content-security-policy') ?? ''
  expect(policy).toContain("default-src 'none'")
  expect(policy).not.toContain('unsafe')
  expect(policy).toMatch(/require-trusted-types-for 'script'; trusted-types teahouse$/)
})

test('[UX-26] the worker is looked for anew each time, may run nothing but itself, and is no part of the first load', async () => {
  const answer = await fetch(`${house.server.url}/sw.js`)
  expect(answer.headers.get('content-type')).toContain('text/javascript')
  expect(answer.headers.get('cache-control')).toBe('no-cache')
  expect(answer.headers.get('content-security-policy')).toBe("default-src 'none'; connect-src 'self'")
  const html = await (await fetch(house.server.url)).text()
  expect(html).not.toMatch(/sw\.js|manifest/)
  const manifest = await fetch(`${house.server.url}/manifest.webmanifest`)
  expect(manifest.headers.get('content-type')).toContain('application/manifest+json')
  for (const { src } of ((await manifest.json()) as { icons: { src: string }[] }).icons)
    expect([src, (await fetch(house.server.url + src)).status]).toEqual([src, 200])
})

/** The token `canvas` of client.md 3. */
const canvas = { light: '240,245,243', dark: '17,25,24' }

/** The colour of each picture's upper right corner, 4 px from its edges. */
const coloursOf = ({ page }: Visitor, pictures: readonly string[]): Promise<string[]> =>
  page.evaluate((all) => {
    const read = async (data: string) => {
      const bytes = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0))
      const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }))
      const surface = new OffscreenCanvas(1, 1).getContext('2d')
      surface?.drawImage(bitmap, bitmap.width - 4, 4, 1, 1, 0, 0, 1, 1)
      return [...(surface?.getImageData(0, 0, 1, 1).data.slice(0, 3) ?? [])].join(',')
    }
    return Promise.all(all.map(read))
  }, pictures)

test.each(['light', 'dark'] as const)(
  '[UX-18] the first painted pixel has the stored theme, %s against the system',
  async (theme) => {
    const other = theme === 'light' ? 'dark' : 'light'
    const ada = await house.enter(`Theme ${theme}`, { colorScheme: other, path: `/r/${newRoom()}` })
    await ada.page.getByRole('button', { name: ada.words.settings.open }).click()
    await ada.dialog.getByRole('radio', { name: ada.words.settings.themes[theme], exact: true }).check()
    await ada.page.waitForFunction((wanted) => document.documentElement.dataset['theme'] === wanted, theme)
    const page = await ada.context.newPage()
    const devtools = await ada.context.newCDPSession(page)
    const frames: string[] = []
    let wake = () => {}
    devtools.on('Page.screencastFrame', ({ data, sessionId }) => {
      frames.push(data)
      wake()
      void devtools.send('Page.screencastFrameAck', { sessionId }).catch(() => {})
    })
    await page.goto('about:blank')
    await devtools.send('Page.startScreencast', { format: 'png' })
    await page.goto(ada.page.url())
    await page.getByRole('log').waitFor()
    // A frame of the blank page may come first: it is white or, in a dark system, #121212. No canvas of ours is either.
    const isOurs = (colour: string) => colour !== '255,255,255' && colour !== '18,18,18'
    let painted: string[] = []
    for (let seen = 0; painted.length === 0; seen = frames.length) {
      if (frames.length === seen)
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      painted = (await coloursOf(ada, frames)).filter(isOurs)
    }
    expect(new Set(painted)).toEqual(new Set([canvas[theme]]))
  },
)

test('[UX-20] the page speaks the language that the browser asks for, and no raw key is seen', async () => {
  for (const [locale, lang] of [
    ['zh-CN', 'zh-CN'],
    ['en', 'en'],
  ] as const) {
    const visitor = await house.visit({ locale, path: `/r/${newRoom()}` })
    await visitor.dialog.waitFor()
    expect(await visitor.page.evaluate(() => document.documentElement.lang)).toBe(lang)
    await visitor.dialog.getByText(visitor.words.enter.go, { exact: true }).waitFor()
    const shown = await visitor.page.evaluate(() => document.body.textContent)
    expect(shown).not.toMatch(/undefined|\[object|\{\{|\bNaN\b/)
  }
})

test('a browser without a chosen language of ours gets English, and the other is not loaded', async () => {
  const visitor = await visit(house.browser, house.server.url, {
    context: { extraHTTPHeaders: { 'Accept-Language': 'fr-FR,fr' } },
  })
  await visitor.dialog.waitFor()
  expect(await visitor.page.evaluate(() => document.documentElement.lang)).toBe('en')
  const scripts = await visitor.page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name))
  expect(scripts.filter((name) => /words-zh/.test(name))).toEqual([])
  await visitor.leave()
})

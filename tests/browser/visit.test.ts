// A house that shares a name with other sites, behind a proxy, as a newcomer finds it.
import { afterAll, expect, test } from 'bun:test'
import { decodeQR } from 'qr/decode.js'
import { picks } from '#tests/kit/attach.ts'
import { violations } from '#tests/kit/axe.ts'
import { focusTrouble } from '#tests/kit/focus.ts'
import { newRoom, openHouse } from '#tests/kit/house.ts'
import { pngPicture } from '#tests/kit/make-pictures.ts'
import type { Visitor } from '#tests/kit/page.ts'
import { readPixels } from '#tests/kit/read-pixels.ts'
import { ReverseProxy } from '#tests/kit/reverse-proxy.ts'

const BASE = '/chat'
const house = openHouse({ env: { BASE_PATH: BASE, TRUSTED_PROXIES: 'loopback' } })
const proxy = new ReverseProxy(BASE, () => house.server.port)
const url = `${proxy.url}${BASE}`
afterAll(() => proxy[Symbol.asyncDispose]())

/** Resolves when the text field has the focus. */
const writes = ({ page }: Visitor): Promise<unknown> =>
  page.waitForFunction(
    () => document.activeElement?.matches('.composer-text') && !document.querySelector('dialog[open]'),
  )

test('[UX-2] [P-11] a newcomer says the first words by keys alone: Enter, the words, Enter; also before the name is answered', async () => {
  const ada = await house.visit({ url, path: `/r/${newRoom()}` })
  const { page, words } = ada
  await ada.dialog.waitFor()
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe(words.enter.go)
  proxy.hold()
  await page.keyboard.press('Enter')
  await writes(ada)
  await page.keyboard.type('nobody waits')
  await page.keyboard.press('Enter')
  // Nothing was answered yet: no name, so no message; and no second dialog.
  expect(await ada.composer.inputValue()).toBe('nobody waits')
  expect([await ada.dialog.count(), await ada.bubbles.count()]).toEqual([0, 0])
  proxy.release()
  await ada.stored('nobody waits')
  expect(await ada.composer.inputValue()).toBe('')
  expect(await focusTrouble(page)).toBeNull()
})

test('[UX-2] what one is writing when the dialog comes stays and goes on, and what one sent goes out with the name', async () => {
  const ada = await house.visit({ url, path: `/r/${newRoom()}` })
  const { page, words } = ada
  await ada.dialog.getByRole('button', { name: words.enter.look }).click()
  // Who only looks is not there: the list says no “you” beside a count of nobody.
  await page.getByText(words.people.nobody).waitFor()
  await writes(ada)
  const devtools = await ada.devtools()
  // As from a keyboard: nobody waits for the page between two keys.
  const keys = [...'tea for two'].map((text) =>
    devtools.send('Input.dispatchKeyEvent', { type: 'keyDown', key: text, text }),
  )
  await Promise.all(keys)
  await ada.dialog.waitFor()
  expect(await ada.composer.inputValue()).toBe('tea for two')
  await page.keyboard.press('Escape')
  await writes(ada)
  await page.keyboard.press('Enter')
  await ada.writeOwnName('Ada Was Quick')
  await page.keyboard.press('Enter')
  await ada.stored('tea for two')
  await page.getByText(words.people.alone).waitFor()
})

test('[P-11] what is sent before the page knows who one is goes out once it does, and nobody is asked for a name again', async () => {
  const ada = await house.visit({ url, path: `/r/${newRoom()}` })
  await ada.enter('Ada Is Back')
  const { page } = ada
  const session = Promise.withResolvers<void>()
  await page.route('**/api/session', async (route) => {
    await session.promise
    await route.continue()
  })
  await page.reload()
  await ada.composer.fill('sooner than the line')
  await ada.composer.press('Enter')
  expect([await ada.dialog.count(), await ada.composer.inputValue()]).toEqual([0, 'sooner than the line'])
  session.resolve()
  await ada.stored('sooner than the line')
  expect([await ada.dialog.count(), await ada.composer.inputValue()]).toEqual([0, ''])
})

test('[UX-7] who one is is asked while the program of the page is on its way, and asked once', async () => {
  const ada = await house.visit({ url, path: '/favicon.svg' })
  const { page } = ada
  const address = `${url}/r/${newRoom()}`
  const program = /<script type="module" src="([^"]+)"/.exec(await (await fetch(address)).text())?.[1] ?? ''
  const isHere = Promise.withResolvers<void>()
  await page.route(`**${program}`, async (route) => {
    await isHere.promise
    await route.continue()
  })
  let asked = 0
  page.on('request', (request) => {
    if (request.url().endsWith('/api/session')) asked++
  })
  const answer = page.waitForResponse('**/api/session')
  await page.goto(address, { waitUntil: 'commit' })
  expect((await answer).status()).toBe(200)
  expect(await page.locator('.shell').count()).toBe(0)
  isHere.resolve()
  await ada.enter('Ada Asked Early')
  expect(asked).toBe(1)
})

/** What a camera reads off the screen. */
async function scans({ page }: Visitor): Promise<string> {
  const picture = await readPixels(await page.locator('.qr-code').screenshot())
  const { width, height, at } = picture
  const data = new Uint8Array(width * height * 4)
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) data.set(at(x, y), (y * width + x) * 4)
  return decodeQR({ width, height, data })
}

test('[UX-1] an empty room invites: the code on the screen is the link, in both themes', async () => {
  const room = newRoom()
  const link = `${url}/r/${room}`
  const ada = await house.visit({ url, path: `/r/${room}` })
  await ada.enter('Ada Invites')
  const { page, words } = ada
  const button = ada.log.getByRole('button', { name: words.invite.open })
  await button.press('Enter')
  await ada.dialog.waitFor()
  await ada.rests()
  expect(await focusTrouble(page)).toBeNull()
  expect(await violations(ada)).toEqual([])
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    expect([colorScheme, await scans(ada)]).toEqual([colorScheme, link])
  }
  expect(await ada.dialog.getByRole('img', { name: words.invite.code(room) }).count()).toBe(1)
  expect(await ada.dialog.locator('.room-link').textContent()).toBe(link)
  await page.keyboard.press('Escape')
  await ada.dialog.waitFor({ state: 'detached' })
  expect(await button.evaluate((element) => element === document.activeElement)).toBe(true)
  // The other ways to it: the list of who is alone, the menu, the text.
  await page.getByRole('complementary').getByRole('button', { name: words.invite.open, exact: true }).click()
  await ada.dialog.waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: words.rooms.menu.title }).click()
  await page.getByRole('menuitem', { name: words.invite.openMenu }).click()
  await ada.dialog.waitFor()
  await page.keyboard.press('Escape')
  await ada.composer.pressSequentially('/inv')
  await page.getByRole('option').waitFor()
  await page.keyboard.press('Enter')
  await ada.dialog.waitFor()
  expect(await ada.composer.inputValue()).toBe('')
})

test('[T-33] behind a proxy and below a path all that a person does works, nothing leaves the path, and no policy is hurt', async () => {
  const room = newRoom()
  const path = `/r/${room}`
  const foreign: string[] = []
  const ada = await house.visit({ url, path, worker: true })
  const { page, words, context } = ada
  const isOurs = (address: string) => address.startsWith(`${url}/`) || address.startsWith(`blob:${proxy.url}/`)
  context.on('request', (request) => isOurs(request.url()) || foreign.push(request.url()))
  await context.exposeFunction('tellReport', (report: string) => foreign.push(report))
  const watch = () => {
    document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) => {
      Reflect.get(window, 'tellReport')(`${effectiveDirective} ${blockedURI}`)
    })
  }
  await context.addInitScript(watch)
  await page.reload()
  await ada.enter('Ada Below')
  await ada.send('one')
  await ada.stored('one')
  await picks(ada, {
    name: 'hill.png',
    type: 'image/png',
    bytes: new Uint8Array(pngPicture({ width: 400, height: 240 })),
  })
  await ada.send('a hill')
  await ada.stored('a hill')
  await page.locator('.picture-here').waitFor()

  // Its worker, its manifest, and a link to a message, as from elsewhere.
  const worker = await page.evaluate(async () => {
    const { scope, active } = await navigator.serviceWorker.ready
    return [scope, active?.scriptURL]
  })
  expect(worker).toEqual([`${url}/`, `${url}/sw.js`])
  await page.locator('link[rel=manifest]').waitFor({ state: 'attached' })
  const manifest = await (await ada.devtools()).send('Page.getAppManifest')
  expect([manifest.url, manifest.errors]).toEqual([`${url}/manifest.webmanifest`, []])
  await page.goto('about:blank')
  await page.goto(`${url}${path}#1`)
  await ada.finds('one')
  await ada.sees('a hill')

  // What comes late.
  await page.locator('.picture-here').click()
  await ada.dialog.waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: words.openEmoji, exact: true }).click()
  await ada.dialog.getByRole('gridcell').first().waitFor()
  await page.keyboard.press('Escape')
  await ada.composer.fill('```ts\nconst tea = 1\n```')
  await ada.composer.press('Enter')
  await page.locator('.code-block').waitFor()
  await page.getByRole('button', { name: words.header.search }).click()
  await page.getByRole('textbox', { name: words.search.field }).fill('hill')
  await page.locator('.hit').waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: words.rooms.menu.title }).click()
  await page.getByRole('menuitem', { name: words.rooms.menu.settings }).click()
  await ada.dialog.waitFor()
  await page.keyboard.press('Escape')

  // Whoever leaves for good leaves nothing here.
  await page.getByRole('button', { name: words.settings.open }).click()
  await ada.dialog.getByRole('button', { name: words.settings.ownData }).click()
  await ada.dialog.getByRole('button', { name: words.ownData.leave.open }).click()
  await ada.dialog.getByRole('button', { name: words.ownData.leave.go }).click()
  await ada.dialog.getByRole('button', { name: words.enter.go, exact: true }).waitFor()
  const cookies = await context.cookies()
  expect(cookies.filter((one) => one.path !== BASE)).toEqual([])
  expect([foreign, proxy.strays]).toEqual([[], []])

  // And what a hole would try is stopped by the page itself, whatever the text is.
  const thrown = await page.evaluate(() => {
    try {
      Reflect.set(document.createElement('div'), 'innerHTML', '<b>x</b>')
      return 'let through'
    } catch (error) {
      return error instanceof Error ? error.name : ''
    }
  })
  expect(thrown).toBe('TypeError')
  ada.complaints.length = 0
})

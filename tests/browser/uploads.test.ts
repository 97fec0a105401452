import { describe, expect, test } from 'bun:test'
import type { Route } from 'playwright-core'
import { drags, noise, pastes, picks, uploadsAsked } from '#tests/kit/attach.ts'
import { violations } from '#tests/kit/axe.ts'
import { startProxy } from '#tests/kit/fault-proxy.ts'
import { focusTrouble } from '#tests/kit/focus.ts'
import { newRoom, openHouse } from '#tests/kit/house.ts'
import { bmpPicture, pngPicture } from '#tests/kit/make-pictures.ts'
import type { Visitor } from '#tests/kit/page.ts'

const house = openHouse()
const png = (width = 400, height = 240) => ({
  name: 'image.png',
  type: 'image/png',
  bytes: new Uint8Array(pngPicture({ width, height })),
})
const SLICE = '**/api/uploads/*'

const tray = ({ page, words }: Visitor) => page.getByRole('list', { name: words.uploads.tray }).getByRole('listitem')
const bars = ({ log }: Visitor) => log.getByRole('progressbar')

/** Lets no slice pass until `release` is called. */
async function holds({ page }: Visitor, then = (route: Route) => route.continue()): Promise<{ release(): void }> {
  const gate = Promise.withResolvers<void>()
  await page.route(SLICE, async (route) => {
    if (route.request().method() !== 'PATCH') return route.continue().catch(() => undefined)
    await gate.promise
    await then(route).catch(() => undefined)
  })
  return { release: () => gate.resolve() }
}

test('[UX-22] [D-40] a pasted picture shows at once, goes with its caption and description, and nothing moves when it lands', async () => {
  const path = `/r/${newRoom()}`
  const ada = await house.enter('Ada Paste', { path })
  const bob = await house.enter('Bob Paste', { path })
  const { release } = await holds(ada)
  await pastes(ada, png())
  await tray(ada)
    .getByRole('button', { name: /^Describe/ })
    .click()
  await ada.dialog.getByRole('textbox').fill('Mist over the hill')
  await ada.dialog.getByRole('textbox').press('Enter')
  await ada.dialog.waitFor({ state: 'detached' })
  await ada.composer.fill('this morning')
  await ada.composer.press('Enter')
  await bars(ada).waitFor()
  expect(await tray(ada).count()).toBe(0)
  expect(await ada.composer.inputValue()).toBe('')
  await ada.rests()
  const row = ada.bubble('this morning')
  const before = await row.boundingBox()
  await row.evaluate((element) => element.setAttribute('data-mark', 'same'))
  release()
  await ada.stored('this morning')
  await row.locator('img').waitFor()
  const after = await row.boundingBox()
  for (const side of ['x', 'y', 'width', 'height'] as const)
    expect(Math.abs((after?.[side] ?? 0) - (before?.[side] ?? 99))).toBeLessThanOrEqual(1)
  expect(await row.getAttribute('data-mark')).toBe('same')
  const seen = bob.bubble('this morning').getByRole('img', { name: 'Mist over the hill' })
  await seen.waitFor()
  await bob.page.waitForFunction(
    (image) => image instanceof HTMLImageElement && image.naturalWidth > 0,
    await seen.elementHandle(),
  )
})

test('[UX-22] three that are dropped: the veil comes and goes, one is cancelled and comes back, two are sent', async () => {
  const ada = await house.enter('Ada Drop', { path: `/r/${newRoom()}` })
  const three = [noise('one.bin', 90_000), noise('two.bin', 90_000), noise('three.bin', 90_000)]
  const veil = ada.page.locator('.veil')
  await drags(ada, 'dragover', ...three)
  await veil.waitFor()
  await ada.page.keyboard.press('Escape')
  await veil.waitFor({ state: 'detached' })
  await drags(ada, 'dragover', ...three)
  await veil.waitFor()
  await drags(ada, 'drop', ...three)
  await veil.waitFor({ state: 'detached' })
  await tray(ada).nth(2).waitFor()
  const { release } = await holds(ada)
  await ada.composer.fill('three files')
  await ada.composer.press('Enter')
  await bars(ada).nth(2).waitFor()
  await ada.log.getByTitle(ada.words.uploads.cancelUpload('two.bin')).click()
  await tray(ada).filter({ hasText: 'two.bin' }).waitFor()
  release()
  await ada.stored('three files')
  const names = ada.bubble('three files').getByRole('link')
  await names.nth(1).waitFor()
  expect((await names.allTextContents()).map((text) => text.split('.bin')[0])).toEqual(['one', 'three'])
})

test('[UX-22] a server that falls over is asked again by itself; what is refused says why, and is retried by hand', async () => {
  const ada = await house.enter('Ada Retry', { path: `/r/${newRoom()}` })
  let fallen = 0
  let refused = 0
  await ada.page.route(SLICE, (route) =>
    route.request().method() === 'PATCH' && fallen++ === 0 ? route.fulfill({ status: 500 }) : route.continue(),
  )
  await ada.page.route('**/api/rooms/*/uploads', (route) =>
    refused++ === 0
      ? route.fulfill({ status: 413, json: { code: 'quota_full', what: 'person', limit: 1 } })
      : route.continue(),
  )
  await picks(ada, noise('a.bin', 5_000))
  await ada.composer.fill('again')
  await ada.composer.press('Enter')
  const failed = ada.log.locator('.failed-line')
  await failed.getByText(ada.words.uploads.why.quota_person).waitFor()
  await failed.getByRole('button', { name: ada.words.uploads.resend }).click()
  await ada.stored('again')
  expect([refused, fallen >= 2]).toEqual([2, true])
})

test('[UX-22] one bad picture among several: it is named, marked when all come back, and the others go without it', async () => {
  const ada = await house.enter('Ada Bad', { path: `/r/${newRoom()}` })
  const broken = { name: 'broken.png', type: 'image/png', bytes: png().bytes.subarray(0, 300) }
  await picks(ada, { ...png(), name: 'one.png' }, broken, noise('two.bin', 900))
  await ada.composer.fill('several')
  await ada.composer.press('Enter')
  const failed = ada.log.locator('.failed-line')
  await failed.getByText(ada.words.uploads.ofFile('broken.png', ada.words.uploads.why.broken)).waitFor()
  await failed.getByRole('button', { name: ada.words.uploads.editAgain }).click()
  await tray(ada).nth(2).waitFor()
  expect(await ada.composer.inputValue()).toBe('several')
  const refused = tray(ada).and(ada.page.locator('.tray-refused'))
  expect(await refused.count()).toBe(1)
  await refused.getByRole('button', { name: ada.words.uploads.remove('broken.png') }).click()
  await ada.composer.press('Enter')
  await ada.stored('several')
  expect(await ada.bubble('several').locator('.picture, .file').count()).toBe(2)
})

test('[D-39] an answer that is refused gives its files back with its words', async () => {
  const room = newRoom()
  const ada = await house.enter('Ada Back', { path: `/r/${room}` })
  const bob = await house.guest({ name: 'Bob Back', room })
  await bob.says('what time?')
  const asked = await ada.stands('what time?')
  const seq = Number(await asked.getAttribute('data-seq'))
  await asked.press('r')
  await pastes(ada, png(), noise('a.bin', 500))
  await tray(ada).nth(1).waitFor()
  const { release } = await holds(ada)
  await ada.composer.fill('at six')
  await ada.composer.press('Enter')
  await bars(ada).nth(1).waitFor()
  await bob.room.erase(seq, 'delete')
  await ada.seesLine(ada.words.actions.erased('Bob Back'))
  release()
  await ada.log.getByRole('button', { name: ada.words.log.editAgain }).click()
  await tray(ada).nth(1).waitFor()
  expect(await ada.composer.inputValue()).toBe('at six')
  expect(await ada.bubbles.count()).toBe(0)
  await ada.composer.press('Enter')
  await ada.stored('at six')
})

test('[D-39] who only looks is asked for a name, and what was pasted stays', async () => {
  const ada = await house.visit({ path: `/r/${newRoom()}` })
  await ada.dialog.getByRole('button', { name: ada.words.enter.look }).click()
  await ada.dialog.waitFor({ state: 'detached' })
  await ada.isWhole()
  await pastes(ada, noise('a.bin', 500))
  await ada.enter('Ada Look')
  await tray(ada).waitFor()
  await ada.sendButton.click()
  await ada.bubbles.getByRole('link').waitFor()
})

test('[UX-22] [D-39] what cannot be sent is refused before a byte of it, and nothing else is lost', async () => {
  const ada = await house.enter('Ada Large', { path: `/r/${newRoom()}` })
  const asked = uploadsAsked(ada.page)
  await ada.composer.fill('my caption')
  await pastes(ada, noise('small.bin', 10))
  await ada.composer.evaluate((field) => {
    // Nobody reads it: its size is enough.
    const large = Object.defineProperty(new File(['x'], 'large.mkv'), 'size', { value: 4 * 1024 ** 3 })
    const clipboardData = { files: [large], types: ['Files'] }
    field.dispatchEvent(Object.assign(new Event('paste', { bubbles: true, cancelable: true }), { clipboardData }))
  })
  await ada.page
    .getByRole('alert')
    .getByText(/^That file is over/)
    .waitFor()
  await pastes(ada, noise('nothing.bin', 0))
  await ada.page.getByText(ada.words.uploads.empty('nothing.bin')).waitFor()
  const heic = { name: 'IMG_0042.HEIC', type: 'image/heic', bytes: new Uint8Array(99) }
  await pastes(ada, heic, { name: 'old.bmp', type: 'image/bmp', bytes: bmpPicture() })
  await ada.page.getByText(ada.words.uploads.notShown(['IMG_0042.HEIC'])).waitFor()
  expect(
    await tray(ada)
      .getByRole('button', { name: ada.words.uploads.describe('old.jpg') })
      .count(),
  ).toBe(1)
  await pastes(ada, ...Array.from({ length: 9 }, (_, at) => noise(`n${at}.bin`, 10)))
  await ada.page.getByText(ada.words.uploads.tooMany(10, 2)).waitFor()
  expect(await tray(ada).count()).toBe(10)
  expect(await ada.composer.inputValue()).toBe('my caption')
  expect(asked).toEqual([])
})

test('[UX-22] what is cancelled and has no place to come back to stays on its way', async () => {
  const ada = await house.enter('Ada Full', { path: `/r/${newRoom()}` })
  const ten = (word: string) => Array.from({ length: 10 }, (_, at) => noise(`${word}${at}.bin`, 10))
  const { release } = await holds(ada)
  await pastes(ada, noise('one.bin', 10), noise('two.bin', 10))
  await tray(ada).nth(1).waitFor()
  await ada.composer.fill('two files')
  await ada.composer.press('Enter')
  const cancel = ada.log.getByTitle(ada.words.uploads.cancelUpload('two.bin'))
  await cancel.waitFor()
  await pastes(ada, ...ten('more'))
  await tray(ada).nth(9).waitFor()
  await cancel.click()
  await ada.page.getByRole('alert').getByText(ada.words.uploads.trayFull(10)).waitFor()
  expect(await cancel.count()).toBe(1)
  release()
  await ada.stored('two files')
  await ada.bubble('two files').getByRole('link').nth(1).waitFor()
  expect(await tray(ada).count()).toBe(10)
})

test('[UX-22] a cut line goes on where it stopped, and the other one reads it whole', async () => {
  await using proxy = await startProxy(house.server)
  const room = newRoom()
  const ada = await house.enter('Ada Cut', { path: `/r/${room}`, url: proxy.url })
  const bob = await house.enter('Bob Cut', { path: `/r/${room}` })
  const file = noise('route.bin', 900_000)
  const offsets: number[] = []
  await ada.page.route(SLICE, async (route) => {
    const offset = Number(route.request().headers()['upload-offset'])
    if (route.request().method() === 'PATCH' && offsets.push(offset) === 3) proxy.refuse()
    await route.continue()
  })
  await pastes(ada, file)
  await ada.composer.fill('the route')
  await ada.composer.press('Enter')
  await ada.log.getByText(/^Paused · [1-9]/).waitFor()
  proxy.accept()
  await bob.sees('the route')
  await ada.stored('the route')
  expect(offsets.filter((offset) => offset === 0).length).toBe(1)
  expect(offsets.length).toBeGreaterThanOrEqual(4)
  const link = bob.bubble('the route').getByRole('link')
  await link.waitFor()
  const digest = await bob.page.evaluate(
    async (href) => {
      const bytes = await (await fetch(href)).arrayBuffer()
      return [...new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))]
    },
    (await link.getAttribute('href')) ?? '',
  )
  expect(Buffer.from(digest).toString('hex')).toBe(new Bun.CryptoHasher('sha256').update(file.bytes).digest('hex'))
})

test('[UX-12] another room meanwhile loses neither what travels nor what is in the tray', async () => {
  const [first, second] = [newRoom(), newRoom()]
  const ada = await house.enter('Ada Away', { path: `/r/${first}` })
  const bob = await house.enter('Bob Away', { path: `/r/${first}` })
  const { release } = await holds(ada)
  await pastes(ada, noise('goes.bin', 70_000))
  await ada.composer.fill('goes on')
  await ada.composer.press('Enter')
  await bars(ada).waitFor()
  await pastes(ada, noise('stays.bin', 10))
  await tray(ada).waitFor()
  const asked = ada.page.waitForEvent('dialog')
  await ada.page.close({ runBeforeUnload: true })
  const question = await asked
  expect(question.type()).toBe('beforeunload')
  await question.dismiss()
  await ada.page.evaluate((path) => {
    history.pushState(null, '', path)
    window.dispatchEvent(new PopStateEvent('popstate'))
  }, `/r/${second}`)
  await ada.page.getByText(ada.words.log.empty).waitFor()
  expect([await tray(ada).count(), await bars(ada).count()]).toEqual([0, 0])
  release()
  await bob.sees('goes on')
  await ada.page.goBack()
  await ada.stored('goes on')
  await tray(ada).filter({ hasText: 'stays.bin' }).waitFor()
})

test('[UX-2] [D-44] attach, describe, remove, send and cancel by keys alone', async () => {
  const ada = await house.enter('Ada Keys', { path: `/r/${newRoom()}` })
  const { page, words } = ada
  await holds(ada)
  await ada.composer.focus()
  await page.keyboard.press('Shift+Tab')
  expect(await focusTrouble(page)).toBeNull()
  await page.keyboard.press('Enter')
  await page.getByRole('menu', { name: words.uploads.menu }).waitFor()
  await page.locator('.menu-item:focus').waitFor()
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), page.keyboard.press('Enter')])
  await chooser.setFiles([
    { name: 'a.png', mimeType: 'image/png', buffer: Buffer.from(png().bytes) },
    { name: 'b.bin', mimeType: 'application/octet-stream', buffer: Buffer.alloc(9) },
  ])
  await tray(ada).nth(1).waitFor()
  await page.waitForFunction(() => document.activeElement?.matches('.composer-text'))
  for (const wanted of [words.log.composer.attach, words.uploads.remove('b.bin'), words.uploads.remove('a.png')]) {
    await page.keyboard.press('Shift+Tab')
    expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe(wanted)
    expect(await focusTrouble(page)).toBeNull()
  }
  await page.keyboard.press('Shift+Tab')
  await page.keyboard.press('Enter')
  await ada.dialog.waitFor()
  await page.keyboard.type('A hill')
  await page.keyboard.press('Enter')
  await ada.dialog.waitFor({ state: 'detached' })
  expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe(
    `${words.uploads.describe('a.png')}, ${words.uploads.described}`,
  )
  await page.keyboard.press('Tab')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  expect(await focusTrouble(page)).toBeNull()
  expect(await tray(ada).count()).toBe(1)
  await ada.composer.focus()
  await page.keyboard.press('Enter')
  await bars(ada).waitFor()
  await ada.bubbles.last().focus()
  await page.keyboard.press('Tab')
  expect(await page.evaluate(() => document.activeElement?.getAttribute('title'))).toBe(
    words.uploads.cancelUpload('a.png'),
  )
  await page.keyboard.press('Enter')
  await tray(ada).waitFor()
  await page.locator('.composer-text:focus').waitFor()
  await ada.bubbles.waitFor({ state: 'detached' })
})

describe.each(['zh-CN', 'en'] as const)('[UX-1] [D-43] axe has no violation, %s:', (locale) => {
  test('tray, description, on its way, refused; on a phone every target is large enough', async () => {
    const ada = await house.enter(`Axe ${locale}`, { locale, path: `/r/${newRoom()}` })
    const { page, words } = ada
    await pastes(ada, png(), noise('route.bin', 400_000))
    await tray(ada).nth(1).waitFor()
    expect(await violations(ada)).toEqual([])
    await tray(ada).getByRole('button').first().click()
    await ada.dialog.waitFor()
    expect(await violations(ada)).toEqual([])
    await page.keyboard.press('Escape')
    await ada.dialog.waitFor({ state: 'detached' })
    const broken = { status: 422, json: { code: 'bad_picture', what: 'broken' } }
    const { release } = await holds(ada, (route) => route.fulfill(broken))
    await ada.sendButton.click()
    await bars(ada).nth(1).waitFor()
    expect(await violations(ada)).toEqual([])
    release()
    await ada.log.locator('.failed-line').getByText(words.uploads.why.broken).waitFor()
    expect(await violations(ada)).toEqual([])
  })
})

test('[UX-5] at 390 px with fingers nothing is cut, and every target is large enough', async () => {
  const ada = await house.enter('Phone', {
    path: `/r/${newRoom()}`,
    touch: true,
    viewport: { width: 390, height: 844 },
  })
  await pastes(ada, png(), noise('a-rather-long-name-of-a-file.bin', 400_000), noise('b.bin', 10), noise('c.bin', 10))
  await tray(ada).nth(3).waitFor()
  await holds(ada)
  const small = () =>
    ada.page.evaluate(() =>
      [...document.querySelectorAll<HTMLElement>('.composer button, .travel-cancel')]
        .map((button) => {
          const { width, height } = button.getBoundingClientRect()
          const around = getComputedStyle(button, '::after')
          const [more, wide] = [Number.parseFloat(around.height) || 0, Number.parseFloat(around.width) || 0]
          return {
            label: button.ariaLabel ?? button.title,
            width: Math.max(width, wide),
            height: Math.max(height, more),
          }
        })
        // What moves in is drawn between two pixels.
        .filter(({ width, height }) => width < 43.9 || height < 43.9),
    )
  expect(await small()).toEqual([])
  expect(await ada.page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true)
  await ada.sendButton.tap()
  await bars(ada).nth(3).waitFor()
  expect(await small()).toEqual([])
  expect(await ada.page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true)
})

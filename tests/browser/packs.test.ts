import { expect, test } from 'bun:test'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { strToU8, zipSync } from 'fflate'
import type { Locator } from 'playwright-core'
import { axeViolations } from '#tests/kit/axe.ts'
import { claimCode } from '#tests/kit/claim-house.ts'
import { newRoom, openHouse } from '#tests/kit/house.ts'
import { gifPicture, pngPicture } from '#tests/kit/make-pictures.ts'
import type { Visitor } from '#tests/kit/page.ts'

const house = openHouse({ env: { LIMIT_UPLOADS_BURST: '1000', LIMIT_UPLOADS_OPEN: '1000' } })

const emoticons = ({ log }: Visitor): Locator => log.locator('img.emoticon')
const png = (shade: number) =>
  pngPicture({ width: 48, height: 48, draw: (x, y) => [(x * 5) % 256, (y * 5) % 256, shade % 256, 255] })

/** Requests for pictures of packs, as the page makes them. */
function counting({ page }: Visitor): string[] {
  const asked: string[] = []
  page.on('request', (request) => {
    const { pathname } = new URL(request.url())
    if (/^\/api\/(packs|emoticons)\//.test(pathname)) asked.push(pathname)
  })
  return asked
}

/** Lets a file or a folder of the disk go over the dialog, as a file manager does. */
async function drops(visitor: Visitor, given: string): Promise<void> {
  const { x = 0, y = 0, width = 0, height = 0 } = (await visitor.dialog.boundingBox()) ?? {}
  const at = { x: x + width / 2, y: y + height / 2 }
  const data = { items: [], files: [given], dragOperationsMask: 1 }
  const devtools = await visitor.devtools()
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
    await devtools.send('Input.dispatchDragEvent', { type, ...at, data })
}

async function openPanel({ page, words, dialog }: Visitor): Promise<void> {
  await page.getByRole('button', { name: words.openEmoji, exact: true }).click()
  await dialog.getByRole('gridcell').first().waitFor()
}

/** What comes in the place of a sticker is no picture; by keys alone it is asked for again. */
async function failsAndComes({ page, log, words }: Visitor, name: string): Promise<void> {
  await page.route('**/api/packs/**', (route) => route.fulfill({ status: 404 }))
  await page.route('**/api/emoticons/**', (route) => route.fulfill({ body: 'no picture' }))
  await page.reload()
  const failed = log.getByRole('button', { name: `:${name}: · ${words.files.notLoaded}` })
  await failed.waitFor()
  await log.locator('.row', { has: page.locator('.sticker-failed') }).focus()
  for (let tabs = 0; tabs < 8 && !(await failed.evaluate((one) => one === document.activeElement)); tabs++)
    await page.keyboard.press('Tab')
  // Not before: it is also asked for again by itself, and what comes takes the button away.
  await page.unrouteAll()
  await page.keyboard.press('Enter')
  await log.locator(`img.sticker[alt=":${name}:"]`).waitFor()
}

test('two people say names and stickers: pictures in the line, large ones alone, and the name for who hears or copies', async () => {
  const room = `/r/${newRoom()}`
  const [ada, bob] = await Promise.all([
    house.enter('Ada', { path: room, locale: 'zh-CN' }),
    house.enter('Bob', { path: room }),
  ])
  await ada.composer.fill('早 :开心: 好:干杯:！`:happy:` 10:30:00 :nobody:')
  await ada.composer.press('Enter')
  for (const { log } of [ada, bob]) {
    await log.locator('img.emoticon[alt=":开心:"]').waitFor()
    expect(await log.locator('img.emoticon').evaluateAll((all) => all.map((one) => one.getAttribute('alt')))).toEqual([
      ':开心:',
      ':干杯:',
    ])
    expect(await log.locator('.text').first().textContent()).toBe('早  好！:happy: 10:30:00 :nobody:')
  }
  const row = bob.bubbles.first()
  expect(await row.getAttribute('aria-label')).toContain('[开心]')
  const [box] = await emoticons(bob).evaluateAll((all) => all.map((one) => one.getBoundingClientRect().toJSON()))
  expect(box).toMatchObject({ width: 22.5, height: 22.5 })
  // Whoever copies a part of it has the name.
  await bob.context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await bob.log.locator('.text').first().selectText()
  await bob.page.keyboard.press('Control+C')
  expect(await bob.page.evaluate(() => navigator.clipboard.readText())).toContain('早 :开心: 好:干杯:！')

  // A sticker is sent at once, and what was being written stays.
  await ada.composer.fill('半句话')
  await openPanel(ada)
  await ada.dialog.locator('.emoji-tones').waitFor()
  await ada.dialog.getByRole('tab', { name: '茶宠 Tea pets' }).click()
  await ada.dialog.locator('.emoji-tones').waitFor({ state: 'hidden' })
  await ada.dialog.getByRole('gridcell', { name: ada.words.packs.sticker('大笑') }).click()
  await ada.dialog.waitFor({ state: 'detached' })
  for (const { log } of [ada, bob]) {
    const sticker = log.locator('.bubble-sticker img.sticker[alt=":大笑:"]')
    await sticker.waitFor()
    const { y, height } = (await sticker.boundingBox()) ?? { y: 0, height: 0 }
    expect(height).toBeCloseTo(160, 1)
    const time = await log.locator('.bubble-sticker .meta').boundingBox()
    expect((time?.y ?? 0) - y - height).toBeWithin(0, 9)
  }
  await failsAndComes(bob, '大笑')
  expect(await ada.composer.inputValue()).toBe('半句话')
  // A name alone is a large emoticon.
  await ada.composer.fill(':wow:')
  await ada.composer.press('Enter')
  const large = bob.log.locator('.bubble-emoji img.emoticon[alt=":wow:"]')
  await large.waitFor()
  expect((await large.boundingBox())?.height).toBeGreaterThan(40)
})

test('the panel offers packs by keys and by search; completion has their pictures behind the best emoji', async () => {
  const ada = await house.enter('Keys', { path: `/r/${newRoom()}` })
  const { page, dialog, words } = ada
  await ada.composer.pressSequentially('a ')
  await page.keyboard.press('Control+Shift+E')
  await dialog.getByRole('gridcell').first().waitFor()
  await dialog.getByRole('textbox', { name: words.emoji.search }).fill('开心')
  const found = dialog.getByRole('gridcell', { name: words.packs.sticker('happy') })
  await found.waitFor()
  // The first one is an emoji: Enter in the search sends no sticker.
  expect(await dialog.getByRole('gridcell').first().locator('img').count()).toBe(0)
  const isThere = () => found.evaluate((cell) => cell === document.activeElement)
  for (let down = 0; down < 5 && !(await isThere()); down++) await page.keyboard.press('ArrowDown')
  await page.keyboard.down('Shift')
  await page.keyboard.down('Enter')
  await dialog.locator('.pack-large img').waitFor()
  await page.keyboard.up('Enter')
  await page.keyboard.up('Shift')
  await dialog.locator('.pack-large').waitFor({ state: 'detached' })
  await page.keyboard.press('Enter')
  await dialog.waitFor({ state: 'detached' })
  await ada.log.locator('img.sticker').waitFor()
  // Recents have it the next time.
  await openPanel(ada)
  await dialog
    .getByRole('gridcell', { name: words.packs.sticker('happy') })
    .first()
    .waitFor()
  expect(await axeViolations(page)).toEqual([])
  await page.keyboard.press('Escape')
  await dialog.waitFor({ state: 'detached' })
  await ada.composer.pressSequentially(':happ')
  const list = page.getByRole('listbox')
  const option = list.getByRole('option').filter({ has: page.locator('img') })
  await option.first().waitFor()
  expect(await list.getByRole('option').first().locator('img').count()).toBe(0)
  await option.first().click()
  expect(await ada.composer.inputValue()).toBe('a :happy:')
  await ada.composer.press('Enter')
  await emoticons(ada).waitFor()
})

test('[UX-19] the owner drops a folder as a pack and chooses a zip; 50 different pictures are one request for who sees them', async () => {
  const owner = await house.enter('Landlady', { path: `/r/${newRoom()}` })
  const { page, words, dialog } = owner
  const say = words.packs.owner
  const settings = page.getByRole('button', { name: words.settings.open })
  await settings.click()
  expect(await dialog.getByRole('button', { name: say.title }).count()).toBe(0)
  await dialog
    .getByRole('textbox')
    .last()
    .fill(await claimCode(house.server))
  await page.keyboard.press('Enter')
  await dialog.getByRole('button', { name: say.title }).click()
  const row = dialog.getByRole('button', { name: say.open('茶宠 Tea pets') })
  await row.waitFor()
  expect(await axeViolations(page)).toEqual([])

  // A folder: what systems leave in it is passed over, names are mended where they cannot stand.
  const folder = mkdtempSync(path.join(tmpdir(), 'teahouse-pack-'))
  const pack = path.join(folder, 'Cups')
  mkdirSync(path.join(pack, '__MACOSX'), { recursive: true })
  for (const [at, name] of [
    'big cup.png',
    'happy.png',
    '碗.png',
    '.hidden.png',
    '__MACOSX/x.png',
    'notes.txt',
  ].entries())
    writeFileSync(path.join(pack, name), png(at))
  writeFileSync(path.join(pack, 'move.gif'), gifPicture())
  writeFileSync(path.join(pack, 'lie.png'), '<svg xmlns="http://www.w3.org/2000/svg"/>')
  await drops(owner, pack)
  const naming = (file: string) => dialog.getByRole('textbox', { name: say.nameOf(file), exact: true })
  await naming('big cup.png').waitFor()
  expect(await naming('big cup.png').inputValue()).toBe('big_cup')
  expect(await dialog.locator('.packs-drafts li').count()).toBe(5)
  expect(await dialog.getByRole('textbox', { name: say.packName }).inputValue()).toBe('Cups')
  await dialog.getByText(say.why.name_taken).waitFor()
  const upload = dialog.getByRole('button', { name: say.upload(5) })
  expect(await upload.getAttribute('aria-disabled')).toBe('true')
  await naming('happy.png').fill('glad')
  await owner.rests()
  expect(await axeViolations(page)).toEqual([])
  await upload.click()
  await dialog.getByText(words.uploads.why.wrong_kind).waitFor()
  await dialog.getByRole('button', { name: say.leaveOut('lie.png') }).click()
  await dialog.getByRole('button', { name: say.upload(4) }).click()
  await dialog.locator('.packs-pictures li').nth(3).waitFor()
  expect(await dialog.locator('.packs-pictures bdi').allTextContents()).toEqual(['big_cup', 'glad', 'move', '碗'])

  // A zip of fifty.
  await dialog.getByRole('button', { name: say.back }).click()
  const names = Array.from({ length: 50 }, (_, at) => `n${at + 1}`)
  const files = Object.fromEntries(names.map((name, at) => [`fifty/${name}.png`, new Uint8Array(png(at))]))
  const zip = zipSync({ ...files, '__MACOSX/._n1.png': strToU8('x'), 'readme.txt': strToU8('x') })
  const choose = dialog.locator('input[type=file]').last()
  await choose.setInputFiles({ name: 'Fifty.zip', mimeType: 'application/zip', buffer: Buffer.from('no zip') })
  await dialog.getByText(say.whole.bad_zip).waitFor()
  await choose.setInputFiles({ name: 'Fifty.zip', mimeType: 'application/zip', buffer: Buffer.from(zip) })
  await dialog.getByRole('button', { name: say.upload(50) }).click()
  await dialog.locator('.packs-pictures li').nth(49).waitFor()
  await page.keyboard.press('Escape')

  const room = newRoom()
  const bob = await house.visit({ path: `/r/${room}`, context: { reducedMotion: 'reduce' } })
  const asked = counting(bob)
  const carol = await house.guest({ name: 'Carol', room })
  for (let at = 0; at < 50; at += 10)
    await carol.says(
      names
        .slice(at, at + 10)
        .map((name) => `:${name}:`)
        .join(' '),
    )
  await bob.enter('Bob of fifty')
  await emoticons(bob).nth(49).waitFor()
  expect(asked).toHaveLength(1)
  expect(asked[0]).toMatch(/^\/api\/packs\/k\w+\/1$/)

  // What moves rests where motion is not wanted, but for what is pointed at.
  await carol.says('steam :move:')
  const moving = bob.bubble('steam').locator('img.emoticon')
  await moving.waitFor()
  const still = await moving.getAttribute('src')
  const shows = (other: boolean) =>
    bob.page.waitForFunction(
      ([before, isOther]) =>
        (document.querySelector('img.emoticon[alt=":move:"]')?.getAttribute('src') === before) !== isOther,
      [still, other] as const,
    )
  await moving.hover()
  await shows(true)
  await bob.composer.hover()
  await shows(false)

  // Its pack is gone: what was said keeps its face.
  await settings.click()
  await dialog.getByRole('button', { name: say.title }).click()
  await dialog.getByRole('button', { name: say.open('Fifty') }).click()
  await dialog.getByRole('button', { name: say.removePack }).click()
  await dialog.getByRole('button', { name: say.removePack }).click()
  await row.waitFor()
  expect(await dialog.getByRole('button', { name: say.open('Fifty') }).count()).toBe(0)
  await bob.page.reload()
  await emoticons(bob).nth(49).waitFor()
  expect(
    await bob.log
      .locator('img.emoticon')
      .evaluateAll((all) => all.every((one) => one instanceof HTMLImageElement && one.complete)),
  ).toBe(true)
  rmSync(folder, { recursive: true })
})

import { describe, expect, test } from 'bun:test'
import type { Locator, Page } from 'playwright-core'
import { axeViolations } from '#tests/kit/axe.ts'
import { newRoom, openHouse } from '#tests/kit/house.ts'
import type { Visitor } from '#tests/kit/page.ts'

const house = openHouse()
const phone = { viewport: { width: 390, height: 844 }, touch: true } as const
const locales = ['zh-CN', 'en'] as const

const button = ({ page, words }: Visitor): Locator => page.getByRole('button', { name: words.openEmoji, exact: true })
const search = ({ page, words }: Visitor): Locator => page.getByRole('textbox', { name: words.emoji.search })
const cells = ({ dialog }: Visitor): Locator => dialog.getByRole('gridcell')

/** Opens the panel by its key; resolves when it shows emoji. */
async function open(visitor: Visitor): Promise<void> {
  await visitor.page.keyboard.press('Control+Shift+E')
  await cells(visitor).first().waitFor()
}

/** Behind the emoji stands our own pack, six rows of it. */
async function lastEmoji({ keyboard }: Page): Promise<void> {
  await keyboard.press('Control+End')
  for (let row = 0; row < 6; row++) await keyboard.press('ArrowUp')
  await keyboard.press('End')
}

const closed = ({ dialog }: Visitor) => dialog.waitFor({ state: 'detached' })
const focused = (page: Page) =>
  page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.tagName ?? '')

/** Resolves when the first emoji that was found is this one of the first four. */
async function finds(visitor: Visitor, glyph: string): Promise<void> {
  await visitor.page.waitForFunction(
    (wanted) => [...document.querySelectorAll('.emoji-cell')].slice(0, 4).some((cell) => cell.textContent === wanted),
    glyph,
  )
}

test.each(locales)('[UX-23] 茶, cha and tea find 🍵, and nothing is asked for before, %s', async (locale) => {
  const ada = await house.enter(`Tea ${locale}`, { locale, path: `/r/${newRoom()}` })
  const asked: string[] = []
  ada.page.on('request', (request) => /emoji/i.test(request.url()) && asked.push(request.url()))
  await ada.send('before')
  await ada.stored('before')
  const loaded = () =>
    ada.page.evaluate(() => performance.getEntriesByType('resource').filter(({ name }) => /emoji/i.test(name)).length)
  expect([await loaded(), asked.length]).toEqual([0, 0])
  await open(ada)
  // The page's language, the other one, and what both speak of.
  await ada.page.waitForFunction(
    () => performance.getEntriesByType('resource').filter(({ name }) => /emoji-.*\.txt$/.test(name)).length === 3,
  )
  await search(ada).fill('茶')
  await finds(ada, '🍵')
  await search(ada).fill('tea')
  await finds(ada, '🍵')
  await search(ada).fill('cha')
  await cells(ada).getByText('🍵').first().waitFor()
  if (locale === 'zh-CN') await finds(ada, '🍵')
  const before = asked.length
  await ada.page.keyboard.press('Escape')
  await ada.page.keyboard.press('Escape')
  await closed(ada)
  await open(ada)
  expect(asked.length).toBe(before)
})

test('[UX-23] [UX-2] by keys alone: open, walk the grid, search, pick; the focus comes back to the caret', async () => {
  const ada = await house.enter('Keys', { path: `/r/${newRoom()}` })
  const { page } = ada
  await ada.composer.pressSequentially('ab')
  await page.keyboard.press('ArrowLeft')
  await open(ada)
  expect(await focused(page)).toBe(ada.words.emoji.search)
  const names = await cells(ada).evaluateAll((all) => all.map((cell) => cell.getAttribute('aria-label')))
  const arrives = async (at: number) => {
    const name = names[at]
    if (!name) throw new Error(`there is no cell ${at}`)
    expect(await focused(page)).toBe(name)
  }
  await page.keyboard.press('ArrowDown')
  await arrives(0)
  // The press that opened it is forgotten with the first key.
  const ring = await page.evaluate(() => {
    const { outlineWidth, outlineColor } = getComputedStyle(document.activeElement ?? document.body)
    return { outlineWidth, isSeen: !/^transparent$|[/,] ?0\)$/.test(outlineColor) }
  })
  expect(ring).toEqual({ outlineWidth: '2px', isSeen: true })
  await page.keyboard.press('End')
  await arrives(7)
  await page.keyboard.press('ArrowDown')
  await arrives(15)
  await page.keyboard.press('Home')
  await arrives(8)
  await page.keyboard.press('ArrowRight')
  await arrives(9)
  await page.keyboard.press('Control+End')
  expect(await focused(page)).toBe(ada.words.packs.sticker('sprout'))
  await page.keyboard.press('Control+Home')
  await arrives(0)
  await page.keyboard.press('PageDown')
  await arrives(40)
  // Far out of view it is still there, and the next key goes on from it.
  await page.locator('.emoji-scroll').evaluate((box) => box.scrollTo(0, 6_000))
  await ada.paints()
  await arrives(40)
  await page.keyboard.press('PageUp')
  await arrives(0)
  await page.keyboard.press('ArrowUp')
  expect(await focused(page)).toBe(ada.words.emoji.search)
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('t')
  await page.keyboard.type('ada')
  expect(await search(ada).inputValue()).toBe('tada')
  await finds(ada, '🎉')
  await page.keyboard.press('Enter')
  await closed(ada)
  expect(await focused(page)).toBe(ada.words.log.composer.label)
  expect(await ada.composer.inputValue()).toBe('a🎉b')
  await page.keyboard.type('!')
  expect(await ada.composer.inputValue()).toBe('a🎉!b')
  expect(await ada.bubbles.count()).toBe(0)
})

test('[client.md 6.1] what is picked can be taken back like what was typed, and Esc changes nothing', async () => {
  const ada = await house.enter('Undo', { path: `/r/${newRoom()}` })
  await ada.composer.pressSequentially('tea ')
  await button(ada).click()
  await cells(ada).first().click()
  await closed(ada)
  expect(await ada.composer.inputValue()).toBe('tea 👍')
  await ada.page.keyboard.press('Control+Z')
  expect(await ada.composer.inputValue()).toBe('tea ')
  await button(ada).focus()
  await ada.page.keyboard.press('Enter')
  await cells(ada).first().waitFor()
  await ada.page.keyboard.press('Escape')
  await closed(ada)
  expect(await focused(ada.page)).toBe(ada.words.openEmoji)
  await open(ada)
  await ada.page.mouse.click(600, 200)
  await closed(ada)
  await open(ada)
  // The page behind is not made inert, which would ask for the styles of all its rows (UX-7); a focus that goes there closes it.
  expect(await ada.page.locator('dialog:modal').count()).toBe(0)
  await ada.page.keyboard.press('Shift+Tab')
  await closed(ada)
  expect(await focused(ada.page)).not.toBe('BODY')
  await open(ada)
  await ada.page.keyboard.press('Control+Shift+E')
  await closed(ada)
  expect(await ada.composer.inputValue()).toBe('tea ')
})

test('[UX-3] an input method keeps its keys in the search, and its word in the composer', async () => {
  const ada = await house.enter('输入法', { locale: 'zh-CN', path: `/r/${newRoom()}` })
  const devtools = await ada.devtools()
  const compose = (text: string) =>
    devtools.send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length })
  await ada.composer.focus()
  await compose('zhong')
  await button(ada).click()
  await cells(ada).first().waitFor()
  await compose('cha')
  await finds(ada, '🍵')
  const late = { key: 'Enter', code: 'Enter', windowsVirtualKeyCode: 229 }
  await devtools.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', ...late })
  await devtools.send('Input.insertText', { text: '热茶' })
  await devtools.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', ...late })
  expect(await search(ada).inputValue()).toBe('热茶')
  await finds(ada, '🍵')
  await ada.page.keyboard.press('Enter')
  await closed(ada)
  expect(await ada.composer.inputValue()).toBe('zhong🍵')
})

test('[UX-23] the skin tone and what was used stay over a reload', async () => {
  const ada = await house.enter('Tones', { path: `/r/${newRoom()}` })
  await open(ada)
  await ada.dialog.getByRole('radio', { name: ada.words.emoji.tones[3], exact: true }).check()
  await search(ada).fill('thumbs up')
  await cells(ada).getByText('👍🏽').click()
  await closed(ada)
  expect(await ada.composer.inputValue()).toBe('👍🏽')
  await ada.page.reload()
  await ada.isIn()
  await open(ada)
  expect(await ada.dialog.getByRole('radio', { name: ada.words.emoji.tones[3], exact: true }).isChecked()).toBe(true)
  await ada.dialog.getByText(ada.words.emoji.groups.recent, { exact: true }).waitFor()
  expect(await cells(ada).first().textContent()).toBe('👍🏽')
})

test('a search without a find says so; a tab leads to its group, by arrow too', async () => {
  const ada = await house.enter('Groups', { path: `/r/${newRoom()}` })
  const { emoji } = ada.words
  await open(ada)
  await search(ada).fill('zzqqx')
  await ada.dialog.getByText(emoji.none('zzqqx')).waitFor()
  await ada.dialog.getByRole('tab', { name: emoji.groups.food }).click()
  await cells(ada).getByText('🍇').waitFor()
  expect(await search(ada).inputValue()).toBe('')
  expect(await ada.dialog.getByRole('tab', { selected: true }).getAttribute('aria-label')).toBe(emoji.groups.food)
  await ada.page.keyboard.press('ArrowRight')
  await cells(ada).getByText('🌍').waitFor()
  expect(await focused(ada.page)).toBe(emoji.groups.travel)
  // Of 1,900 only what is near the view is built.
  expect(await cells(ada).count()).toBeLessThan(160)
})

test('flags of countries are left out where the system draws two letters instead', async () => {
  const ada = await house.visit({ path: `/r/${newRoom()}` })
  // As on Windows: letters, in the colour that they are given.
  await ada.page.addInitScript(() => {
    CanvasRenderingContext2D.prototype.fillText = function drawLetters() {
      this.fillRect(2, 2, 8, 8)
    }
  })
  await ada.page.reload()
  await ada.enter('Windows')
  await open(ada)
  await ada.page.keyboard.press('ArrowDown')
  await lastEmoji(ada.page)
  expect(await focused(ada.page)).toBe('pirate flag')
  await search(ada).fill('china')
  await ada.dialog.getByText(ada.words.emoji.none('china')).waitFor()
})

test('lists that do not come are asked for again when one wants to', async () => {
  const ada = await house.enter('Retry', { path: `/r/${newRoom()}` })
  await ada.page.route(/emoji-glyphs/, (route) => route.abort())
  await ada.page.keyboard.press('Control+Shift+E')
  await ada.dialog.getByText(ada.words.emoji.loadError).waitFor()
  await ada.page.unroute(/emoji-glyphs/)
  await ada.dialog.getByRole('button', { name: ada.words.emoji.retry }).click()
  await cells(ada).first().waitFor()
})

test('[UX-5] on a phone it is a sheet for fingers, and no keyboard comes up', async () => {
  const ada = await house.enter('Finger', { ...phone, path: `/r/${newRoom()}` })
  await button(ada).tap()
  await cells(ada).first().waitFor()
  await ada.rests()
  expect(await ada.page.evaluate(() => document.activeElement?.matches('input, textarea'))).toBe(false)
  const small = await ada.dialog.evaluate((sheet) =>
    [...sheet.querySelectorAll('button, input, label')].flatMap((control) => {
      const box = control.getBoundingClientRect()
      return Math.min(box.width, box.height) < 43.5 ? [`${control.ariaLabel} ${box.width}×${box.height}`] : []
    }),
  )
  expect(small).toEqual([])
  const box = await ada.dialog.boundingBox()
  expect([box?.x, box?.width, Math.round((box?.y ?? 0) + (box?.height ?? 0))]).toEqual([0, 390, 844])
  expect(await ada.page.evaluate(() => document.documentElement.scrollWidth)).toBe(390)
  await cells(ada).getByText('🍵').tap()
  await closed(ada)
  expect(await ada.composer.inputValue()).toBe('🍵')
  expect(await focused(ada.page)).toBe(ada.words.openEmoji)
})

describe.each(locales)('[UX-1] axe has no violation in the panel, %s:', (locale) => {
  test('open, found, nothing found, on a phone, in both themes', async () => {
    const ada = await house.enter(`Axe ${locale}`, { locale, path: `/r/${newRoom()}` })
    const both = async () => {
      await ada.rests()
      const light = await axeViolations(ada.page)
      await ada.page.emulateMedia({ colorScheme: 'dark' })
      await ada.rests()
      const dark = await axeViolations(ada.page, 'colours')
      await ada.page.emulateMedia({ colorScheme: 'light' })
      return [...light, ...dark.map((line) => `dark: ${line}`)]
    }
    await open(ada)
    await ada.page.keyboard.press('ArrowDown')
    expect(await both()).toEqual([])
    await search(ada).fill('tea')
    await finds(ada, '🍵')
    expect(await both()).toEqual([])
    await search(ada).fill('zzqqx')
    await ada.dialog.getByText(ada.words.emoji.none('zzqqx')).waitFor()
    expect(await both()).toEqual([])
    await ada.page.setViewportSize({ width: 390, height: 844 })
    await search(ada).fill('')
    await cells(ada).first().waitFor()
    expect(await both()).toEqual([])
  })
})

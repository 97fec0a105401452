import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { allWords } from '#tests/kit/all-words.ts'
import { newRoom, openHouse } from '#tests/kit/house.ts'
import { LongWordsPage } from '#tests/kit/long-words-page.ts'
import { longer, MARK } from '#tests/kit/longer-words.ts'
import { foreignWords, overflows } from '#tests/kit/overflow.ts'
import type { Visitor } from '#tests/kit/page.ts'

const house = openHouse()
const longWords = new LongWordsPage()
beforeAll(() => longWords.build())
afterAll(() => longWords[Symbol.dispose]())

const widths = [
  { width: 1280, height: 800 },
  { width: 390, height: 844 },
  { width: 320, height: 568 },
] as const

/** Names and words of people and rooms, and of the installation. */
const notOurs = ['Bob', 'Ada', 'room-', 'Teahouse', 'hello', 'an answer', 'Ctrl+Enter']

/** What overflows as the page stands, at each width, and what it says that stands in no catalogue; it is left as it was. */
async function troubles(visitor: Visitor, state: string): Promise<string[]> {
  const found: string[] = []
  const before = visitor.page.viewportSize()
  for (const size of widths) {
    await visitor.page.setViewportSize(size)
    await visitor.paints()
    for (const line of await overflows(visitor.page)) found.push(`${state}, ${size.width}: ${line}`)
  }
  if (before) await visitor.page.setViewportSize(before)
  for (const line of await foreignWords(visitor.page, notOurs)) found.push(`${state}: of no catalogue: ${line}`)
  return found
}

async function closes({ page, dialog }: Visitor): Promise<void> {
  await page.keyboard.press('Escape')
  await dialog.waitFor({ state: 'detached' })
}

async function choosesInMenu(visitor: Visitor, entry: string): Promise<void> {
  await visitor.page.getByRole('button', { name: visitor.words.rooms.menu.title }).first().click()
  await visitor.page.locator('.menu-item', { hasText: entry }).first().click()
}

describe('[UX-20] words that are 40 % longer find their place at 1280, 390 and 320 px:', () => {
  const page = { words: longer(allWords.en), serve: longWords.serve.bind(longWords) }

  test('first visit, room, what one does there, settings, rooms, search, files', async () => {
    const room = newRoom()
    const ada = await house.visit({ page, path: `/r/${room}` })
    const { words } = ada
    const found: string[] = []
    const looks = async (state: string) => void found.push(...(await troubles(ada, state)))
    await ada.dialog.waitFor()
    await looks('first visit')
    await ada.dialog.getByRole('button', { name: words.enter.own }).click()
    await looks('own name')
    await ada.dialog.getByRole('textbox').fill('Ada Long')
    await ada.dialog.getByRole('button', { name: words.enter.go, exact: true }).click()
    await ada.dialog.waitFor({ state: 'detached' })
    await ada.isIn()
    await looks('empty room')
    // Positive control: there is much to look at.
    expect((await ada.page.content()).split(MARK).length).toBeGreaterThan(20)
    const bob = await house.guest({ name: 'Bob Long', room })
    await bob.says('hello')
    await ada.sees('hello')
    await ada.composer.fill('a\u0000')
    await ada.composer.press('Enter')
    await ada.log.getByText(words.log.notSent).waitFor()
    await looks('not sent')
    await ada.answers('hello', 'an answer')
    await ada.edits('an answer')
    await looks('editing')
    await ada.page.keyboard.press('Escape')
    await ada.opensMenu('an answer')
    await looks('message menu')
    await ada.page.keyboard.press('Escape')
    await ada.page.keyboard.press('Control+/')
    await ada.dialog.waitFor()
    await looks('shortcuts')
    await closes(ada)
    await ada.page.getByRole('button', { name: words.settings.open }).click()
    await ada.dialog.waitFor()
    await looks('settings')
    await ada.dialog.getByRole('button', { name: words.settings.ownData }).click()
    await ada.page.locator('.own-data-part').first().waitFor()
    await looks('my data')
    await closes(ada)
    await ada.page.getByRole('button', { name: words.rooms.menu.title }).first().click()
    await ada.page.locator('.menu-item').first().waitFor()
    await looks('room menu')
    await ada.page.keyboard.press('Escape')
    await choosesInMenu(ada, words.rooms.menu.settings)
    await ada.page.locator('.room-form').waitFor()
    await looks('room settings')
    await closes(ada)
    await ada.page.getByRole('button', { name: words.rooms.switch }).first().click()
    await ada.page.getByRole('button', { name: words.rooms.list.discover }).click()
    await looks('directory')
    await ada.dialog.getByRole('button', { name: words.rooms.directory.make }).first().click()
    await ada.dialog.getByRole('textbox', { name: words.rooms.make.name }).waitFor()
    await looks('making a room')
    await closes(ada)
    await ada.page.keyboard.press('Control+Shift+F')
    await ada.page.locator('.search-note').waitFor()
    await looks('search')
    await ada.page.keyboard.press('Escape')
    await choosesInMenu(ada, words.files.gallery.open)
    await ada.page.getByText(words.files.gallery.noPictures).waitFor()
    await looks('gallery')
    expect(found).toEqual([])
  })
})

/** Names of the faces that draw the text of an element, each with how many signs. */
async function facesOf(visitor: Visitor, selector: string): Promise<Record<string, number>> {
  const devtools = await visitor.devtools()
  await devtools.send('DOM.enable')
  await devtools.send('CSS.enable')
  const { root } = await devtools.send('DOM.getDocument')
  const { nodeId } = await devtools.send('DOM.querySelector', { nodeId: root.nodeId, selector })
  const { fonts } = await devtools.send('CSS.getPlatformFontsForNode', { nodeId })
  await devtools.detach()
  return Object.fromEntries(fonts.map(({ familyName, glyphCount }) => [familyName, glyphCount]))
}

describe('[UX-21] Chinese and English stand side by side:', () => {
  const said = [
    ['zh-CN', '“茶”——水……'],
    ['zh-CN', '他说：“好”，然后 Bob 走了……'],
    ['', '“tea” — water…'],
    ['ja', '「お茶」……ください'],
    ['ko', '차 한 잔 “주세요”'],
    ['', 'שלום “עולם”'],
    ['', '123 🍵 …'],
  ] as const

  test.each(['zh-CN', 'en'] as const)(
    'on a %s page “ ” … — of a Chinese message come from the Chinese face, those of an English one do not; an icon and its label have one middle',
    async (locale) => {
      const room = newRoom()
      const bob = await house.guest({ name: `Bob ${locale}`, room })
      await bob.tells(said.map(([, text]) => text))
      const ada = await house.enter(`Ada ${locale}`, { locale, path: `/r/${room}` })
      await ada.sees(said.at(-1)?.[1] ?? '')
      const texts = ada.bubbles.locator('.text')
      const langs = await texts.evaluateAll((all) => {
        for (const [at, text] of all.entries()) text.classList.add(`said-${at}`)
        return all.map((text) => text.getAttribute('lang'))
      })
      expect(langs).toEqual(said.map(([lang]) => lang))
      // Two dashes are one sign of this face.
      expect(await facesOf(ada, '.said-0')).toEqual({ 'Noto Sans SC': [...(said[0]?.[1] ?? '')].length - 1 })
      const { 'Noto Sans SC': chinese = 0, Inter: latin = 0 } = await facesOf(ada, '.said-1')
      // Only what is written in Latin letters, and the spaces around it, is of the Latin face.
      expect([latin, chinese]).toEqual([5, [...(said[1]?.[1] ?? '')].length - 5])
      expect(Object.keys(await facesOf(ada, '.said-2'))).toEqual(['Inter'])

      await ada.opensMenu('水')
      const found = await middles(ada)
      await ada.page.keyboard.press('Escape')
      await ada.page.getByRole('button', { name: ada.words.rooms.menu.title }).first().click()
      await ada.page.locator('.menu-item').first().waitFor()
      found.push(...(await middles(ada)))
      expect(found.length).toBeGreaterThan(8)
      expect(found.filter(({ offPx }) => Math.abs(offPx) > 1)).toEqual([])
    },
  )
})

/** For each icon with a label beside it: how far the middle of its signs is below that of the icon. */
function middles({ page }: Visitor): Promise<{ label: string; offPx: number }[]> {
  return page.evaluate(() => {
    const brush = document.createElement('canvas').getContext('2d')
    if (!brush) throw new Error('no canvas')
    return [...document.querySelectorAll('.menu-item, .button')].flatMap((item) => {
      const icon = item.querySelector('svg')
      const walker = document.createTreeWalker(item, NodeFilter.SHOW_TEXT, (node) =>
        node.textContent?.trim() && !node.parentElement?.closest('kbd, small')
          ? NodeFilter.FILTER_ACCEPT
          : NodeFilter.FILTER_SKIP,
      )
      const text = walker.nextNode()
      const holder = text?.parentElement
      if (!icon || !text || !holder || !item.checkVisibility()) return []
      const range = document.createRange()
      range.selectNodeContents(text)
      const box = range.getBoundingClientRect()
      const { font } = getComputedStyle(holder)
      brush.font = font
      const whole = brush.measureText(text.textContent ?? '')
      // The signs that a line is judged by: a Han sign fills its box, a Latin line has the height of its capitals.
      const sign = brush.measureText(/\p{Script=Han}/u.test(text.textContent ?? '') ? '国' : 'H')
      const baseline =
        box.top +
        (box.height - whole.fontBoundingBoxAscent - whole.fontBoundingBoxDescent) / 2 +
        whole.fontBoundingBoxAscent
      const middle = baseline - (sign.actualBoundingBoxAscent - sign.actualBoundingBoxDescent) / 2
      const { top, height } = icon.getBoundingClientRect()
      return [{ label: text.textContent ?? '', offPx: Math.round((middle - top - height / 2) * 100) / 100 }]
    })
  })
}

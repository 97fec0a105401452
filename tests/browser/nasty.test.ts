import { expect, test } from 'bun:test'
import { axeViolations } from '#tests/kit/axe.ts'
import { becomesSo } from '#tests/kit/becomes-so.ts'
import { newRoom, openHouse } from '#tests/kit/house.ts'
import { nastyStrings, stacked } from '#tests/kit/nasty-strings.ts'
import type { Visitor } from '#tests/kit/page.ts'
import { readPixels } from '#tests/kit/read-pixels.ts'

const house = openHouse()

/** Those that the server takes as a message: tests/contract/nasty-strings.test.ts says what becomes of all. */
const isTaken = (text: string): boolean =>
  text.isWellFormed() &&
  !text.includes('\0') &&
  [...text].length <= 4_000 &&
  /[^\s\p{Z}\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\u2800]/u.test(text)
const texts = nastyStrings.map(({ text }) => text).filter(isTaken)

const names = [
  stacked('Zalgo', 5),
  'אבג 12:34',
  'مرحبا (7)',
  'W'.repeat(32),
  'ﷺ'.repeat(8),
  '🏴\u200d☠️👨\u200d👩\u200d👧\u200d👦 🇨🇳',
  'ᠮᠣᠩᠭᠣᠯ 𒐫𒐫',
  '茶'.repeat(32),
  '<b>bold</b> & "x"',
]

/** What of the log stands where it must not. */
function misplaced({ page }: Visitor): Promise<string[]> {
  return page.evaluate(() => {
    const SLACK_PX = 1
    const found: string[] = []
    const log = document.querySelector('[role=log]')
    const { scrollWidth } = document.documentElement
    if (scrollWidth > innerWidth) found.push(`the page is ${scrollWidth} px wide`)
    if (!log || log.scrollWidth > log.clientWidth) found.push(`the log is ${log?.scrollWidth} px wide`)
    let above = Number.NEGATIVE_INFINITY
    for (const row of document.querySelectorAll('[role=log] li.row')) {
      const bubble = row.querySelector('.bubble')?.getBoundingClientRect()
      const { top, bottom } = row.getBoundingClientRect()
      const what = row.querySelector('.text')?.textContent.slice(0, 30) ?? ''
      if (top < above - SLACK_PX) found.push(`“${what}” stands over the one before`)
      above = bottom
      if (!bubble) continue
      if (bubble.right > innerWidth || bubble.left < 0) found.push(`“${what}” is out of view`)
      const range = document.createRange()
      for (const part of row.querySelectorAll('.text, .meta')) {
        range.selectNodeContents(part)
        for (const box of range.getClientRects()) {
          // White space may hang over the end of a line.
          if (box.width <= 1 || part.querySelector('pre') || /\s{9}/u.test(part.textContent)) continue
          const isCut = part.closest('.bubble-stacked') !== null
          if (!isCut && (box.right > bubble.right + SLACK_PX || box.left < bubble.left - SLACK_PX))
            found.push(`“${what}” leaves its bubble sideways`)
        }
      }
    }
    return [...new Set(found)]
  })
}

/** Brings all that the room has into the page. */
async function readsAll(visitor: Visitor): Promise<void> {
  const { page, words } = visitor
  for (let at = 0; at < 40; at++) {
    if (await page.getByText(words.log.start).count()) return
    const first = await visitor.bubbles.first().getAttribute('data-key')
    await visitor.log.evaluate((view) => view.scrollTo({ top: 0 }))
    await page.waitForFunction(
      ([key, start]) =>
        document.querySelector('[role=log] li.row')?.getAttribute('data-key') !== key ||
        document.querySelector('[role=log]')?.textContent.includes(start ?? ''),
      [first, words.log.start] as const,
    )
  }
  throw new Error('the room has no beginning')
}

test('[UX-5] [UX-13] [D-22] a room of nasty messages stays a room: nothing overflows, stands over another, or is lost', async () => {
  const room = newRoom()
  const bob = await house.guest({ name: 'Bob Nasty', room })
  await bob.tells([...texts, 'that is all'])
  const ada = await house.enter('Ada Calm', {
    path: `/r/${room}`,
    context: { permissions: ['clipboard-read', 'clipboard-write'] },
  })
  await ada.sees('that is all')
  await readsAll(ada)
  const rows = ada.log.locator('li.row')
  expect(await rows.count()).toBe(texts.length + 1)
  for (const size of [
    { width: 1280, height: 800 },
    { width: 390, height: 844 },
    { width: 320, height: 568 },
  ]) {
    await ada.page.setViewportSize(size)
    await ada.paints()
    expect([size.width, await misplaced(ada)]).toEqual([size.width, []])
  }
  await ada.page.setViewportSize({ width: 1280, height: 800 })
  expect(await axeViolations(ada.page)).toEqual([])
  // What is folded, stacked, turned around or of no sign that is seen is copied as it was written.
  const hard = [
    /^x\n/,
    /\u202e/,
    /\u0489/,
    /\u200b/,
    /\u{e0067}/u,
    /^x{4000}/,
    /^(?:a\n)+/,
    /^```\nz/,
    /\t{9}/,
    /\u200d{9}/,
  ]
  for (const sign of hard) {
    const text = texts.find((one) => sign.test(one)) ?? ''
    const at = texts.indexOf(text)
    const row = rows.nth(at)
    await row.focus()
    await row.press('c')
    const clean = text
      .replaceAll('\r\n', '\n')
      .replace(/[^\P{Cc}\t\n]/gu, '')
      .normalize('NFC')
    expect(await copied(ada, clean)).toBe(clean)
  }
  await ada.send('still here')
  await ada.stored('still here')
})

/** Resolves to what the clipboard holds once it is what it must be. */
async function copied({ page }: Visitor, wanted: string): Promise<string> {
  const read = () => page.evaluate(() => navigator.clipboard.readText())
  await becomesSo(async () => (await read()) === wanted)
  return read()
}

test('[UX-13] [T-27] accents that are stacked high paint over no other message, and nasty names over nothing', async () => {
  const room = newRoom()
  for (const name of names) {
    const guest = await house.guest({ name, room })
    await guest.tells([`before ${stacked('tower', 30)} after`, 'a plain neighbour'])
  }
  const ada = await house.enter('Ada Reads', { path: `/r/${room}`, viewport: { width: 390, height: 1_600 } })
  await ada.sees('a plain neighbour')
  await ada.page.waitForFunction(
    (count) => document.querySelectorAll('[role=log] li.row').length === count,
    2 * names.length,
  )
  await ada.rests()
  const plain = await ada.bubbles.locator('.text', { hasText: 'a plain neighbour' }).all()
  const clips = (await Promise.all(plain.map((text) => text.boundingBox()))).filter((box) => box !== null)
  const pictures = async () => {
    const { width, height, at } = await readPixels(await ada.page.screenshot())
    return clips.filter(({ y }) => y > 60 && y < height - 120).map((box) => pixelsIn(box, { width, at }))
  }
  const withTowers = await pictures()
  await ada.bubbles.locator('.text', { hasText: 'before' }).evaluateAll((towers) => {
    for (const tower of towers) if (tower instanceof HTMLElement) tower.style.visibility = 'hidden'
  })
  await ada.paints()
  expect(await pictures()).toEqual(withTowers)
  expect(withTowers.length).toBeGreaterThan(3)
  expect(await misplaced(ada)).toEqual([])
  // A name of the other direction turns nothing around it: what the house says stands behind it, and hours before minutes.
  const order = await ada.page.evaluate(() => {
    const range = document.createRange()
    return [...document.querySelectorAll('[role=log] time')].map((time) => {
      const text = time.firstChild
      if (!text) return ''
      const signs = [...(text.textContent ?? '')].map((sign, at) => {
        range.setStart(text, at)
        range.setEnd(text, at + 1)
        return { sign, x: range.getBoundingClientRect().x }
      })
      return signs.every(({ x }, at) => at === 0 || x >= (signs[at - 1]?.x ?? 0)) ? 'in order' : text.textContent
    })
  })
  expect(new Set(order)).toEqual(new Set(['in order']))
})

type Box = { x: number; y: number; width: number; height: number }
type Picture = { width: number; at(x: number, y: number): number[] }

/** The pixels of a part of a picture, as one text. */
function pixelsIn({ x, y, width, height }: Box, picture: Picture): string {
  const rows: string[] = []
  for (let down = Math.ceil(y); down < y + height; down++)
    for (let right = Math.ceil(x); right < Math.min(x + width, picture.width); right++)
      rows.push(picture.at(right, down).join())
  return String(Bun.hash(rows.join(';')))
}

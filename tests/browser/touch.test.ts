import { expect, test } from 'bun:test'
import { Finger, type Place, placeIn } from '#tests/kit/finger.ts'
import { newRoom, openHouse } from '#tests/kit/house.ts'
import type { Visitor } from '#tests/kit/page.ts'

const house = openHouse()
const phone = { viewport: { width: 390, height: 844 }, touch: true } as const

/** On a phone, in a room in which somebody has said so much. */
async function onPhone(name: string, said: readonly string[]): Promise<Visitor> {
  const room = newRoom()
  const bob = await house.guest({ name: `Bob of ${name}`, room })
  await bob.tells(said)
  const ada = await house.enter(name, { path: `/r/${room}`, ...phone })
  await ada.sees(said.at(-1) ?? '')
  // What hears fingers comes late, and says to the browser what is its own.
  await ada.page.waitForFunction(() =>
    [document.documentElement, document.querySelector<HTMLElement>('.log')].every((one) => one?.style.touchAction),
  )
  return ada
}

/** The page counts how often it asks the device for a tick. */
const countTicks = ({ page }: Visitor) =>
  page.evaluateHandle(() => {
    const ticks = { count: 0 }
    navigator.vibrate = () => Boolean(++ticks.count)
    return ticks
  })

test('a finger that rests opens the sheet; one that swipes answers, unless it comes back, scrolls, or begins at the edge', async () => {
  const ada = await onPhone('Ada Fingers', ['touch me', 'answer me'])
  const finger = await Finger.of(ada)
  const { copyText, erase, reactWith, cancelReply } = ada.words.actions
  await finger.down(await placeIn(ada.bubble('touch me')))
  await ada.dialog.waitFor()
  await finger.up()
  expect(await ada.dialog.getByRole('button', { name: erase }).count()).toBe(0)
  await ada.dialog.getByRole('button', { name: copyText }).waitFor()
  await ada.dialog.getByRole('button', { name: reactWith('🎉') }).tap()
  await ada.dialog.waitFor({ state: 'detached' })
  await ada.log.locator('.reaction', { hasText: '🎉' }).waitFor()

  const ticks = await countTicks(ada)
  const from = await placeIn(ada.bubble('answer me'))
  const by = (across: number, along = 0): Place => ({ x: from.x + across, y: from.y + along })
  const strip = ada.page.locator('.composer-strip')
  await finger.draws(from, by(15), by(40), by(70), by(95))
  await strip.getByText('answer me').waitFor()
  expect(await ticks.jsonValue()).toEqual({ count: 1 })
  // Not by a tap: one that follows a swing of the finger at once only stops what the swing has set in motion.
  await ada.page.getByRole('button', { name: cancelReply }).click()
  await strip.waitFor({ state: 'detached' })
  await finger.draws(from, by(30))
  await finger.draws(from, by(40), by(90), by(20))
  await finger.draws(from, by(20, -30), by(60, -60), by(120, -60))
  await finger.draws({ ...from, x: 20 }, { ...from, x: 60 }, { ...from, x: 110 }, { ...from, x: 20 })
  await ada.page.locator('.dialog-sheet').waitFor({ state: 'detached' })
  // Who wants calm sees the mark alone, and no tick.
  await ada.page.emulateMedia({ reducedMotion: 'reduce' })
  await finger.pulls(from, by(15), by(40), by(95))
  const armed = ada.page.locator('.row-armed')
  await armed.waitFor()
  const moved = await armed.evaluate((row) => new DOMMatrix(getComputedStyle(row).transform).m41)
  expect(moved).toBe(0)
  await finger.moves(by(10))
  await finger.up()
  await ada.page.locator('.row-swiped').waitFor({ state: 'detached' })
  expect(await strip.count()).toBe(0)
  expect(await ada.dialog.count()).toBe(0)
})

test('sheets come and go under a finger: that of people from the edge and back, one from below by its grip', async () => {
  const ada = await onPhone('Ada Sheets', ['one', 'two'])
  const finger = await Finger.of(ada)
  const at = (x: number, y = 400): Place => ({ x, y })
  const sheet = ada.page.locator('.dialog-sheet')
  const isAt = (right: number) =>
    ada.page.waitForFunction((wanted) => {
      const box = document.querySelector('.dialog-sheet')?.getBoundingClientRect()
      return box && Math.abs(box.right - wanted) < 1
    }, right)
  await finger.down(at(4))
  await finger.moves(at(30), at(120))
  // Its edge follows the finger.
  await isAt(120)
  await finger.moves(at(250))
  await isAt(250)
  await finger.up()
  await isAt(338)
  expect(await sheet.evaluate((dialog) => dialog.contains(document.activeElement))).toBe(true)
  await finger.draws(at(300), at(250), at(150), at(40))
  await sheet.waitFor({ state: 'detached' })
  // A change of mind, and a finger that scrolls.
  await finger.draws(at(4), at(60), at(150), at(4))
  await sheet.waitFor({ state: 'detached' })
  await finger.draws(at(4), at(20, 300), at(120, 200))
  expect(await sheet.count()).toBe(0)

  await finger.down(await placeIn(ada.bubble('one')))
  await ada.dialog.waitFor()
  await finger.up()
  await ada.rests()
  const grip = await placeIn(ada.page.locator('.sheet-grip'), { fromLeft: 18 })
  const down = (px: number): Place => ({ x: grip.x, y: grip.y + px })
  await finger.down(grip)
  await finger.moves(down(20), down(60))
  await ada.page.locator('.dialog-drawn').waitFor()
  await finger.moves(down(0))
  await finger.up()
  await ada.rests()
  expect((await placeIn(ada.page.locator('.sheet-grip'))).y).toBe(grip.y)
  await finger.draws(grip, down(40), down(120), down(400))
  await ada.dialog.waitFor({ state: 'detached' })
  expect(await ada.log.locator('.reaction').count()).toBe(0)

  // A dialog is a sheet, too. Its head stays while the rest scrolls, and is what a finger draws it by.
  await ada.page.keyboard.press('Control+/')
  const keys = ada.page.locator('.dialog-plain:has(.shortcuts)')
  await keys.waitFor()
  await ada.rests()
  const head = keys.locator('.dialog-head')
  const stands = async () => ({ sheet: await keys.boundingBox(), head: (await head.boundingBox())?.y })
  const before = await stands()
  expect(before.sheet).toMatchObject({ x: 0, y: 24, width: 390, height: 820 })
  await keys.evaluate((dialog) => dialog.scrollTo(0, 300))
  expect(await stands()).toEqual(before)
  await keys.evaluate((dialog) => dialog.scrollTo(0, 0))
  const held = await placeIn(head)
  await finger.draws(held, { ...held, y: held.y + 60 }, { ...held, y: held.y + 200 }, { ...held, y: held.y + 600 })
  await ada.dialog.waitFor({ state: 'detached' })
})

test('[UX-10] the keyboard comes under the last message; the panel of emoji takes its place, and nothing jumps', async () => {
  const ada = await onPhone(
    'Ada Keyboard',
    Array.from({ length: 30 }, (_, at) => `line ${at}`),
  )
  const { page } = ada
  const keyboard = async (height: number) => {
    await page.setViewportSize({ width: 390, height })
    await page.waitForFunction((wanted) => window.innerHeight === wanted, height)
    await ada.paints()
  }
  const foot = async () => {
    const [last, pill] = await Promise.all([
      ada.bubbles.last().boundingBox(),
      page.locator('.composer-pill').boundingBox(),
    ])
    return { last: last?.y ?? 0, pill: pill?.y ?? 0, under: (pill?.y ?? 0) - (last?.y ?? 0) - (last?.height ?? 0) }
  }
  const away = await foot()
  await ada.composer.tap()
  await keyboard(500)
  const here = await foot()
  expect(here.pill).toBe(away.pill - 344)
  expect(here.under).toBe(away.under)
  await page.getByRole('button', { name: ada.words.openEmoji }).tap()
  await ada.dialog.waitFor()
  await keyboard(844)
  await ada.rests()
  expect(await foot()).toEqual(here)
  expect((await ada.dialog.boundingBox())?.y).toBe(500)
  // iOS zooms in on smaller letters.
  const sizes = await page
    .locator('input[type=text], textarea')
    .evaluateAll((all) => all.map((one) => Number.parseFloat(getComputedStyle(one).fontSize)))
  expect(Math.min(...sizes)).toBeGreaterThanOrEqual(16)
  await ada.dialog.getByRole('gridcell').first().tap()
  await ada.dialog.waitFor({ state: 'detached' })
  expect(await foot()).toEqual(here)
  await keyboard(500)
  expect(await foot()).toEqual(here)
  expect(await ada.composer.inputValue()).not.toBe('')
  // The place is given back with the keyboard that had it.
  await keyboard(844)
  expect(await foot()).toEqual(away)
  expect(await page.evaluate(() => getComputedStyle(document.documentElement).overscrollBehaviorY)).toBe('none')
})

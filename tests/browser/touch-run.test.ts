import { expect, test } from 'bun:test'
import type { Locator } from 'playwright-core'
import type { Guest } from '#tests/kit/guest.ts'
import { openHouse } from '#tests/kit/house.ts'
import type { Visitor } from '#tests/kit/page.ts'
import { unreachable } from '#tests/kit/reach.ts'
import { restsOn } from '#tests/kit/rest-finger.ts'
import { hill, roomOfBob } from '#tests/kit/room-of-bob.ts'

const house = openHouse({ env: { LIMIT_SEARCHES_BURST: '1000000' } })

type Story = { ada: Visitor; bob: Guest }

test('[UX-2] [UX-5] the whole product by a finger on a phone: taps and rests alone, nothing needs a pointer, every target is large enough', async () => {
  const { room, bob } = await roomOfBob(house, 'Bob Touch')
  const ada = await house.visit({ path: `/r/${room}`, touch: true, viewport: { width: 390, height: 844 } })
  expect(await ada.page.evaluate(() => matchMedia('(hover: none) and (pointer: coarse)').matches)).toBe(true)
  const story = { ada, bob }
  await comesIn(story)
  await writes(story)
  await restsOnMessages(story)
  await attaches(story)
  await looksAround(story)
  await meetsPeople(story)
  await goesElsewhere(story)
})

const isReachable = async (visitor: Visitor) => expect(await unreachable(visitor, 44)).toEqual([])

const button = ({ page }: Visitor, name: string | RegExp): Locator =>
  page
    .getByRole('button', { name, exact: typeof name === 'string' })
    .locator('visible=true')
    .first()

/** No ring is drawn, text fields apart; the styles that say so may be on their way. */
const wearsNoRing = ({ page }: Visitor) =>
  page.waitForFunction(() =>
    [...document.querySelectorAll(':focus-visible:not(input, textarea)')].every((one) =>
      /^transparent$|[/,] ?0\)$/.test(getComputedStyle(one).outlineColor),
    ),
  )

/** What opens takes the screen; everything in it is for fingers, and what a script gave the focus wears no ring. */
async function opens(visitor: Visitor, by: Locator, part: string): Promise<Locator> {
  await by.tap()
  const opened = visitor.page.locator(part).last()
  await opened.waitFor()
  await isReachable(visitor)
  await wearsNoRing(visitor)
  return opened
}

/** By a tap on the page beside a sheet, or by the button of a dialog that takes all of it. */
async function closes({ page, words }: Visitor, opened: Locator): Promise<void> {
  const cross = opened.getByRole('button', { name: words.close, exact: true })
  if ((await cross.count()) > 0) await cross.first().tap()
  else await page.touchscreen.tap(195, 20)
  await opened.waitFor({ state: 'detached' })
  expect(await page.evaluate(() => document.activeElement !== document.body)).toBe(true)
}

async function comesIn({ ada }: Story): Promise<void> {
  await ada.dialog.waitFor()
  await isReachable(ada)
  const name = ada.dialog.locator('.enter-name')
  const proposed = (await name.textContent()) ?? ''
  await button(ada, ada.words.enter.shuffle).tap()
  await ada.page.waitForFunction((old) => document.querySelector('.enter-name')?.textContent !== old, proposed)
  await button(ada, ada.words.enter.go).tap()
  await ada.dialog.waitFor({ state: 'detached' })
  await ada.isIn()
  await ada.isWhole()
  await isReachable(ada)
}

async function writes({ ada }: Story): Promise<void> {
  await ada.composer.tap()
  await ada.page.keyboard.type('by a finger')
  await ada.sendButton.tap()
  await ada.stored('by a finger')
  const panel = await opens(ada, button(ada, ada.words.openEmoji), '.dialog-emoji')
  await panel.getByRole('gridcell').getByText('👍').first().tap()
  await panel.waitFor({ state: 'detached' })
  await ada.sendButton.tap()
  await ada.bubbles.nth(4).waitFor()
}

async function restsOnMessages({ ada }: Story): Promise<void> {
  const sheet = '.dialog-bottom'
  await restsOn(ada, ada.bubble('say something'), sheet)
  await isReachable(ada)
  // The message stands on top: one sees what one is about.
  await ada.page.locator(`${sheet} .sheet-message`, { hasText: 'say something' }).waitFor()
  await button(ada, ada.words.actions.reactWith('🍵')).tap()
  await ada.page.locator(sheet).waitFor({ state: 'detached' })
  await ada.bubble('say something').locator('.reaction', { hasText: '🍵' }).waitFor()
  await restsOn(ada, ada.bubble('to this'), sheet)
  await button(ada, ada.words.actions.reply).tap()
  await ada.page.locator('.composer-strip').waitFor()
  await isReachable(ada)
  await ada.composer.fill('an answer')
  await ada.sendButton.tap()
  await ada.stored('an answer')
  await restsOn(ada, ada.bubble('an answer'), sheet)
  await button(ada, ada.words.actions.pin).tap()
  await ada.bubble('an answer').locator('.pin-mark').waitFor()
}

async function attaches({ ada }: Story): Promise<void> {
  const { page, words } = ada
  // Asked for early: Chromium has to be told that nobody sits before its own window.
  const choosing = page.waitForEvent('filechooser')
  await opens(ada, button(ada, words.log.composer.attach), '.dialog-bottom')
  await button(ada, words.uploads.pick).tap()
  const chooser = await choosing
  await chooser.setFiles([{ name: 'a.png', mimeType: 'image/png', buffer: Buffer.from(hill.bytes) }])
  await page.locator('.tray-item').waitFor()
  await isReachable(ada)
  const description = await opens(ada, button(ada, words.uploads.describe('a.png')), '.dialog')
  await description.getByRole('textbox').fill('Another hill')
  await button(ada, words.uploads.save).tap()
  await description.waitFor({ state: 'detached' })
  await ada.sendButton.tap()
  await page.locator('.picture-here').nth(1).waitFor()
  const large = await opens(ada, ada.log.getByRole('button', { name: /Another hill/ }), '.lightbox')
  await button(ada, words.files.viewer.previous).tap()
  await large.getByText('from the walk').waitFor()
  await button(ada, words.files.viewer.close).tap()
  await large.waitFor({ state: 'detached' })
}

async function looksAround({ ada, bob }: Story): Promise<void> {
  const { page, words } = ada
  const rooms = [bob.room.info?.id ?? '']
  while ((await bob.client.call('search.messages', { rooms, text: 'something' })).hits.length === 0);
  const search = await opens(ada, button(ada, words.header.search), '.dialog-panel')
  await search.getByRole('textbox').fill('something')
  await page.locator('.hit').first().tap()
  await search.waitFor({ state: 'detached' })
  await ada.finds('say something')
  for (const entry of [words.actions.pins, words.files.gallery.open]) {
    await opens(ada, button(ada, words.rooms.menu.title), '.dialog-bottom')
    await closes(ada, await opens(ada, page.locator('.menu-item', { hasText: entry }), '.dialog-panel'))
  }
}

async function meetsPeople({ ada }: Story): Promise<void> {
  const { page, words } = ada
  const people = await opens(ada, page.locator('.people-button'), '.dialog-sheet')
  await opens(ada, people.locator('.person-row'), '.dialog-bottom')
  await button(ada, words.persons.card.mention).tap()
  await page.waitForFunction(() => document.querySelector('textarea')?.value === '@Bob Touch ')
  await ada.composer.fill('')
  await opens(ada, page.locator('.people-button'), '.dialog-sheet')
  const settings = await opens(ada, button(ada, words.settings.open), '.dialog-plain')
  await settings.getByRole('radio', { name: words.settings.themes.dark, exact: true }).tap()
  await page.locator('html[data-theme=dark]').waitFor({ state: 'attached' })
  await closes(ada, settings)
  // What can be undone is undone over the sheet, too.
  await opens(ada, page.locator('.dialog-sheet .person-row'), '.dialog-bottom')
  await button(ada, words.persons.card.ignore).tap()
  await button(ada, words.persons.done.undo).tap()
  await page.getByText(words.persons.done.unignored('Bob Touch')).waitFor()
  await closes(ada, page.locator('.dialog-sheet'))
}

async function goesElsewhere({ ada }: Story): Promise<void> {
  const { page, words } = ada
  const here = (await page.locator('.header-title').textContent()) ?? ''
  const title = button(ada, new RegExp(`^${words.rooms.switch}`))
  await opens(ada, title, 'dialog:has(.room-row)')
  const make = await opens(ada, button(ada, words.rooms.list.make), '.dialog-tall')
  await make.getByRole('textbox').first().fill('A room by finger')
  await button(ada, words.rooms.make.go).tap()
  await page.getByRole('heading', { name: words.rooms.made.title('A room by finger') }).waitFor()
  await isReachable(ada)
  await closes(ada, page.locator('.dialog').last())
  const list = await opens(ada, title, 'dialog:has(.room-row)')
  await list.locator('.room-row', { hasText: here }).tap()
  await page.locator('.header-title', { hasText: here }).waitFor()
  await ada.sees('by a finger')
}

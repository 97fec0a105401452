import { expect, test } from 'bun:test'
import type { Guest } from '#tests/kit/guest.ts'
import { openHouse } from '#tests/kit/house.ts'
import { Keyboard } from '#tests/kit/keyboard.ts'
import type { Visitor } from '#tests/kit/page.ts'
import { hill, roomOfBob } from '#tests/kit/room-of-bob.ts'

// The index is asked until it has what was said.
const unlimited = { LIMIT_SEARCHES_BURST: '1000000' }
const house = openHouse({ env: unlimited })

type Story = { ada: Visitor; bob: Guest; keys: Keyboard }

/** A dialog, a menu, or the panel beside the log. */
const dialog = 'dialog:modal'
const menu = '[role=menu]'
const panel = '.side-panel'

test('[UX-2] [client.md 8] the whole product by keys alone: whatever opens has the focus, whatever closes gives it back', async () => {
  const { room, bob } = await roomOfBob(house, 'Bob Keys')
  const ada = await house.visit({ path: `/r/${room}`, context: { reducedMotion: 'reduce' } })
  const story = { ada, bob, keys: new Keyboard(ada) }
  await comesIn(story)
  await writes(story)
  await findsEmoji(story)
  await walksMessages(story)
  await opensOnMessages(story)
  await attaches(story)
  await meetsPeople(story)
  await looksAround(story)
  await setsUp(story)
  await goesElsewhere(story)
})

async function comesIn({ ada, keys }: Story): Promise<void> {
  const { page, words } = ada
  await ada.dialog.waitFor()
  const proposed = await ada.dialog.locator('.enter-name').textContent()
  await keys.tabsTo(words.enter.shuffle)
  await keys.presses('Enter')
  await page.waitForFunction((name) => document.querySelector('.enter-name')?.textContent !== name, proposed)
  await keys.tabsTo(words.enter.own)
  await page.keyboard.press('Enter')
  await keys.isOn('.name-input')
  await keys.presses('Control+A')
  await keys.types('Ada Keys')
  await page.keyboard.press('Enter')
  // Who has entered may write at once.
  await keys.isOn('.composer-text')
  await ada.isIn()
}

async function writes({ ada, keys }: Story): Promise<void> {
  const { page } = ada
  await keys.types('by keys alone')
  await keys.presses('Enter')
  await ada.stored('by keys alone')
  await keys.presses('ArrowUp')
  await page.locator('.composer-strip').waitFor()
  await keys.types(', mended')
  await keys.presses('Enter')
  await ada.sees('by keys alone, mended')
  await keys.types('@bo')
  await page.locator('.completion-row').first().waitFor()
  await keys.presses('Tab')
  await fieldIs(ada, '@Bob Keys ')
  await keys.types('tea')
  await keys.presses('Enter')
  await ada.log.locator('.mention').waitFor()
}

const fieldIs = ({ page }: Visitor, text: string) =>
  page.waitForFunction((wanted) => document.querySelector('textarea')?.value === wanted, text)

async function findsEmoji({ ada, keys }: Story): Promise<void> {
  const { page, words } = ada
  const emoji = '.dialog-emoji'
  await keys.opens('Control+Shift+E', emoji)
  await page.getByRole('gridcell').first().waitFor()
  await keys.presses('ArrowDown', 'ArrowRight', 'ArrowLeft', 'End', 'Home')
  await keys.closes(emoji, 'Enter')
  await fieldIs(ada, '👍')
  await keys.presses('Enter')
  await keys.opens('Control+Shift+E', emoji)
  await page.keyboard.type('sprout')
  const sticker = page.getByRole('gridcell', { name: words.packs.sticker('sprout') })
  await sticker.waitFor()
  for (let down = 0; down < 9 && !(await sticker.evaluate((cell) => cell === document.activeElement)); down++)
    await keys.presses('ArrowDown')
  await keys.closes(emoji, 'Enter')
  await ada.log.locator('img.sticker').waitFor()
}

/** From the text field into the log, and there to the message with this text. */
async function standsOn({ ada, keys }: Story, text: string): Promise<void> {
  const region = () =>
    ada.page.evaluate(() => document.activeElement?.closest('[data-region]')?.getAttribute('data-region'))
  for (let most = 5; most > 0 && (await region()) !== 'log'; most--) await keys.presses('Control+Shift+F6')
  await keys.presses('End')
  const label = () => ada.page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? '')
  for (let most = 20; most > 0 && !(await label()).includes(text); most--) await keys.presses('ArrowUp')
  expect(await label()).toContain(text)
}

async function walksMessages(story: Story): Promise<void> {
  const { ada, bob, keys } = story
  await standsOn(story, 'to this')
  await keys.presses('Home', 'ArrowDown')
  const label = () => ada.page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? '')
  expect(await label()).toEndWith('to this')
  await bob.says('while a message has the focus')
  await ada.sees('while a message has the focus')
  expect(await label()).toEndWith('to this')
  await keys.presses('r')
  await keys.isOn('.composer-text')
  await keys.types('an answer')
  await keys.presses('Enter')
  await ada.stored('an answer')
  await standsOn(story, 'say something')
  await keys.presses('p')
  await ada.bubble('say something').locator('.pin-mark').waitFor()
  await keys.isSeen()
  await standsOn(story, 'an answer')
  await ada.page.keyboard.press('Delete')
  await ada.seesLine(ada.words.actions.recalledByMe)
  // What stands in its place has the focus.
  await keys.isOn('.erased-line')
  await keys.presses('ArrowUp', 'Escape')
  await keys.isOn('.composer-text')
}

async function opensOnMessages(story: Story): Promise<void> {
  const { ada, keys } = story
  await standsOn(story, 'say something')
  await keys.opens('Shift+F10', menu)
  await keys.presses('ArrowDown', 'ArrowUp', 'ArrowUp', 'ArrowRight')
  await keys.closes(menu, 'Enter')
  const pill = ada.bubble('say something').locator('.reaction')
  await pill.first().waitFor()
  // What stands on a message is reached from it.
  await keys.tabsTo(new RegExp(`^${ada.words.actions.react}$`))
  await keys.tabsTo(/say something/, 'Shift+Tab')
  await keys.opens('+', '.dialog-emoji')
  await keys.closes('.dialog-emoji')
  await keys.opens('i', dialog)
  await keys.closes(dialog)
  await keys.opens('f', '.dialog')
  await keys.closes('.dialog')
  await standsOn(story, 'from the walk')
  await keys.tabsTo(/A hill/)
  await keys.opens('Enter', '.lightbox')
  await keys.presses('+', '-', '0', 'Tab', 'Tab')
  await keys.closes('.lightbox')
  await keys.presses('Escape')
  await keys.isOn('.composer-text')
}

async function attaches({ ada, keys }: Story): Promise<void> {
  const { page, words } = ada
  // Asked for early: Chromium has to be told that nobody sits before its own window.
  const choosing = page.waitForEvent('filechooser')
  await keys.tabsTo(words.log.composer.attach, 'Shift+Tab')
  await keys.opens('Enter', menu)
  await page.keyboard.press('Enter')
  const chooser = await choosing
  keys.forgets()
  await chooser.setFiles([{ name: 'a.png', mimeType: 'image/png', buffer: Buffer.from(hill.bytes) }])
  await page.locator('.tray-item').waitFor()
  await keys.isOn('.composer-text')
  await keys.tabsTo(words.uploads.describe('a.png'), 'Shift+Tab')
  await keys.opens('Enter', dialog)
  await keys.types('A hill of one’s own')
  await page.keyboard.press('Enter')
  keys.forgets()
  await page.locator(dialog).waitFor({ state: 'detached' })
  await keys.isSeen()
  await keys.tabsTo(words.log.composer.label)
  await keys.presses('Enter')
  await page.locator('.tray-item').waitFor({ state: 'detached' })
}

async function meetsPeople({ ada, keys }: Story): Promise<void> {
  const { page, words } = ada
  const { card, done } = words.persons
  const onPeople = () => page.evaluate(() => document.activeElement?.matches('.person-row') ?? false)
  for (let most = 5; most > 0 && !(await onPeople()); most--) await keys.presses('Control+F6')
  await keys.opens('Enter', dialog)
  await keys.tabsTo(card.ignore)
  await page.keyboard.press('Enter')
  await page.getByText(done.ignored('Bob Keys')).waitFor()
  keys.forgets()
  await keys.isOn('.person-row')
  await keys.opens('Enter', dialog)
  await keys.tabsTo(card.unignore)
  await page.keyboard.press('Enter')
  keys.forgets()
  await ada.sees('to this')
  await keys.isOn('.person-row')
  // A letter goes on in the filter.
  await page.keyboard.press('x')
  await page.getByText(words.people.nobodyFound('x')).waitFor()
  await keys.isOn('input')
  await keys.presses('Backspace')
}

async function looksAround({ ada, bob, keys }: Story): Promise<void> {
  const { page, words } = ada
  const rooms = [bob.room.info?.id ?? '']
  while ((await bob.client.call('search.messages', { rooms, text: 'something' })).hits.length === 0);
  await keys.opens('Control+Shift+F', panel)
  await keys.types('something')
  await page.locator('.hit').first().waitFor()
  await keys.presses('ArrowDown')
  await keys.isOn('.hit')
  await page.keyboard.press('Enter')
  await ada.finds('say something')
  await keys.isSeen()
  await keys.presses('Escape')
  await keys.closes(panel)
  await keys.tabsTo(words.actions.pins)
  await keys.opens('Enter', panel)
  await keys.tabsTo(/say something/)
  await keys.closes(panel)
  await keys.tabsTo(/^Notify me/)
  await keys.opens('Enter', menu)
  await keys.presses('ArrowDown')
  await keys.closes(menu)
  await keys.tabsTo(words.rooms.menu.title)
  await keys.opens('Enter', menu)
  await keys.presses('ArrowDown', 'End', 'Home')
  await keys.closes(menu)
}

async function setsUp({ ada, keys }: Story): Promise<void> {
  const { page, words } = ada
  await keys.tabsTo(words.settings.open)
  await keys.opens('Enter', '.dialog')
  await keys.tabsTo(words.settings.themes.auto)
  await keys.presses('ArrowRight', 'ArrowRight')
  await page.locator('html[data-theme=dark]').waitFor({ state: 'attached' })
  await keys.presses('ArrowRight')
  await page.locator('html[data-theme=dark]').waitFor({ state: 'detached' })
  // Through two dialogs back to what opened the first.
  await keys.tabsTo(words.settings.ownData)
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: words.ownData.title }).waitFor()
  await keys.isSeen()
  await page.keyboard.press('Escape')
  await page.locator(dialog).waitFor({ state: 'detached' })
  await keys.isSeen()
  keys.forgets()
  await keys.opens('?', '.dialog')
  await keys.closes('.dialog')
}

async function goesElsewhere({ ada, keys }: Story): Promise<void> {
  const { page, words } = ada
  const title = () => page.locator('.header-title').textContent()
  const here = (await title()) ?? ''
  await keys.tabsTo(new RegExp(`^${words.rooms.switch}`))
  await keys.opens('Enter', dialog)
  await keys.tabsTo(words.rooms.list.make)
  await page.keyboard.press('Enter')
  await page.locator('.access-card').first().waitFor()
  await keys.types('A room by keys')
  await page.keyboard.press('Enter')
  keys.forgets()
  await page.getByRole('heading', { name: words.rooms.made.title('A room by keys') }).waitFor()
  await keys.isSeen()
  await page.keyboard.press('Escape')
  await page.locator(dialog).waitFor({ state: 'detached' })
  await keys.isSeen()
  expect(await title()).toBe('A room by keys')
  await keys.opens('Control+K', dialog)
  await keys.types(here)
  await page.locator('.way', { hasText: here }).first().waitFor()
  await page.keyboard.press('Enter')
  await page.locator('.header-title', { hasText: here }).waitFor()
  await keys.isOn('.composer-text')
  await page.keyboard.press('Alt+ArrowDown')
  await page.locator('.header-title', { hasText: 'A room by keys' }).waitFor()
  await keys.isOn('.composer-text')
}

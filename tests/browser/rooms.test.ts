import { describe, expect, test } from 'bun:test'
import type { Locator } from 'playwright-core'
import { violations } from '#tests/kit/axe.ts'
import { focusTrouble } from '#tests/kit/focus.ts'
import { newRoom, openHouse } from '#tests/kit/house.ts'
import type { Visitor } from '#tests/kit/page.ts'

const uuid = (): string => crypto.randomUUID()

const house = openHouse()

const row = ({ page }: Visitor, title: string): Locator => page.locator('.room-item', { hasText: title })
const field = ({ page, words }: Visitor): Locator => page.getByRole('combobox', { name: words.rooms.switcher.field })

/** Opens the list of rooms from the place; resolves when it stands there. */
async function opensList({ page, words }: Visitor): Promise<void> {
  await page.getByRole('button', { name: words.rooms.switch }).click()
  await page.locator('.room-row').first().waitFor()
}

/** Resolves when the page is at this room: its address, its title, and the log is there. */
async function isAt({ page, composer }: Visitor, room: string): Promise<void> {
  await page.waitForFunction(
    (name) => decodeURIComponent(location.pathname) === `/r/${name}` && document.title.startsWith(name),
    room,
  )
  await composer.waitFor()
}

/** Somebody who has been in these rooms, the last of them being shown. Also a mark by which a reload would be seen. */
async function visitsAll(name: string, rooms: readonly string[], locale: 'en' | 'zh-CN' = 'en'): Promise<Visitor> {
  const [first = '', ...rest] = rooms
  const visitor = await house.enter(name, { path: `/r/${first}`, locale })
  await visitor.page.getByRole('button', { name: visitor.words.rooms.switch }).waitFor()
  await visitor.page.evaluate(() => Object.assign(window, { sameDocument: true }))
  for (const room of rest) {
    await visitor.page.evaluate((path) => {
      const link = document.createElement('a')
      link.href = path
      document.body.append(link)
      link.click()
      link.remove()
    }, `/r/${room}`)
    await isAt(visitor, room)
    // Until one is in the room, one has not been there.
    await visitor.log.getByText(visitor.words.log.empty).waitFor()
  }
  await opensList(visitor)
  for (const room of rooms) await row(visitor, room).waitFor()
  await visitor.page.keyboard.press('Escape')
  await visitor.dialog.waitFor({ state: 'detached' })
  return visitor
}

const isSameDocument = ({ page }: Visitor): Promise<boolean> => page.evaluate(() => 'sameDocument' in window)

test('unread counts live in the list; a mention is tea; opening a room reads it; the page is never loaded anew', async () => {
  const [one, two, three] = [newRoom(), newRoom(), newRoom()]
  const ada = await visitsAll('Ada Lists', [one, two, three])
  const bob = await house.guest({ name: 'Bob Rings', room: two })
  await opensList(ada)
  expect(await row(ada, three).locator('.room-row').getAttribute('aria-current')).toBe('page')
  expect(await row(ada, two).locator('.note').count()).toBe(0)
  await bob.says('something new')
  await row(ada, two).locator('.note', { hasText: '1' }).waitFor()
  // What was said last stands first.
  await ada.page.waitForFunction((title) => document.querySelector('.room-row')?.textContent?.includes(title), two)
  bob.room.post('@Ada Lists look', { mentions: [await idOf(ada)] })
  await row(ada, two).locator('.note-tea', { hasText: '2' }).waitFor()
  await row(ada, two).locator('.room-row').click()
  await isAt(ada, two)
  await ada.sees('something new')
  expect(await isSameDocument(ada)).toBe(true)
  // The header's menu of another room: all is read at once.
  const eve = await house.guest({ name: 'Eve Rings', room: one })
  await eve.says('unread elsewhere')
  await opensList(ada)
  await row(ada, one).locator('.note').waitFor()
  await row(ada, one).locator('.room-row').press('Shift+F10')
  await ada.page.getByRole('menuitem', { name: ada.words.rooms.menu.markRead }).click()
  await row(ada, one).locator('.note').waitFor({ state: 'detached' })
})

/** Id of the person at the page, as others see it. */
function idOf({ page }: Visitor): Promise<string> {
  return page.evaluate(async () => {
    const answer = await fetch('/api/session', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ locale: 'en' }),
    })
    const { me }: { me: { id: string } } = await answer.json()
    return me.id
  })
}

test('[UX-2] the list by keys alone: opens, moves, filters by pinyin, goes there; Esc gives the focus back', async () => {
  const [one, two] = [newRoom(), `周末爬山-${newRoom()}`]
  const ada = await visitsAll('Ada Keys', [one, two, newRoom()])
  const { page } = ada
  await page.getByRole('button', { name: ada.words.rooms.switch }).focus()
  await page.keyboard.press('Enter')
  await page.waitForFunction(() => document.activeElement?.getAttribute('aria-current') === 'page')
  expect(await focusTrouble(page)).toBeNull()
  await page.keyboard.press('Home')
  await page.keyboard.press('ArrowDown')
  expect(await focusTrouble(page)).toBeNull()
  await page.keyboard.type('zhoumo')
  await page.waitForFunction(() => document.querySelectorAll('.room-row').length === 1)
  await page.keyboard.press('Enter')
  await isAt(ada, two)
  await page.waitForFunction(() => document.activeElement?.tagName === 'TEXTAREA')
  const opener = page.getByRole('button', { name: ada.words.rooms.switch })
  await opener.focus()
  await page.keyboard.press('Enter')
  await ada.dialog.waitFor()
  await page.keyboard.press('Escape')
  await page.waitForFunction((button) => document.activeElement === button, await opener.elementHandle())
  // Through two dialogs back to what opened the first.
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: ada.words.rooms.list.discover }).press('Enter')
  await page.getByRole('textbox', { name: ada.words.rooms.directory.field }).press('Escape')
  await page.waitForFunction((button) => document.activeElement === button, await opener.elementHandle())
})

test('[UX-2] [UX-3] Ctrl+K anywhere: recents first, typing finds, Enter goes; an input method sends nothing', async () => {
  const [one, two, three] = [newRoom(), `茶馆-${newRoom()}`, newRoom()]
  const ada = await visitsAll('Ada Switches', [one, two, three])
  const { page } = ada
  await ada.composer.fill('half a thought')
  await page.keyboard.press('Control+k')
  await field(ada).waitFor()
  const active = () => page.locator('.way[aria-selected="true"]').textContent()
  // Where one was before: the room before this one.
  expect(await active()).toContain(two)
  const devtools = await ada.devtools()
  await devtools.send('Input.imeSetComposition', { text: 'cha', selectionStart: 3, selectionEnd: 3 })
  await devtools.send('Input.dispatchKeyEvent', {
    type: 'rawKeyDown',
    key: 'Enter',
    code: 'Enter',
    windowsVirtualKeyCode: 229,
  })
  expect(await page.locator('.way').count()).toBe(2)
  await devtools.send('Input.insertText', { text: '茶馆' })
  await page.waitForFunction((title) => document.querySelector('.way')?.textContent?.includes(title), two)
  expect(await focusTrouble(page)).toBeNull()
  await page.keyboard.press('Enter')
  await isAt(ada, two)
  expect(await ada.composer.inputValue()).toBe('')
  // And back; the thought is still there.
  await page.keyboard.press('Control+k')
  await field(ada).waitFor()
  await page.keyboard.press('Enter')
  await isAt(ada, three)
  expect(await ada.composer.inputValue()).toBe('half a thought')
  // The same key closes it, and so does Esc.
  await page.keyboard.press('Control+k')
  await field(ada).waitFor()
  await page.keyboard.press('Control+k')
  await ada.dialog.waitFor({ state: 'detached' })
  expect(await isSameDocument(ada)).toBe(true)
})

test('[client.md 8] Alt+↓ and Alt+↑ walk through the list, with Shift to what is unread; in the composer, too', async () => {
  const [one, two, three] = [newRoom(), newRoom(), newRoom()]
  const ada = await visitsAll('Ada Walks', [one, two, three])
  const bob = await house.guest({ name: 'Bob Calls', room: one })
  await bob.says('first of all')
  await opensList(ada)
  await row(ada, one).locator('.note').waitFor()
  const titles = await ada.page.locator('.room-title').allTextContents()
  await ada.page.keyboard.press('Escape')
  await ada.dialog.waitFor({ state: 'detached' })
  await ada.composer.focus()
  // What is unread stands first, the silent ones by their titles: away from it, and back.
  const at = (room: string) => titles.findIndex((title) => title.includes(room))
  const [away, back] = at(two) > at(three) ? ['ArrowDown', 'ArrowUp'] : ['ArrowUp', 'ArrowDown']
  await ada.page.keyboard.press(`Alt+${away}`)
  await isAt(ada, two)
  await ada.page.keyboard.press(`Alt+${back}`)
  await isAt(ada, three)
  await ada.page.keyboard.press('Alt+Shift+ArrowDown')
  await isAt(ada, one)
  expect(await isSameDocument(ada)).toBe(true)
})

test('[client.md 2] on a phone: the title tells what waits and opens the list, a resting finger opens the menu, and what is chosen there shows', async () => {
  const [one, two] = [newRoom(), newRoom()]
  const ada = await house.enter('Ada Fingers', {
    path: `/r/${one}`,
    viewport: { width: 390, height: 844 },
    touch: true,
  })
  const { page, words } = ada
  await ada.log.getByText(words.log.empty).waitFor()
  await page.goto(`${house.server.url}/r/${two}`)
  await ada.log.getByText(words.log.empty).waitFor()
  const bob = await house.guest({ name: 'Bob Touches', room: one })
  const title = page.getByRole('button', { name: words.rooms.switch })
  expect((await title.boundingBox())?.height).toBeGreaterThanOrEqual(44)
  bob.room.post('@Ada Fingers come', { mentions: [await idOf(ada)] })
  await page.getByRole('button', { name: words.rooms.switchUnread(1), exact: true }).tap()
  const held = row(ada, one)
  await held.waitFor()
  await ada.rests()
  const box = await held.boundingBox()
  const touchPoints = [{ x: (box?.x ?? 0) + 90, y: (box?.y ?? 0) + 25 }]
  const devtools = await ada.devtools()
  await devtools.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints })
  const quiet = page.getByRole('button', { name: words.rooms.menu.levels.none })
  await quiet.waitFor()
  await devtools.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] })
  await ada.rests()
  await quiet.tap()
  await held.getByRole('button', { name: words.rooms.list.isMuted }).waitFor()
  // The finger that opened the menu did not press the row as well.
  expect(new URL(page.url()).pathname).toBe(`/r/${two}`)
  await held.locator('.room-row').tap()
  await isAt(ada, one)
})

/** Presses the words of a button, a menu's line or a field of this page. */
const press = ({ dialog }: Visitor, name: string) => dialog.getByRole('button', { name, exact: true }).click()

test('making an open room: what is refused is kept, then one is there, and it stands in the directory', async () => {
  const bob = await house.guest({ name: 'Bob Was First', room: newRoom() })
  await bob.client.call('room.make', { cid: uuid(), title: 'Tea things', access: 'open', name: 'tea-things' })
  const ada = await house.enter('Ada Makes', { path: `/r/${newRoom()}` })
  const { page, words } = ada
  const say = words.rooms.make
  await page.keyboard.press('Control+k')
  await field(ada).fill('Tea things 2026')
  await page.locator('.way', { hasText: words.rooms.switcher.make('Tea things 2026') }).click()
  const title = ada.dialog.getByRole('textbox', { name: say.name })
  expect(await title.inputValue()).toBe('Tea things 2026')
  const address = ada.dialog.getByRole('textbox', { name: say.address })
  expect(await address.inputValue()).toBe('tea-things-2026')
  await address.fill('tea-things')
  await ada.dialog.getByRole('textbox', { name: say.topic }).fill('Leaves & water')
  await press(ada, say.go)
  await ada.dialog.getByRole('alert').waitFor()
  expect(await title.inputValue()).toBe('Tea things 2026')
  // Closed and opened again: all is still there.
  await page.keyboard.press('Escape')
  await opensList(ada)
  await press(ada, words.rooms.list.make)
  expect(await ada.dialog.getByRole('textbox', { name: say.topic }).inputValue()).toBe('Leaves & water')
  await address.fill('tea-things-2026')
  await ada.dialog.getByRole('radio', { name: say.hues[0] ?? '' }).check()
  await address.press('Enter')
  await ada.dialog.getByText(words.rooms.made.title('Tea things 2026')).waitFor()
  await page.keyboard.press('Escape')
  expect(new URL(page.url()).pathname).toBe('/r/tea-things-2026')
  await page.getByRole('heading', { name: 'Tea things 2026' }).waitFor()
  await page.keyboard.press('Control+k')
  await field(ada).fill('Tea thi')
  await page.locator('.way', { hasText: words.rooms.directory.people(0) }).waitFor()
  await page.keyboard.press('Escape')
  await opensList(ada)
  await press(ada, words.rooms.list.discover)
  await ada.dialog.getByRole('textbox', { name: words.rooms.directory.field }).fill('leaves')
  await page.waitForFunction(() => document.querySelectorAll('.listed-row').length === 1)
  expect(await page.locator('.listed-row').textContent()).toContain('Leaves & water')
  await ada.dialog.getByRole('textbox', { name: words.rooms.directory.field }).fill('tea things')
  await page.waitForFunction(() => document.querySelectorAll('.listed-row').length === 2)
  await page.locator('.listed-row', { hasNotText: '2026' }).click()
  await page.waitForFunction(() => location.pathname === '/r/tea-things')
})

test('[T-1] a private room: others see nothing at its address until they are added; then it comes to their list', async () => {
  const ada = await house.enter('Ada Private', { path: `/r/${newRoom()}` })
  const say = ada.words.rooms
  await opensList(ada)
  await press(ada, say.list.make)
  await ada.dialog.getByRole('textbox', { name: say.make.name }).fill('Only us')
  await ada.dialog.getByRole('radio', { name: say.make.accesses.private }).check()
  await press(ada, say.make.go)
  await ada.dialog.getByText(say.made.forMembers).waitFor()
  await ada.page.keyboard.press('Escape')
  const address = new URL(ada.page.url()).pathname
  expect(address).toMatch(/^\/r\/~[0-9a-z]{12}$/)
  const { invite, persons } = ada.words
  await ada.log.getByRole('button', { name: invite.open }).click()
  await ada.dialog.getByText(invite.how.private).waitFor()
  expect(await ada.page.locator('.qr-code').count()).toBe(0)
  await press(ada, invite.add)
  await ada.page.getByRole('button', { name: persons.members.add }).waitFor()
  await ada.page.keyboard.press('Escape')
  await ada.send('a secret')
  await ada.stored('a secret')
  const bob = await house.enter('Bob Outside', { path: `/r/${newRoom()}` })
  await bob.page.goto(`${house.server.url}${address}`)
  await bob.page.getByText(bob.words.state.noRoom).waitFor()
  expect(await bob.page.textContent('body')).not.toContain('secret')
  expect(await bob.page.textContent('body')).not.toContain('Only us')
  const [id, cid] = [await idOf(bob), uuid()]
  const eve = await house.guest({ name: 'Eve Owns', room: newRoom() })
  const { room } = await eve.client.call('room.make', { cid, title: 'With Bob', access: 'private' })
  await bob.page.goto(`${house.server.url}/r/${newRoom()}`)
  await opensList(bob)
  expect(await row(bob, 'With Bob').count()).toBe(0)
  await eve.client.call('member.add', { room: room.id, cid: uuid(), person: id })
  await row(bob, 'With Bob').locator('.room-row').click()
  await bob.page.getByRole('heading', { name: 'With Bob' }).waitFor()
})

test('changing, archiving and leaving: the owner changes the room for all; what can be undone offers it', async () => {
  const room = newRoom()
  const ada = await house.enter('Ada Owns', { path: `/r/${room}` })
  await ada.log.getByText(ada.words.log.empty).waitFor()
  const bob = await house.enter('Bob Comes', { path: `/r/${room}` })
  const { page, words } = ada
  const say = words.rooms
  const menu = async (visitor: Visitor, item: string) => {
    await visitor.page.getByRole('button', { name: say.menu.title }).click()
    await visitor.page.getByRole('menuitem', { name: item, exact: true }).click()
  }
  await menu(ada, say.menu.settings)
  await ada.dialog.getByRole('textbox', { name: say.make.name }).fill('Renamed room')
  await ada.dialog.getByRole('radio', { name: say.make.accesses.open }).check()
  await press(ada, say.settings.save)
  await ada.dialog.waitFor({ state: 'detached' })
  await bob.page.getByRole('heading', { name: 'Renamed room' }).waitFor()
  await menu(bob, say.menu.details)
  await bob.dialog.getByText(say.make.accesses.open).waitFor()
  await bob.dialog.getByText('Ada Owns').waitFor()
  await bob.page.keyboard.press('Escape')
  // Archived, and back by the toast.
  await menu(ada, say.menu.archive)
  await press(ada, say.archive.go)
  await page.getByText(say.archive.done, { exact: true }).waitFor()
  await page.getByRole('button', { name: say.archive.undo }).click()
  await page.getByText(say.archive.undone, { exact: true }).waitFor()
  // A visitor leaves without a question, and comes back.
  await menu(bob, say.menu.leave)
  await bob.page.waitForFunction((path) => location.pathname !== path, `/r/${room}`)
  await bob.page.getByText(say.leave.left('Renamed room')).waitFor()
  await bob.page.getByRole('button', { name: say.leave.undo }).click()
  await bob.page.getByRole('heading', { name: 'Renamed room' }).waitFor()
  // The owner is told what to do first.
  await menu(ada, say.menu.leave)
  await ada.dialog.getByText(say.leave.forOwner).waitFor()
})

describe.each(['zh-CN', 'en'] as const)('[UX-1] [UX-5] %s:', (locale) => {
  test('list, menus, switcher, making a room and what a room is: no violation of axe, and all fits on a phone', async () => {
    const [one, two] = [newRoom(), newRoom()]
    const ada = await visitsAll(`Ada Axe ${locale}`, [one, two], locale)
    const { page, words } = ada
    const check = async () => {
      expect(await violations(ada)).toEqual([])
      await page.setViewportSize({ width: 320, height: 568 })
      await ada.rests()
      expect(await cutOff(ada)).toEqual([])
      await page.setViewportSize({ width: 1280, height: 800 })
    }
    const menu = page.getByRole('button', { name: words.rooms.menu.title })
    await opensList(ada)
    await check()
    await page.locator('.room-row').first().press('Shift+F10')
    await page.getByRole('menu').waitFor()
    expect(await violations(ada)).toEqual([])
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: words.rooms.list.make }).click()
    await page.locator('.access-card').first().waitFor()
    await check()
    await ada.dialog.getByRole('button', { name: words.rooms.make.go, exact: true }).click()
    await ada.dialog.getByText(words.rooms.make.empty).waitFor()
    await page.keyboard.press('Escape')
    await menu.click()
    // Whoever opens an address first owns the room.
    await page.getByRole('menuitem', { name: words.rooms.menu.settings }).click()
    await ada.dialog.getByRole('button', { name: words.rooms.settings.save }).waitFor()
    expect(await violations(ada)).toEqual([])
    await page.keyboard.press('Escape')
    const bob = await house.guest({ name: `Bob Axe ${locale}`, room: `theirs-${locale}` })
    await bob.client.call('room.make', { cid: uuid(), title: 'Axe', access: 'open', topic: 'Trees', accent: 15 })
    await opensList(ada)
    await page.getByRole('button', { name: words.rooms.list.discover }).click()
    await page.locator('.listed-row').first().waitFor()
    await check()
    await page.keyboard.press('Escape')
    await page.keyboard.press('Control+k')
    await field(ada).fill('a')
    await check()
  })
})

/** Controls of the dialog that stand outside of the window sideways. */
function cutOff({ page }: Visitor): Promise<string[]> {
  return page.evaluate(() => {
    const found = document.documentElement.scrollWidth > innerWidth ? ['the page'] : []
    for (const control of document.querySelectorAll('dialog[open] :is(button, input)')) {
      const { left, right, width } = control.getBoundingClientRect()
      if (width > 0 && (left < -0.5 || right > innerWidth + 0.5)) found.push(control.outerHTML.slice(0, 80))
    }
    return found
  })
}

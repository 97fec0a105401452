import { expect, test } from 'bun:test'
import type { Locator } from 'playwright-core'
import { axeViolations } from '#tests/kit/axe.ts'
import { startProxy } from '#tests/kit/fault-proxy.ts'
import type { Guest } from '#tests/kit/guest.ts'
import { newRoom, openHouse } from '#tests/kit/house.ts'
import type { Visitor } from '#tests/kit/page.ts'

// The index is asked again and again until it has what was said: within a second or two, some thousand times.
const unlimited = {
  LIMIT_SEARCHES_BURST: '1000000',
  LIMIT_COMMANDS_BURST: '1000000',
  LIMIT_FLOOD_PER_SECOND: '1000000',
}
const house = openHouse({ env: unlimited })

/** The index follows the log by itself: asks until as many messages are found. */
async function indexed({ client, room }: Guest, text: string, count: number): Promise<void> {
  const rooms = [room.info?.id ?? '']
  for (;;) if ((await client.call('search.messages', { rooms, text })).hits.length >= count) return
}

const panel = (visitor: Visitor): Locator =>
  visitor.page.getByRole('complementary', { name: visitor.words.search.title })
const field = (visitor: Visitor): Locator => visitor.page.getByRole('textbox', { name: visitor.words.search.field })
const hits = ({ page }: Visitor): Locator => page.locator('.hit')

/** Opens search by its button and types; resolves when the page shows as many hits. */
async function searches(visitor: Visitor, text: string, count: number): Promise<void> {
  if (!(await field(visitor).isVisible()))
    await visitor.page.getByRole('button', { name: visitor.words.shortcuts.search }).click()
  await field(visitor).fill(text)
  await shows(visitor, count)
}

async function shows({ page }: Visitor, count: number): Promise<void> {
  const isThere = (wanted: number) =>
    document.querySelector('.search-results')?.getAttribute('aria-busy') === 'false' &&
    document.querySelectorAll('.hit').length === wanted
  await page.waitForFunction(isThere, count)
}

/** Resolves when the control of this name has the focus. */
async function isFocused({ page }: Visitor, name: string): Promise<void> {
  await page.waitForFunction((label) => document.activeElement?.getAttribute('aria-label') === label, name)
}

const texts = (visitor: Visitor): Promise<string[]> => hits(visitor).locator('.hit-text').allTextContents()
const marked = (visitor: Visitor): Promise<string[]> => hits(visitor).locator('mark').allTextContents()

test('two people: one sign, two, mixed, beginning, phrase; newest first with the words marked; other rooms never', async () => {
  const [room, other] = [newRoom(), newRoom()]
  const bob = await house.guest({ name: '小满', room })
  await bob.tells(['去茶馆喝茶', '茶在馆子里', '我用 Bun 写代码', 'Green tea & <b>Release</b> notes', 'tea is green'])
  const eve = await house.guest({ name: 'Eve', room: other })
  await eve.says('茶馆 in another room')
  await indexed(eve, '茶馆', 1)
  const ada = await house.enter('Ada Seeks', { path: `/r/${room}`, locale: 'zh-CN' })
  await ada.send('茶馆见')
  await indexed(bob, '茶', 3)
  await searches(ada, '茶', 3)
  expect(await texts(ada)).toEqual(['茶馆见', '茶在馆子里', '去茶馆喝茶'])
  expect(await marked(ada)).toEqual(['茶', '茶', '茶', '茶'])
  await searches(ada, '茶馆', 2)
  expect(await texts(ada)).toEqual(['茶馆见', '去茶馆喝茶'])
  expect(await marked(ada)).toEqual(['茶馆', '茶馆'])
  await searches(ada, '用bun写', 1)
  expect(await marked(ada)).toEqual(['用 Bun 写'])
  await searches(ada, 'ＲＥＬ', 1)
  // [T-34] As typed.
  expect(await texts(ada)).toEqual(['Green tea & <b>Release</b> notes'])
  await searches(ada, 'green tea', 2)
  await searches(ada, '"green tea"', 1)
  await panel(ada).getByText(ada.words.search.found(1, false)).waitFor({ state: 'attached' })
  await searches(ada, 'another', 0)
  await panel(ada).getByText(ada.words.search.none('another')).waitFor()
})

test('[P-7] what is erased or edited while it is shown leaves the hits or reads as it is now', async () => {
  const room = newRoom()
  const bob = await house.guest({ name: 'Bob Erases', room })
  await bob.tells(['tea one', 'tea two', 'tea three'])
  await indexed(bob, 'tea', 3)
  const ada = await house.enter('Ada Looks', { path: `/r/${room}` })
  await searches(ada, 'tea', 3)
  await bob.room.erase(2, 'delete')
  await shows(ada, 2)
  await bob.room.edit(1, 'tea changed')
  await hits(ada).getByText('tea changed').waitFor()
  expect(await texts(ada)).toEqual(['tea three', 'tea changed'])
  // Also while the panel is closed.
  await ada.page.keyboard.press('Escape')
  await bob.room.erase(1, 'delete')
  await ada.bubble('tea changed').waitFor({ state: 'detached' })
  await ada.page.getByRole('button', { name: ada.words.shortcuts.search }).click()
  await shows(ada, 1)
  await searches(ada, 'two', 0)
})

test('opening search moves nothing: who reads further up stays there', async () => {
  const room = newRoom()
  const bob = await house.guest({ name: 'Bob Above', room })
  await bob.tells(Array.from({ length: 80 }, (_, at) => `line ${at}`))
  await indexed(bob, 'line 79', 1)
  const ada = await house.enter('Ada Above', { path: `/r/${room}` })
  await ada.sees('line 79')
  await ada.wheels(-900)
  const top = () => ada.log.evaluate((view) => view.scrollHeight - view.scrollTop)
  const before = await top()
  await searches(ada, 'line 7', 11)
  expect(Math.abs((await top()) - before)).toBeLessThanOrEqual(1)
  await ada.page.keyboard.press('Escape')
  await ada.page.getByRole('button', { name: ada.words.shortcuts.search }).click()
  await shows(ada, 11)
  expect(Math.abs((await top()) - before)).toBeLessThanOrEqual(1)
})

test('[UX-2] by keys alone: opens, moves, shows a hit in the log and marks it, goes back; the focus is never lost', async () => {
  const room = newRoom()
  const bob = await house.guest({ name: 'Bob Long Ago', room })
  await bob.tells([
    'the needle, long ago',
    ...Array.from({ length: 120 }, (_, at) => `straw ${at}`),
    'a needle of today',
  ])
  await indexed(bob, 'needle', 2)
  const ada = await house.enter('Ada Keys', { path: `/r/${room}` })
  await ada.sees('a needle of today')
  await ada.composer.focus()
  await ada.page.keyboard.press('Control+Shift+F')
  await isFocused(ada, ada.words.search.field)
  await ada.page.keyboard.type('needle')
  await shows(ada, 2)
  const focused = () => ada.page.evaluate(() => document.activeElement?.textContent ?? '')
  await ada.page.keyboard.press('ArrowDown')
  expect(await focused()).toContain('today')
  await ada.page.keyboard.press('ArrowDown')
  expect(await focused()).toContain('long ago')
  await ada.page.keyboard.press('Enter')
  await ada.finds('the needle, long ago')
  await ada.sees('straw 3')
  expect(await focused()).toContain('long ago')
  // The mark goes by itself; the way back leads to where one was.
  await ada.log.locator('.row-found').waitFor({ state: 'detached' })
  await ada.page.getByRole('button', { name: ada.words.actions.wayBack }).click()
  await ada.sees('a needle of today')
  await hits(ada).first().focus()
  await ada.page.keyboard.press('Escape')
  await isFocused(ada, ada.words.search.field)
  await ada.page.keyboard.press('Escape')
  await panel(ada).waitFor({ state: 'detached' })
  await isFocused(ada, ada.words.log.composer.label)
  // It comes back as it was left.
  await ada.page.keyboard.press('Control+Shift+F')
  await shows(ada, 2)
  expect(await field(ada).inputValue()).toBe('needle')
})

test('[UX-3] nothing is searched for while an input method composes', async () => {
  const room = newRoom()
  const bob = await house.guest({ name: 'Bob Composes', room })
  await bob.tells(['你好', 'ni ni'])
  await indexed(bob, '你', 1)
  const ada = await house.enter('Ada Composes', { path: `/r/${room}` })
  await ada.page.getByRole('button', { name: ada.words.shortcuts.search }).click()
  await field(ada).focus()
  const asked: string[] = []
  const devtools = await ada.devtools()
  devtools.on('Network.webSocketFrameSent', ({ response }) => {
    if (response.payloadData.includes('search.messages')) asked.push(response.payloadData)
  })
  await devtools.send('Network.enable')
  await devtools.send('Input.imeSetComposition', { text: 'ni', selectionStart: 2, selectionEnd: 2 })
  await devtools.send('Input.dispatchKeyEvent', {
    type: 'rawKeyDown',
    key: 'Enter',
    code: 'Enter',
    windowsVirtualKeyCode: 229,
  })
  await devtools.send('Input.imeSetComposition', { text: '你', selectionStart: 1, selectionEnd: 1 })
  await bob.says('while she composes')
  await ada.sees('while she composes')
  expect(await field(ada).inputValue()).toBe('你')
  expect(asked).toEqual([])
  await devtools.send('Input.insertText', { text: '你' })
  // The Esc that gives a word up, told late: the panel stays.
  await devtools.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', key: 'Escape', windowsVirtualKeyCode: 229 })
  await shows(ada, 1)
  expect(await texts(ada)).toEqual(['你好'])
  expect(asked).toHaveLength(1)
})

test('filters: a person by pinyin, a link, days; they are taken off where nothing is found', async () => {
  const room = newRoom()
  const [bob, cai] = [await house.guest({ name: '山间的风', room }), await house.guest({ name: '白露', room })]
  await bob.tells(['tea of one', 'tea https://example.com/tea'])
  await cai.says('tea of another')
  await indexed(bob, 'tea', 3)
  const ada = await house.enter('Ada Filters', { path: `/r/${room}` })
  const say = ada.words.search
  await searches(ada, 'tea', 3)
  await panel(ada).getByRole('button', { name: say.from, exact: true }).click()
  await ada.page.keyboard.type('sjdf')
  await ada.page.keyboard.press('Enter')
  await shows(ada, 2)
  const chip = panel(ada).getByRole('button', { name: '山间的风', exact: true })
  expect(await chip.evaluate((button) => button === document.activeElement)).toBe(true)
  await panel(ada).getByRole('button', { name: say.has.link }).click()
  await shows(ada, 1)
  await panel(ada).getByRole('button', { name: say.date, exact: true }).click()
  await ada.page.getByLabel(say.until, { exact: true }).fill('2020-01-01')
  await shows(ada, 0)
  await panel(ada).getByRole('button', { name: say.clearFilters }).click()
  await shows(ada, 3)
  await searches(ada, '', 0)
  await panel(ada).getByText(say.tips).waitFor()
})

test('further hits come as one scrolls, each once', async () => {
  const room = newRoom()
  const bob = await house.guest({ name: 'Bob Many', room })
  await bob.tells(Array.from({ length: 120 }, (_, at) => `many ${at}`))
  await indexed(bob, 'many', 50)
  await indexed(bob, 'many 119', 1)
  const ada = await house.enter('Ada Scrolls', { path: `/r/${room}` })
  await searches(ada, 'many', 50)
  await panel(ada).getByText(ada.words.search.count(50, true), { exact: true }).waitFor()
  for (const count of [100, 120]) {
    await hits(ada).last().scrollIntoViewIfNeeded()
    await ada.page.waitForFunction((wanted) => document.querySelectorAll('.hit').length === wanted, count)
  }
  await panel(ada).getByText(ada.words.search.end).waitFor()
  expect(await texts(ada)).toEqual(Array.from({ length: 120 }, (_, at) => `many ${119 - at}`))
})

test('on a phone it is a sheet: a hit closes it and has the focus; it comes back as it was left', async () => {
  const room = newRoom()
  const bob = await house.guest({ name: 'Bob Phone', room })
  await bob.tells(['pocket tea', ...Array.from({ length: 60 }, (_, at) => `line ${at}`)])
  await indexed(bob, 'pocket', 1)
  const ada = await house.enter('Ada Phone', {
    path: `/r/${room}`,
    touch: true,
    viewport: { width: 390, height: 844 },
  })
  await searches(ada, 'pocket', 1)
  await isFocused(ada, ada.words.search.field)
  await ada.page.keyboard.press('Escape')
  await ada.dialog.waitFor({ state: 'detached' })
  await isFocused(ada, ada.words.shortcuts.search)
  await ada.page.getByRole('button', { name: ada.words.shortcuts.search }).tap()
  await hits(ada).first().tap()
  await ada.dialog.waitFor({ state: 'detached' })
  await ada.finds('pocket tea')
  await ada.page.getByRole('button', { name: ada.words.shortcuts.search }).tap()
  await shows(ada, 1)
  expect(await hits(ada).first().getAttribute('aria-current')).toBe('true')
})

test('offline it says so, and goes on by itself', async () => {
  await using proxy = await startProxy(house.server)
  const room = newRoom()
  const bob = await house.guest({ name: 'Bob Stays', room })
  await bob.says('tea for later')
  await indexed(bob, 'tea', 1)
  const ada = await house.enter('Ada Offline', { path: `/r/${room}`, url: proxy.url })
  await ada.sees('tea for later')
  await ada.page.getByRole('button', { name: ada.words.shortcuts.search }).click()
  await field(ada).waitFor()
  proxy.refuse()
  await field(ada).fill('tea')
  await panel(ada).getByText(ada.words.search.offline).waitFor()
  proxy.accept()
  await shows(ada, 1)
})

test.each(['zh-CN', 'en'] as const)('[UX-1] axe has no violation in the states of search, %s', async (locale) => {
  const room = newRoom()
  const bob = await house.guest({ name: `Bob Axe ${locale}`, room })
  await bob.tells(['一杯 tea', 'tea https://example.com'])
  await indexed(bob, 'tea', 2)
  const ada = await house.enter(`Ada Axe ${locale}`, { path: `/r/${room}`, locale })
  const say = ada.words.search
  const checks = async () => {
    await ada.rests()
    expect(await axeViolations(ada.page)).toEqual([])
    await ada.page.emulateMedia({ colorScheme: 'dark' })
    await ada.rests()
    expect(await axeViolations(ada.page, 'colours')).toEqual([])
    await ada.page.emulateMedia({ colorScheme: 'light' })
  }
  await ada.page.getByRole('button', { name: ada.words.shortcuts.search }).click()
  await panel(ada).getByText(say.tips).waitFor()
  await checks()
  await searches(ada, 'tea', 2)
  await hits(ada).first().click()
  await panel(ada).getByRole('button', { name: say.from, exact: true }).click()
  await checks()
  await panel(ada).getByRole('button', { name: say.date, exact: true }).click()
  await checks()
  await searches(ada, 'zzz', 0)
  await checks()
  await ada.page.setViewportSize({ width: 390, height: 844 })
  await ada.dialog.waitFor()
  await searches(ada, 'tea', 2)
  await checks()
})

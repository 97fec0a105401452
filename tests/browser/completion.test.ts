import { expect, test } from 'bun:test'
import type { Locator } from 'playwright-core'
import { axeViolations } from '#tests/kit/axe.ts'
import { newRoom, openHouse } from '#tests/kit/house.ts'
import { InputMethod } from '#tests/kit/input-method.ts'
import type { Visitor } from '#tests/kit/page.ts'

const house = openHouse()

const listOf = ({ page }: Visitor): Locator => page.getByRole('listbox')
const rowsOf = (ada: Visitor): Promise<string[]> =>
  listOf(ada).getByRole('option').locator('bdi, .completion-command').allTextContents()
const activeOf = ({ page }: Visitor): Promise<string> =>
  page.evaluate(() => {
    const id = document.activeElement?.getAttribute('aria-activedescendant') ?? ''
    return document.getElementById(id)?.querySelector('bdi, .completion-label, .completion-command')?.textContent ?? ''
  })

test('[UX-23] a mention by pinyin initials after ＠, seen by who is meant', async () => {
  const room = newRoom()
  const path = `/r/${room}`
  const xiao = await house.enter('小满', { path, locale: 'zh-CN' })
  const ada = await house.enter('青柠', { path, locale: 'zh-CN' })
  await house.guest({ name: '橘灯', room })
  await ada.counts(3)
  await ada.composer.pressSequentially('问＠xm')
  await listOf(ada).waitFor()
  expect(await rowsOf(ada)).toEqual(['小满'])
  expect(await activeOf(ada)).toBe('小满')
  await ada.page.keyboard.press('Enter')
  expect(await ada.composer.inputValue()).toBe('问@小满 ')
  expect(await listOf(ada).count()).toBe(0)
  await ada.page.keyboard.type('好吗')
  await ada.page.keyboard.press('Enter')
  await ada.stored('好吗')
  await xiao.sees('好吗')
  const mine = xiao.bubble('好吗')
  expect(await mine.locator('.mention-me').textContent()).toBe('@小满')
  expect(await mine.locator('.bubble-mention').count()).toBe(1)
  // To who wrote it, it is a mention of somebody else.
  expect(await ada.bubble('好吗').locator('.mention').textContent()).toBe('@小满')
  expect(await ada.bubble('好吗').locator('.mention-me').count()).toBe(0)
})

test('[UX-2] arrows, Tab, Esc: the list by keyboard, and the text stays', async () => {
  const room = newRoom()
  const ada = await house.enter('Ada Keys', { path: `/r/${room}` })
  for (const name of ['Noor', 'Northwind', 'Nora']) {
    const guest = await house.guest({ name, room })
    await guest.says(`I am ${name}`)
  }
  await ada.sees('I am Nora')
  await ada.composer.pressSequentially('hi @no')
  await listOf(ada).waitFor()
  // Who spoke last comes first.
  expect(await rowsOf(ada)).toEqual(['Nora', 'Northwind', 'Noor'])
  await ada.page.keyboard.press('ArrowDown')
  expect(await activeOf(ada)).toBe('Northwind')
  await ada.page.keyboard.press('ArrowUp')
  await ada.page.keyboard.press('ArrowUp')
  expect(await activeOf(ada)).toBe('Noor')
  expect(await axeViolations(ada.page)).toEqual([])
  await ada.page.keyboard.press('Escape')
  expect(await listOf(ada).count()).toBe(0)
  expect(await ada.composer.inputValue()).toBe('hi @no')
  // Sent away, it does not come back for the same @; another one opens it.
  await ada.page.keyboard.type('o @no')
  await listOf(ada).waitFor()
  await ada.page.keyboard.press('Tab')
  expect(await ada.composer.inputValue()).toBe('hi @noo @Nora ')
  await ada.page.keyboard.press('Control+Z')
  expect(await ada.composer.inputValue()).toBe('hi @noo @no')
  expect(await ada.bubbles.count()).toBe(3)
})

test('[UX-3] while an input method composes, the list stands still and no key is its own', async () => {
  const room = newRoom()
  const ada = await house.enter('白露', { path: `/r/${room}`, locale: 'zh-CN' })
  await house.guest({ name: '小雪', room })
  await house.guest({ name: '小麦', room })
  await ada.counts(3)
  const devtools = await ada.devtools()
  const compose = (text: string) =>
    devtools.send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length })
  const press = (key: string, code: number) =>
    devtools.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', key, code: key, windowsVirtualKeyCode: code })
  await ada.composer.pressSequentially('@')
  await listOf(ada).waitFor()
  const before = await rowsOf(ada)
  await compose('xiao')
  await press('ArrowDown', 229)
  await press('Enter', 229)
  await press('Enter', 13)
  await press('Tab', 229)
  await press('Escape', 229)
  expect(await rowsOf(ada)).toEqual(before)
  expect(await activeOf(ada)).toBe(before[0] ?? '')
  expect(await ada.composer.inputValue()).toBe('@xiao')
  await devtools.send('Input.insertText', { text: '小' })
  // Safari's late Enter, after the word is there.
  await press('Enter', 229)
  expect(await ada.composer.inputValue()).toBe('@小')
  expect(await ada.bubbles.count()).toBe(0)
  await ada.page.keyboard.press('ArrowDown')
  const chosen = await activeOf(ada)
  await ada.page.keyboard.press('Enter')
  expect(await ada.composer.inputValue()).toBe(`@${chosen} `)
  expect(await ada.bubbles.count()).toBe(0)
})

test('[UX-23] under a finger the list follows the keyboard, which composes every word; a tap takes what it shows', async () => {
  const room = newRoom()
  const ada = await house.enter('Ada Glass', { path: `/r/${room}`, viewport: { width: 390, height: 844 }, touch: true })
  for (const name of ['Nils', '松针']) await (await house.guest({ name, room })).says(`I am ${name}`)
  await ada.sees('I am 松针')
  const method = await InputMethod.of(ada)
  await ada.composer.tap()
  await method.commits('@')
  await listOf(ada).waitFor()
  await method.composes('sz')
  await listOf(ada).getByText('Nils').waitFor({ state: 'detached' })
  expect(await rowsOf(ada)).toEqual(['松针'])
  await ada.page.getByRole('option').tap()
  expect(await ada.composer.inputValue()).toBe('@松针 ')
  // Its Enter takes the row that is lit, as that of other keyboards does.
  await method.commits('@')
  await method.composes('ni')
  await listOf(ada).getByText('松针').waitFor({ state: 'detached' })
  await method.commits('ni')
  await ada.page.keyboard.press('Enter')
  expect(await ada.composer.inputValue()).toBe('@松针 @Nils ')
})

test('commands after / ／ 、, each with its line of help', async () => {
  const ada = await house.enter('Ada Slash', { path: `/r/${newRoom()}` })
  for (const sign of ['/', '／', '、']) {
    await ada.composer.fill('')
    await ada.composer.pressSequentially(sign)
    await listOf(ada).waitFor()
    expect(await rowsOf(ada)).toEqual(['/me', '/shrug', '/spoiler', '/code', '/invite', '/help'])
  }
  await ada.page.getByRole('option').filter({ hasText: '/shrug' }).click()
  expect(await ada.composer.inputValue()).toBe('¯\\_(ツ)_/¯')
  await ada.page.keyboard.press('Enter')
  await ada.reads('¯\\_(ツ)_/¯')
  await ada.composer.pressSequentially('/sp')
  await ada.page.keyboard.press('Enter')
  await ada.page.keyboard.type('x')
  expect(await ada.composer.inputValue()).toBe('||x||')
  await ada.composer.fill('')
  await ada.composer.pressSequentially('/help')
  await ada.page.keyboard.press('Enter')
  await ada.dialog.waitFor()
  expect(await ada.composer.inputValue()).toBe('')
})

test('[UX-23] : finds emoji, by any of the languages', async () => {
  const ada = await house.enter('Ada Colon', { path: `/r/${newRoom()}`, locale: 'zh-CN' })
  await ada.composer.pressSequentially('warm :tea')
  await listOf(ada).getByText('🍵').waitFor()
  await ada.page.keyboard.press('Escape')
  await ada.composer.fill('')
  await ada.composer.pressSequentially(':cha')
  await listOf(ada).getByText('🍵').click()
  expect(await ada.composer.inputValue()).toBe('🍵')
  await ada.composer.fill('')
  await ada.composer.pressSequentially('12:30 :D')
  expect(await listOf(ada).count()).toBe(0)
})

test('[client.md 8] keys for marks keep the selection and the way back', async () => {
  const ada = await house.enter('Ada Bold', { path: `/r/${newRoom()}` })
  await ada.composer.pressSequentially('all words')
  await ada.page.keyboard.press('Control+Shift+ArrowLeft')
  for (const [key, text] of [
    ['Control+B', 'all **words**'],
    ['Control+B', 'all words'],
    ['Control+I', 'all *words*'],
    ['Control+I', 'all words'],
    ['Control+E', 'all `words`'],
    ['Control+E', 'all words'],
    ['Control+Shift+X', 'all ~~words~~'],
    ['Control+Z', 'all words'],
  ] as const) {
    await ada.page.keyboard.press(key)
    // What puts the marks comes with the first key.
    await ada.page.waitForFunction((wanted) => document.querySelector('textarea')?.value === wanted, text)
  }
})

test('[UX-16] the announcer hides spoilers', async () => {
  const room = newRoom()
  const ada = await house.enter('Ada Ears', { path: `/r/${room}` })
  const bob = await house.guest({ name: 'Bob Ears', room })
  await ada.counts(2)
  await bob.says('first **word** ||secret||')
  const heard = await ada.page.waitForFunction(() => {
    const text = document.querySelector('[data-announcer=polite]')?.textContent ?? ''
    return text.includes('first') && text
  })
  expect(await heard.jsonValue()).toBe('Bob Ears: first word [spoiler]')
})

test('[UX-16] who wants to hear only what is meant for them hears mentions, and nothing else', async () => {
  const room = newRoom()
  const ada = await house.enter('Ada Mine', { path: `/r/${room}` })
  await ada.page.evaluate(() => localStorage.setItem('teahouse.preferences', JSON.stringify({ announcer: 'mine' })))
  await ada.page.reload()
  await ada.composer.waitFor()
  const bob = await house.enter('Bob Mine', { path: `/r/${room}` })
  await bob.counts(2)
  await bob.send('for everybody')
  await bob.send('and for @Ada Mine')
  const heard = await ada.page.waitForFunction(() => document.querySelector('[data-announcer=polite]')?.textContent)
  expect(await heard.jsonValue()).toBe('Bob Mine: and for @Ada Mine')
})

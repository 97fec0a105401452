import { expect, test } from 'bun:test'
import type { CDPSession } from 'playwright-core'
import { startProxy } from '#tests/kit/fault-proxy.ts'
import { newRoom, openHouse } from '#tests/kit/house.ts'

const house = openHouse()

type Key = { key: string; code: number; repeat?: boolean }
const enter: Key = { key: 'Enter', code: 13 }
/** What an input method's keys look like to the page: 229, whatever was pressed. */
const process: Key = { key: 'Process', code: 229 }
/** Safari ends the composition first; the Enter that chose the word follows, with 229. */
const lateEnter: Key = { key: 'Enter', code: 229 }

async function press(devtools: CDPSession, { key, code, repeat = false }: Key): Promise<void> {
  const text = code === 13 ? { text: '\r' } : {}
  const event = { key, code: 'Enter', windowsVirtualKeyCode: code, autoRepeat: repeat, ...text }
  await devtools.send('Input.dispatchKeyEvent', { type: code === 13 ? 'keyDown' : 'rawKeyDown', ...event })
  if (!repeat)
    await devtools.send('Input.dispatchKeyEvent', { type: 'keyUp', key, code: 'Enter', windowsVirtualKeyCode: code })
}

const compose = (devtools: CDPSession, text: string) =>
  devtools.send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length })

test('[UX-3] [D-38] an input method never sends; a plain Enter sends once', async () => {
  const ada = await house.enter('小满', { path: `/r/${newRoom()}`, locale: 'zh-CN' })
  const devtools = await ada.devtools()
  await ada.composer.focus()
  await compose(devtools, 'ni')
  await press(devtools, process)
  await compose(devtools, '你')
  await press(devtools, { key: 'Enter', code: 229 })
  await devtools.send('Input.dispatchKeyEvent', {
    type: 'rawKeyDown',
    key: 'Enter',
    code: 'Enter',
    windowsVirtualKeyCode: 13,
  })
  expect(await ada.bubbles.count()).toBe(0)
  await devtools.send('Input.insertText', { text: '你好' })
  await press(devtools, lateEnter)
  expect(await ada.composer.inputValue()).toBe('你好')
  expect(await ada.bubbles.count()).toBe(0)
  await press(devtools, enter)
  await ada.reads('你好')
  expect(await ada.composer.inputValue()).toBe('')
})

test('[UX-3] a held Enter sends once and leaves the box empty', async () => {
  const ada = await house.enter('Held', { path: `/r/${newRoom()}` })
  const devtools = await ada.devtools()
  await ada.composer.pressSequentially('once')
  await press(devtools, { ...enter, repeat: false })
  for (let at = 0; at < 10; at++) await press(devtools, { ...enter, repeat: true })
  await ada.stored('once')
  expect(await ada.composer.inputValue()).toBe('')
  await ada.reads('once')
})

test('[UX-3] messages, a banner and a reconnect leave a composition alone', async () => {
  await using proxy = await startProxy(house.server)
  const room = newRoom()
  const ada = await house.enter('青柠', { path: `/r/${room}`, url: proxy.url })
  const bob = await house.guest({ name: 'Bob C', room })
  const devtools = await ada.devtools()
  await ada.composer.focus()
  await compose(devtools, 'zhong')
  await bob.tells(Array.from({ length: 50 }, (_, at) => `line ${at}`))
  await ada.sees('line 49')
  proxy.refuse()
  await ada.page.locator('.banner').waitFor()
  proxy.accept()
  await bob.says('after the return')
  await ada.sees('after the return')
  expect(await ada.composer.inputValue()).toBe('zhong')
  await devtools.send('Input.insertText', { text: '中' })
  expect(await ada.composer.inputValue()).toBe('中')
  await ada.page.keyboard.press('Enter')
  await ada.sees('中')
})

test('[UX-3] an input method does not leave the name dialog', async () => {
  const ada = await house.visit({ locale: 'zh-CN' })
  await ada.dialog.getByRole('button', { name: ada.words.enter.own }).click()
  const field = ada.dialog.getByRole('textbox', { name: ada.words.enter.nameLabel })
  // The proposed name stands there.
  await ada.page.waitForFunction(() => document.querySelector<HTMLInputElement>('dialog input[type=text]')?.value)
  await field.press('Control+A')
  const devtools = await ada.devtools()
  await compose(devtools, 'xiao')
  await press(devtools, { key: 'Enter', code: 229 })
  await devtools.send('Input.insertText', { text: '小雨' })
  await press(devtools, lateEnter)
  expect(await field.inputValue()).toBe('小雨')
  expect(await ada.dialog.count()).toBe(1)
  await press(devtools, enter)
  await ada.dialog.waitFor({ state: 'detached' })
  await ada.page.getByRole('complementary').getByText('小雨', { exact: true }).waitFor()
})

test('Enter sends, Shift+Enter breaks the line, Ctrl+Enter always sends', async () => {
  const ada = await house.enter('Keys', { path: `/r/${newRoom()}` })
  await ada.composer.pressSequentially('first')
  await ada.page.keyboard.press('Shift+Enter')
  await ada.page.keyboard.type('second')
  await ada.page.keyboard.press('Enter')
  await ada.reads('first\nsecond')
  await ada.page.keyboard.type('third')
  await ada.page.keyboard.press('Control+Enter')
  await ada.reads('first\nsecond', 'third')
})

test('[D-35] nothing is sent that has nothing in it', async () => {
  const ada = await house.enter('Empty', { path: `/r/${newRoom()}` })
  for (const text of ['', ' ', '\n\n', '　', '\t ']) {
    await ada.composer.fill(text)
    await ada.composer.press('Enter')
  }
  await ada.send('something')
  await ada.reads('something')
})

test('[D-35] the limit is shown before it is hit, and the text stays', async () => {
  const ada = await house.enter('Limit', { path: `/r/${newRoom()}` })
  const { composer } = ada.words.log
  await ada.composer.fill('茶'.repeat(3_300))
  await ada.page.getByText(composer.count(3_300, 4_000)).waitFor()
  await ada.composer.fill('茶'.repeat(4_007))
  await ada.page.getByText(composer.over(7)).waitFor()
  await ada.composer.press('Enter')
  await ada.sendButton.click({ force: true })
  expect(await ada.composer.inputValue()).toBe('茶'.repeat(4_007))
  expect(await ada.bubbles.count()).toBe(0)
  await ada.composer.fill('茶'.repeat(4_000))
  await ada.composer.press('Enter')
  await ada.stored('茶茶茶')
})

test('[UX-4] on touch Enter breaks the line and the button sends', async () => {
  const ada = await house.enter('Touch', {
    path: `/r/${newRoom()}`,
    viewport: { width: 390, height: 844 },
    touch: true,
  })
  await ada.composer.tap()
  await ada.page.keyboard.type('first')
  await ada.page.keyboard.press('Enter')
  await ada.page.keyboard.type('second')
  expect(await ada.composer.inputValue()).toBe('first\nsecond')
  expect(await ada.bubbles.count()).toBe(0)
  await ada.sendButton.tap()
  await ada.reads('first\nsecond')
  expect(await ada.page.evaluate(() => document.activeElement?.tagName)).toBe('TEXTAREA')
})

test('[UX-4] who chose Enter on touch sends by insertLineBreak', async () => {
  const ada = await house.enter('Chosen', {
    path: `/r/${newRoom()}`,
    viewport: { width: 390, height: 844 },
    touch: true,
  })
  await ada.page.evaluate(() => localStorage.setItem('teahouse.preferences', JSON.stringify({ sendKey: 'enter' })))
  await ada.page.reload()
  await ada.composer.tap()
  expect(await ada.composer.getAttribute('enterkeyhint')).toBe('send')
  await ada.page.keyboard.type('by the key')
  await ada.composer.evaluate((field) =>
    field.dispatchEvent(
      new InputEvent('beforeinput', { inputType: 'insertLineBreak', bubbles: true, cancelable: true }),
    ),
  )
  await ada.reads('by the key')
  expect(await ada.composer.inputValue()).toBe('')
})

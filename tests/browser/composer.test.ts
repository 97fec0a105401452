import { expect, test } from 'bun:test'
import { startProxy } from '#tests/kit/fault-proxy.ts'
import { newRoom, openHouse } from '#tests/kit/house.ts'
import { enter, InputMethod, lateEnter, lateEsc, process } from '#tests/kit/input-method.ts'

const house = openHouse()

test('[UX-3] [D-38] an input method never sends; a plain Enter sends once', async () => {
  const ada = await house.enter('小满', { path: `/r/${newRoom()}`, locale: 'zh-CN' })
  const method = await InputMethod.of(ada)
  await ada.composer.focus()
  await method.composes('ni')
  await method.presses(process)
  await method.composes('你')
  await method.presses(lateEnter)
  await method.pressesEnterWhileComposing()
  expect(await ada.bubbles.count()).toBe(0)
  await method.commits('你好')
  await method.presses(lateEnter)
  expect(await ada.composer.inputValue()).toBe('你好')
  expect(await ada.bubbles.count()).toBe(0)
  await method.presses(enter)
  await ada.reads('你好')
  expect(await ada.composer.inputValue()).toBe('')
})

test('[UX-3] a held Enter sends once and leaves the box empty', async () => {
  const ada = await house.enter('Held', { path: `/r/${newRoom()}` })
  const method = await InputMethod.of(ada)
  await ada.composer.pressSequentially('once')
  await method.presses(enter, ...Array.from({ length: 10 }, () => ({ ...enter, repeat: true })))
  await ada.stored('once')
  expect(await ada.composer.inputValue()).toBe('')
  await ada.reads('once')
})

test('[UX-3] messages, the theme, a banner and a reconnect leave a composition alone', async () => {
  await using proxy = await startProxy(house.server)
  const room = newRoom()
  const ada = await house.enter('青柠', { path: `/r/${room}`, url: proxy.url })
  const bob = await house.guest({ name: 'Bob C', room })
  const method = await InputMethod.of(ada)
  await ada.composer.focus()
  await method.composes('zhong')
  await bob.tells(Array.from({ length: 50 }, (_, at) => `line ${at}`))
  await ada.sees('line 49')
  await ada.page.emulateMedia({ colorScheme: 'dark' })
  proxy.refuse()
  await ada.page.locator('.banner').waitFor()
  proxy.accept()
  await bob.says('after the return')
  await ada.sees('after the return')
  expect(await ada.composer.inputValue()).toBe('zhong')
  await method.commits('中')
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
  const method = await InputMethod.of(ada)
  await method.composes('xiao')
  await method.presses(lateEnter)
  await method.commits('小雨')
  await method.presses(lateEnter, lateEsc)
  expect(await field.inputValue()).toBe('小雨')
  expect(await ada.dialog.count()).toBe(1)
  await method.presses(enter)
  await ada.dialog.waitFor({ state: 'detached' })
  await ada.page.getByRole('complementary').getByText('小雨', { exact: true }).waitFor()
})

test('[UX-3] nor an edit, which another tab changes and takes back meanwhile; nor a filter or a form', async () => {
  const path = `/r/${newRoom()}`
  const ada = await house.enter('白露', { path, locale: 'zh-CN' })
  await ada.send('第一句')
  await ada.stored('第一句')
  const method = await InputMethod.of(ada)
  const other = await ada.opensTab()
  await ada.composer.press('ArrowUp')
  await method.composes('ni')
  await method.presses(lateEnter, lateEsc)
  await method.pressesEnterWhileComposing()
  await other.edits('第一句')
  await other.composer.fill('别处改的')
  await other.composer.press('Enter')
  await ada.reads('别处改的')
  await (await other.stands('别处改的')).press('Delete')
  await ada.seesLine(ada.words.actions.recalledByMe)
  expect(await ada.composer.inputValue()).toBe('第一句ni')
  // What was to become of the message has nowhere to go any more, and is not lost.
  await method.commits('你')
  await method.presses(lateEnter)
  expect(await ada.composer.inputValue()).toBe('第一句你')
  expect(await ada.bubbles.count()).toBe(0)

  const { page, words } = ada
  const filter = page.getByRole('complementary').getByRole('textbox', { name: words.people.filter })
  await filter.focus()
  await method.composes('xm')
  await method.presses(lateEsc)
  await method.commits('小')
  await method.presses(lateEsc)
  expect(await filter.inputValue()).toBe('小')

  await page.keyboard.press('Control+k')
  await ada.dialog.getByRole('combobox').fill('新房间')
  await page.getByRole('option', { name: words.rooms.switcher.make('新房间') }).click()
  const title = ada.dialog.getByRole('textbox', { name: words.rooms.make.name })
  await title.press('End')
  await method.composes('cha')
  await method.presses(lateEnter, lateEsc)
  await method.commits('茶')
  await method.presses(lateEnter, lateEsc)
  expect(await title.inputValue()).toBe('新房间茶')
  // Chromium closes no dialog for such an Esc. Safari would: the page forbids it.
  const isLeft = await title.evaluate((field) =>
    field.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', keyCode: 229, bubbles: true, cancelable: true })),
  )
  expect(isLeft).toBe(false)
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
    context: { userAgent: 'Mozilla/5.0 (Linux; Android 16) AppleWebKit/537.36 Chrome/153.0.0.0 Mobile Safari/537.36' },
  })
  const method = await InputMethod.of(ada)
  await ada.page.evaluate(() => localStorage.setItem('teahouse.preferences', JSON.stringify({ sendKey: 'enter' })))
  await ada.page.reload()
  await ada.composer.tap()
  expect(await ada.composer.getAttribute('enterkeyhint')).toBe('send')
  await ada.page.keyboard.type('by')
  // A keyboard of keys has one that breaks the line all the same.
  await ada.page.keyboard.press('Shift+Enter')
  await ada.page.keyboard.type('the key')
  // Android tells of its Enter like this, and of no key.
  await method.presses({ key: 'Unidentified', code: 229 })
  await ada.composer.evaluate((field) =>
    field.dispatchEvent(
      new InputEvent('beforeinput', { inputType: 'insertLineBreak', bubbles: true, cancelable: true }),
    ),
  )
  await ada.reads('by\nthe key')
  // And like this, in the middle of the word.
  await method.composes('again')
  await method.presses(enter)
  await ada.reads('by\nthe key', 'again')
  expect(await ada.composer.inputValue()).toBe('')
})

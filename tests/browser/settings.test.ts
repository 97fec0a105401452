import { expect, test } from 'bun:test'
import type { Page } from 'playwright-core'
import { says, stand, witness } from '#tests/kit/attention.ts'
import { violations } from '#tests/kit/axe.ts'
import { startProxy } from '#tests/kit/fault-proxy.ts'
import { focusTrouble } from '#tests/kit/focus.ts'
import { newNamed } from '#tests/kit/guest.ts'
import { newRoom, openHouse } from '#tests/kit/house.ts'
import { InputMethod } from '#tests/kit/input-method.ts'
import type { Visitor } from '#tests/kit/page.ts'

const house = openHouse()

/** Resolves when the page looks like this; '' is as usual. */
const looks = (page: Page, wanted: { theme?: string; density?: string }) =>
  page.waitForFunction(
    (all) => Object.entries(all).every(([name, value]) => (document.documentElement.dataset[name] ?? '') === value),
    wanted,
  )

const opens = async ({ page, dialog, words }: Visitor) => {
  await page.getByRole('button', { name: words.settings.open }).click()
  await dialog.waitFor()
}
const picks = ({ dialog }: Visitor, group: string, option: string) =>
  dialog.getByRole('group', { name: group }).getByRole('radio', { name: option, exact: true }).check()

test('[HOUSE-14] [P-11] what one chooses shows on one’s other device at once; chosen without a network, on the return, and the later choice holds on both', async () => {
  await using proxy = await startProxy(house.server)
  const token = await newNamed(house.server, { name: 'Ada Devices', locale: 'en', look: 3 })
  const path = `/r/${newRoom()}`
  const desk = await house.visit({ token, path })
  const laptop = await house.visit({ token, path, url: proxy.url })
  await Promise.all([desk.isIn(), laptop.isIn()])
  const say = desk.words.settings
  await Promise.all([opens(desk), opens(laptop)])
  await picks(desk, say.theme, say.themes.dark)
  await looks(laptop.page, { theme: 'dark' })
  await laptop.dialog.getByRole('radio', { name: say.themes.dark, checked: true }).waitFor()
  await picks(laptop, say.density, say.densities.compact)
  await looks(desk.page, { density: 'compact' })

  // The laptop is cut off, and both choose.
  proxy.refuse()
  await picks(laptop, say.theme, say.themes.light)
  await picks(laptop, say.density, say.densities.comfortable)
  await looks(laptop.page, { theme: 'light', density: '' })
  await picks(desk, say.theme, say.themes.auto)
  await looks(desk.page, { theme: '', density: 'compact' })
  proxy.accept()
  await Promise.all([desk, laptop].map(({ page }) => looks(page, { theme: '', density: '' })))

  // One that stands apart hears nothing, and is as the other again when it comes back.
  await picks(laptop, say.devices.setting, say.devices.choices.this)
  await picks(desk, say.theme, say.themes.dark)
  await picks(laptop, say.density, say.densities.compact)
  await picks(laptop, say.devices.setting, say.devices.choices.all)
  await looks(laptop.page, { theme: 'dark', density: '' })
  await looks(desk.page, { theme: 'dark', density: '' })
})

test('[client.md 5] [UX-1] [UX-2] every choice shows at once behind the open dialog, which is gone through by keys', async () => {
  const room = newRoom()
  const bob = await house.guest({ name: 'Bob Chooses', room })
  await bob.says('a cup?')
  await bob.says('/me pours')
  const ada = await house.enter('Ada Chooses', { path: `/r/${room}`, viewport: { width: 320, height: 568 } })
  const { page, words } = ada
  await ada.sees('a cup?')
  await ada.page.setViewportSize({ width: 1280, height: 800 })
  const come = await house.guest({ name: 'Eve Chooses', room })
  await ada.seesLine('Eve Chooses')
  come.leaves()
  // What a newer page keeps on this device, which this one does not know.
  const KEY = 'teahouse.preferences'
  await page.evaluate((key) => localStorage.setItem(key, '{"ink":"brown"}'), KEY)
  await opens(ada)
  const say = words.settings
  const styleOf = (selector: string, name: string) =>
    page.evaluate(
      ([at, property]) => {
        const element = document.querySelector(at ?? '')
        return element ? getComputedStyle(element).getPropertyValue(property ?? '') : ''
      },
      [selector, name],
    )
  const seen: [choice: () => Promise<void>, what: () => Promise<unknown>, wanted: unknown][] = [
    [() => picks(ada, say.theme, say.themes.dark), () => styleOf('html', 'color-scheme'), 'dark'],
    [() => picks(ada, say.density, say.densities.compact), () => styleOf('.bubble', 'padding-top'), '5px'],
    [() => picks(ada, say.motion, say.motions.reduced), () => styleOf('.icon-button', 'transition-duration'), '0.001s'],
    [() => picks(ada, say.joinLines, say.joinLineChoices.off), () => ada.log.getByText('Eve Chooses').count(), 0],
    [
      () => picks(ada, words.attention.quiet.setting, words.attention.quiet.choices.on),
      () => page.getByRole('button', { name: words.endQuiet, includeHidden: true }).count(),
      1,
    ],
  ]
  for (const [choose, what, wanted] of seen) {
    expect(await what()).not.toEqual(wanted)
    await choose()
    while ((await what()) !== wanted) await ada.paints()
  }
  // What stands without a bubble stays below its name.
  expect(await styleOf('.bubble-action', 'padding-left')).toBe('2px')
  const kept = await page.evaluate((key) => localStorage.getItem(key), KEY)
  expect(JSON.parse(kept ?? '')).toMatchObject({ ink: 'brown', theme: 'dark', quiet: 'on' })
  expect(await violations(ada)).toEqual([])
  // By keys: each choice is one stop, the arrows choose, and the focus is always seen.
  await page.setViewportSize({ width: 320, height: 568 })
  await ada.dialog.getByRole('button', { name: words.close }).focus()
  const stops = await ada.dialog.getByRole('group').count()
  for (let at = 0; at < stops - 2; at++) {
    await page.keyboard.press('Tab')
    expect(await focusTrouble(page)).toBeNull()
  }
  expect(await page.evaluate(() => document.querySelector('dialog')?.scrollWidth ?? 999)).toBeLessThanOrEqual(320)
  await ada.dialog.getByRole('radio', { name: '简体中文' }).check()
  await ada.dialog.getByRole('heading', { name: '设置', exact: true }).waitFor()
})

const KEY = 'teahouse.preferences'
/** Resolves when the device keeps these choices. */
const keeps = ({ page }: Visitor, wanted: Record<string, string>) =>
  page.waitForFunction(
    ([key, all]) => {
      const kept = JSON.parse(localStorage.getItem(key) ?? '{}')
      return Object.entries(all).every(([name, value]) => kept[name] === value)
    },
    [KEY, wanted] as const,
  )

/** What the page tells a screen reader from now on. */
const listens = ({ page }: Visitor) =>
  page.evaluate(() => {
    const heard: string[] = []
    const region = document.querySelector('[data-announcer=polite]')
    if (region)
      new MutationObserver(() => heard.push(region.textContent)).observe(region, {
        childList: true,
        characterData: true,
        subtree: true,
      })
    Object.assign(window, { heard })
  })
const isTold = ({ page }: Visitor, text: string) =>
  page.waitForFunction((wanted) => Reflect.get(window, 'heard').join().includes(wanted), text)

test('[client.md 5] [UX-3] each setting holds at once, is kept on its device, and those of the person come to the other one, also in the middle of a word', async () => {
  const room = newRoom()
  const token = await newNamed(house.server, { name: 'Ada Everything', locale: 'en', look: 4 })
  const desk = await house.visit({ token, path: '/favicon.svg' })
  await stand(desk, { permission: 'granted', answer: 'granted' })
  await desk.page.goto(`${house.server.url}/r/${room}`)
  const laptop = await house.visit({ token, path: `/r/${room}` })
  await Promise.all([desk.isIn(), laptop.isIn()])
  const bob = await house.guest({ name: 'Bob Everything', room })
  await laptop.send('of mine')
  await desk.sees('of mine')
  const { lines } = await bob.client.call('room.history', { room: bob.room.info?.id ?? '' })
  const her = lines[0]?.by.id ?? ''

  const { settings, attention, reading } = desk.words
  await opens(desk)
  const shared: [group: string, option: string, kept: [string, string]][] = [
    [settings.theme, settings.themes.dark, ['theme', 'dark']],
    [settings.density, settings.densities.compact, ['density', 'compact']],
    [settings.motion, settings.motions.reduced, ['motion', 'reduced']],
    [settings.sendKey, 'Ctrl+Enter', ['sendKey', 'ctrl-enter']],
    [reading.opensAt.setting, reading.opensAt.choices.unread, ['opensAt', 'unread']],
    [settings.joinLines, settings.joinLineChoices.all, ['joinLines', 'all']],
    [settings.announcer, settings.announcerChoices.mine, ['announcer', 'mine']],
    [attention.quiet.setting, attention.quiet.choices.on, ['quiet', 'on']],
    [attention.sound.setting, attention.sound.choices.all, ['sound', 'all']],
    [attention.typing.setting, attention.typing.choices.off, ['typing', 'off']],
    [reading.receipts.setting, reading.receipts.choices.off, ['receipts', 'off']],
  ]
  const own: typeof shared = [
    [attention.notify.setting, attention.notify.choices.all, ['notify', 'all']],
    [attention.notify.content, attention.notify.contents.hidden, ['notifyContent', 'hidden']],
  ]
  for (const [group, option] of [...shared, ...own]) await picks(desk, group, option)
  const wanted = Object.fromEntries(shared.map(([, , kept]) => kept))
  await keeps(desk, { ...wanted, notify: 'all', notifyContent: 'hidden' })
  await keeps(laptop, wanted)
  const theirs = await laptop.page.evaluate((key) => localStorage.getItem(key), KEY)
  expect(JSON.parse(theirs ?? '')).not.toContainAnyKeys(['notify', 'notifyContent', 'push', 'devices'])
  for (const { page } of [desk, laptop]) await looks(page, { theme: 'dark', density: 'compact' })
  expect((await witness(desk)).tones).toBe(1)
  await desk.page.keyboard.press('Escape')
  await desk.dialog.waitFor({ state: 'detached' })

  // The same after the page was loaded anew, and on the other device: Enter breaks the line, and only what is for her is told.
  await desk.page.reload()
  await desk.isIn()
  for (const one of [desk, laptop]) {
    await looks(one.page, { theme: 'dark', density: 'compact' })
    await one.composer.pressSequentially('two')
    await one.composer.press('Enter')
    await one.composer.pressSequentially('lines')
    expect(await one.composer.inputValue()).toBe('two\nlines')
    await one.composer.fill('')
    await listens(one)
  }
  await says(bob, 'for nobody', {})
  await says(bob, '@Ada Everything for her', { mentions: [her] })
  for (const one of [desk, laptop]) {
    await isTold(one, 'for her')
    expect(await one.page.evaluate(() => Reflect.get(window, 'heard').join())).not.toContain('for nobody')
  }

  // Another language while an input method composes: the word goes on, and nothing is sent.
  const method = await InputMethod.of(desk)
  await desk.composer.pressSequentially('茶')
  await method.composes('ni')
  await opens(laptop)
  await picks(laptop, settings.language, '简体中文')
  await desk.page.locator('html[lang=zh-CN]').waitFor({ state: 'attached' })
  await desk.page.getByRole('textbox', { name: '消息', exact: true }).waitFor()
  const field = desk.page.locator('textarea')
  expect(await field.inputValue()).toBe('茶ni')
  await method.composes('ni hao')
  await method.commits('你好')
  expect(await field.inputValue()).toBe('茶你好')
  await field.press('Control+Enter')
  await desk.sees('茶你好')
  expect(await desk.texts()).toEqual(['of mine', 'for nobody', '@Ada Everything for her', '茶你好'])
})

test('what one types right after the press that closes a dialog is written: nothing waits for it to be gone', async () => {
  const { page, composer, dialog, words } = await house.enter('Ada Types', { path: `/r/${newRoom()}` })
  await composer.focus()
  await page.keyboard.press('Control+/')
  await dialog.getByRole('button', { name: words.close }).hover()
  await page.mouse.down()
  // A dialog's own `close()` would take these letters with it.
  await Promise.all([page.mouse.up(), page.keyboard.type('abc')])
  expect(await composer.inputValue()).toBe('abc')
})

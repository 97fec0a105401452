import { expect, test } from 'bun:test'
import type { Page } from 'playwright-core'
import { violations } from '#tests/kit/axe.ts'
import { startProxy } from '#tests/kit/fault-proxy.ts'
import { focusTrouble } from '#tests/kit/focus.ts'
import { newNamed } from '#tests/kit/guest.ts'
import { newRoom, openHouse } from '#tests/kit/house.ts'
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

import { describe, expect, test } from 'bun:test'
import type { Page } from 'playwright-core'
import { violations } from '#tests/kit/axe.ts'
import { startProxy } from '#tests/kit/fault-proxy.ts'
import { focusTrouble } from '#tests/kit/focus.ts'
import { newRoom, openHouse } from '#tests/kit/house.ts'
import type { Visitor, VisitorOptions } from '#tests/kit/page.ts'

const house = openHouse()

const locales = ['zh-CN', 'en'] as const

describe.each(locales)('[UX-1] [D-43] axe has no violation in light and dark, %s:', (locale) => {
  const look = { locale }
  const unique = locale

  test('first visit, own name, empty room, settings, shortcuts, card', async () => {
    const room = newRoom()
    await house.guest({ name: `Guest ${unique}`, room })
    const ada = await house.visit({ ...look, path: `/r/${room}` })
    await ada.dialog.waitFor()
    expect(await violations(ada)).toEqual([])
    await ada.dialog.getByRole('button', { name: ada.words.enter.own }).click()
    await ada.dialog.getByRole('textbox').waitFor()
    expect(await violations(ada)).toEqual([])
    await ada.dialog.getByRole('textbox').fill(`Axe ${unique}`)
    await ada.dialog.getByRole('button', { name: ada.words.enter.go, exact: true }).click()
    await ada.dialog.waitFor({ state: 'detached' })
    await ada.page.getByText(ada.words.log.empty).waitFor()
    expect(await violations(ada)).toEqual([])
    await ada.page.getByRole('button', { name: ada.words.settings.open }).click()
    await ada.dialog.waitFor()
    expect(await violations(ada)).toEqual([])
    await ada.page.keyboard.press('Escape')
    await ada.dialog.waitFor({ state: 'detached' })
    await ada.page.keyboard.press('Control+/')
    await ada.dialog.waitFor()
    expect(await violations(ada)).toEqual([])
    await ada.page.keyboard.press('Escape')
    await ada.people.first().getByRole('button').click()
    await ada.dialog.waitFor()
    expect(await violations(ada)).toEqual([])
  })

  test('room, a refused message, phone, people sheet', async () => {
    const room = newRoom()
    const bob = await house.guest({ name: `Bob ${unique}`, room })
    await bob.says('Look: https://example.com/tea')
    const ada = await house.enter(`Ada ${unique}`, { ...look, path: `/r/${room}` })
    await bob.says('你好，这里是「茶馆」。')
    await ada.send('one of mine')
    await ada.stored('one of mine')
    await ada.composer.fill('\u0001')
    await ada.composer.press('Enter')
    await ada.log.getByText(ada.words.log.notSent).waitFor()
    await ada.bubbles.first().hover()
    expect(await violations(ada)).toEqual([])
    await ada.page.setViewportSize({ width: 390, height: 844 })
    await ada.page.getByRole('banner').getByRole('button').first().click()
    await ada.dialog.waitFor()
    expect(await violations(ada)).toEqual([])
    await ada.page.keyboard.press('Escape')
    await ada.dialog.waitFor({ state: 'detached' })
    expect(await violations(ada)).toEqual([])
  })
})

test('[UX-1] axe has no violation offline, with a waiting message, a new one and the pill, in both themes and languages', async () => {
  await using proxy = await startProxy(house.server)
  const room = newRoom()
  const bob = await house.guest({ name: 'Bob Offline', room })
  await bob.tells(Array.from({ length: 30 }, (_, at) => `line ${at}`))
  const readers: Visitor[] = []
  for (const locale of locales) {
    const reader = await house.enter(`Reader ${locale}`, { locale, path: `/r/${room}`, url: proxy.url })
    await reader.sees('line 29')
    await reader.wheels(-400)
    readers.push(reader)
  }
  await bob.says('a new one')
  for (const reader of readers) {
    await reader.page.getByRole('button', { name: reader.words.log.newMessages(1) }).waitFor()
    expect(await violations(reader)).toEqual([])
  }
  proxy.refuse()
  for (const reader of readers) await reader.send('waits for the line')
  for (const reader of readers) {
    await reader.page.locator('.banner').waitFor()
    expect(await violations(reader)).toEqual([])
  }
})

test('axe finds what is wrong in one theme only, and what has no name', async () => {
  const ada = await house.visit({ context: { bypassCSP: true }, path: `/r/${newRoom()}` })
  await ada.dialog.waitFor()
  expect(await violations(ada)).toEqual([])
  await ada.page.addStyleTag({
    content: '@media (prefers-color-scheme: dark) { .enter-name { color: #333 !important } }',
  })
  expect((await violations(ada)).join()).toMatch(/^dark: color-contrast [^,]*enter-name/)
  await ada.dialog.getByRole('button', { name: ada.words.enter.look }).evaluate((button) => button.replaceChildren())
  expect((await violations(ada)).join()).toContain('button-name')
})

/** What a finger or a small screen cannot reach: a line for each control that is cut off, covered or too small. */
async function troubles(visitor: Visitor, least: number): Promise<string[]> {
  await visitor.rests()
  return visitor.page.evaluate((leastPx) => {
    const found: string[] = []
    const { innerWidth, innerHeight } = window
    if (document.documentElement.scrollWidth > innerWidth)
      found.push(`the page is ${document.documentElement.scrollWidth} px wide`)
    const modal = document.querySelector('dialog[open]')
    const controls = (modal ?? document).querySelectorAll<HTMLElement>('button, textarea, input, select, [role=button]')
    for (const control of controls) {
      const box = control.getBoundingClientRect()
      const name = control.getAttribute('aria-label') || control.textContent || control.tagName
      if (box.width === 0 || !control.checkVisibility({ visibilityProperty: true })) continue
      if (box.left < -0.5 || box.right > innerWidth + 0.5) found.push(`${name} is cut off sideways`)
      // Inline actions within a sentence are held to 24 px elsewhere (client.md 3).
      if (Math.min(box.width, box.height) < leastPx - 0.5 && !control.closest('p, li')) {
        found.push(`${name} is ${box.width.toFixed(0)}×${box.height.toFixed(0)}`)
      }
      if (Math.min(box.width, box.height) < 23.5) found.push(`${name} is smaller than 24 px`)
      // Below 360 px of height the header scrolls away (client.md 2).
      if (
        !modal &&
        (box.top < -0.5 || box.bottom > innerHeight + 0.5) &&
        !control.closest(innerHeight < 360 ? '[role=log], .people, header' : '[role=log], .people')
      ) {
        found.push(`${name} is out of view`)
      }
    }
    return found
  }, least)
}

/** The override of WCAG 1.4.12: nothing may be lost by it. */
const spacing = `* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }
p { margin-bottom: 2em !important }`

describe('[UX-5] small, zoomed and spaced', () => {
  test.each([
    ['a small phone', { viewport: { width: 320, height: 568 }, touch: true }, 44],
    ['a window at 200 %', { viewport: { width: 640, height: 512 } }, 24],
    ['a window at 400 %', { viewport: { width: 320, height: 256 } }, 24],
  ] as const)(
    '%s: no sideways scroll, nothing clipped, targets large enough',
    async (_what, options: VisitorOptions, least) => {
      const room = newRoom()
      const long = 'Wolfeschlegelsteinhausenbergerdo'.slice(0, 28)
      const bob = await house.guest({
        name: `${long}${least}${options.viewport?.height}`.slice(-32),
        room,
        locale: 'zh-CN',
      })
      await bob.says('Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft')
      await bob.says('https://example.com/a/very/long/path/that/has/no/space/in/it/at/all/and/goes/on/and/on')
      const ada = await house.visit({ ...options, path: `/r/${room}` })
      await ada.dialog.waitFor()
      expect(await troubles(ada, least)).toEqual([])
      await ada.enter()
      await ada.send('one of mine, with quite a few words in it')
      await ada.stored('one of mine')
      expect(await troubles(ada, least)).toEqual([])
      await (await ada.stands('one of mine')).press('p')
      await (await ada.stands('one of mine')).press('r')
      await ada.page.locator('.composer-strip').waitFor()
      expect(await troubles(ada, least)).toEqual([])
      await ada.composer.press('Escape')
      await ada.page.getByRole('button', { name: ada.words.rooms.menu.title }).click()
      await ada.dialog.getByRole('button', { name: ada.words.actions.pins }).click()
      await ada.dialog.locator('.pin').waitFor()
      expect(await troubles(ada, least)).toEqual([])
      await ada.page.keyboard.press('Escape')
      await ada.dialog.waitFor({ state: 'detached' })
      await ada.composer.fill('many\nlines\nof\ntext\nare\nbeing\nwritten\nhere')
      expect(await troubles(ada, least)).toEqual([])
      const share = await ada.composer.evaluate((field) => field.getBoundingClientRect().height / window.innerHeight)
      expect(share).toBeLessThanOrEqual(0.41)
      await ada.page.getByRole('banner').getByRole('button').first().click()
      await ada.dialog.waitFor()
      expect(await troubles(ada, least)).toEqual([])
    },
  )

  test('with the spacing of WCAG 1.4.12', async () => {
    // The page's own policy forbids foreign styles; a reader's style sheet is the browser's, above any policy.
    const ada = await house.visit({
      viewport: { width: 320, height: 568 },
      context: { bypassCSP: true },
      path: `/r/${newRoom()}`,
    })
    await ada.page.addStyleTag({ content: spacing })
    await ada.dialog.waitFor()
    expect(await troubles(ada, 24)).toEqual([])
    await ada.enter()
    await ada.send('one of mine, with quite a few words in it')
    expect(await troubles(ada, 24)).toEqual([])
  })
})

/** Resolves when the control of this name has the focus. */
async function focusComesTo(page: Page, name: string): Promise<void> {
  await page.waitForFunction((wanted) => document.activeElement?.getAttribute('aria-label') === wanted, name)
}

describe('[UX-2] everything works by keyboard', () => {
  test('from load: shuffle, own name, enter, send, people, settings, log, and back', async () => {
    const room = newRoom()
    const bob = await house.guest({ name: 'Bob Keyboard', room })
    await bob.says('hello')
    const ada = await house.visit({ path: `/r/${room}` })
    const { page, words } = ada
    await ada.dialog.waitFor()
    const check = async () => expect(await focusTrouble(page)).toBeNull()
    const focusOn = async (name: string) => {
      for (let at = 0; at < 40; at++) {
        await page.keyboard.press('Tab')
        // Past the last control the focus goes to the browser's own, and comes back with the next Tab.
        if (await page.evaluate(() => document.activeElement === document.body)) continue
        await check()
        const now = await page.evaluate(() => {
          const focused = document.activeElement
          return [focused?.getAttribute('aria-label'), focused?.getAttribute('title'), focused?.textContent].map(
            (text) => text?.trim(),
          )
        })
        if (now.includes(name)) return
      }
      throw new Error(`${name} is not reached by Tab`)
    }
    const before = await ada.dialog.locator('.enter-name').textContent()
    await focusOn(words.enter.shuffle)
    await page.keyboard.press('Enter')
    await page.waitForFunction((name) => document.querySelector('.enter-name')?.textContent !== name, before)
    await focusOn(words.enter.own)
    await page.keyboard.press('Enter')
    await ada.dialog.getByRole('textbox').waitFor()
    await check()
    await page.keyboard.press('Control+A')
    await page.keyboard.type('Ada Keyboard')
    await page.keyboard.press('Enter')
    await ada.dialog.waitFor({ state: 'detached' })
    // Who has entered may write at once.
    await focusComesTo(page, words.log.composer.label)
    await check()
    await page.keyboard.type('by keys alone')
    await page.keyboard.press('Enter')
    await ada.stored('by keys alone')
    await check()

    await page.keyboard.press('Control+/')
    await ada.dialog.waitFor()
    await check()
    await page.keyboard.press('Escape')
    await ada.dialog.waitFor({ state: 'detached' })
    await focusComesTo(page, words.log.composer.label)

    await focusOn(words.settings.open)
    await page.keyboard.press('Enter')
    await ada.dialog.waitFor()
    await check()
    await page.keyboard.press('Escape')
    await ada.dialog.waitFor({ state: 'detached' })
    await focusComesTo(page, words.settings.open)

    const regions = new Set<string>()
    for (let at = 0; at < 4; at++) {
      await page.keyboard.press('Control+F6')
      await check()
      regions.add(
        (await page.evaluate(() => document.activeElement?.closest('[data-region]')?.getAttribute('data-region'))) ??
          '',
      )
    }
    expect([...regions].sort()).toEqual(['composer', 'header', 'log', 'people'])
  })

  test('messages are walked with the arrows; Esc goes back to the composer', async () => {
    const room = newRoom()
    const bob = await house.guest({ name: 'Bob Arrows', room })
    await bob.tells(['line 0', 'line 1', 'line 2', 'line 3', 'line 4'])
    const ada = await house.enter('Ada Arrows', { path: `/r/${room}` })
    await ada.sees('line 4')
    await ada.log.focus()
    const focused = () => ada.page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? '')
    await ada.page.keyboard.press('End')
    expect(await focused()).toEndWith('line 4')
    await ada.page.keyboard.press('ArrowUp')
    expect(await focused()).toEndWith('line 3')
    await ada.page.keyboard.press('Home')
    expect(await focused()).toEndWith('line 0')
    await ada.page.keyboard.press('ArrowDown')
    expect(await focused()).toEndWith('line 1')
    expect(await focusTrouble(ada.page)).toBeNull()
    await bob.says('while a message has the focus')
    await ada.sees('while a message has the focus')
    expect(await focused()).toEndWith('line 1')
    await ada.page.keyboard.press('Escape')
    await focusComesTo(ada.page, ada.words.log.composer.label)
  })

  test('[UX-19] with reduced motion nothing moves for longer than 10 ms', async () => {
    const room = newRoom()
    const ada = await house.visit({ path: `/r/${room}`, context: { reducedMotion: 'reduce' } })
    const moving = () =>
      ada.page.evaluate(() =>
        document.getAnimations().flatMap((animation) => {
          const timing = animation.effect?.getComputedTiming()
          const moves =
            animation.effect instanceof KeyframeEffect &&
            animation.effect.getKeyframes().some((frame) => 'transform' in frame)
          return moves && Number(timing?.activeDuration) > 10 ? [Number(timing?.activeDuration)] : []
        }),
      )
    await ada.dialog.waitFor()
    expect(await moving()).toEqual([])
    await ada.enter()
    await ada.send('still')
    expect(await moving()).toEqual([])
  })
})

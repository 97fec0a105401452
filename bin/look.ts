// `bun bin/look.ts --out DIR [--only WORD]`: pictures of the real page, for eyes. It starts a server of its own, lets
// guests talk, and photographs the states of the page. `--only` takes the pictures whose names contain the word.
import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'
import type { Browser } from 'playwright-core'
import type { Locale } from '#protocol/people.ts'
import { launchChromium } from '#tests/kit/chromium.ts'
import { startProxy } from '#tests/kit/fault-proxy.ts'
import { bringGuest, type Guest } from '#tests/kit/guest.ts'
import { type Visitor, type VisitorOptions, visit } from '#tests/kit/page.ts'
import { startServer, type TestServer } from '#tests/kit/server.ts'
import { doDeeds, hearNumbers, poses } from './look-deeds.ts'
import { playRooms } from './look-rooms.ts'
import { hard, marked, type Scene, scenes } from './look-scenes.ts'

const sizes = {
  desktop: { viewport: { width: 1280, height: 800 } },
  tablet: { viewport: { width: 820, height: 1180 }, touch: true },
  phone: { viewport: { width: 390, height: 844 }, touch: true },
  small: { viewport: { width: 320, height: 568 }, touch: true },
} satisfies Record<string, VisitorOptions>

type Studio = { browser: Browser; server: TestServer; url: string; out: string; only: string }
type Look = Required<Pick<VisitorOptions, 'locale' | 'colorScheme'>> & { size: keyof typeof sizes }

const nameOf = (what: string, { size, colorScheme, locale }: Look): string =>
  `${what}-${size}-${colorScheme}-${locale === 'zh-CN' ? 'zh' : 'en'}`

async function picture({ out }: Studio, name: string, visitor: Visitor): Promise<void> {
  await visitor.rests()
  await visitor.page.screenshot({ path: path.join(out, `${name}.png`) })
  console.log(`${name}.png`)
}

/** Takes one picture of a page that is made for it and closed after it. */
async function take(
  studio: Studio,
  what: string,
  look: Look,
  options: VisitorOptions,
  pose: (visitor: Visitor) => Promise<unknown>,
): Promise<void> {
  const name = nameOf(what, look)
  if (!name.includes(studio.only)) return
  const visitor = await visit(studio.browser, studio.url, { ...look, ...sizes[look.size], ...options })
  try {
    await pose(visitor)
    await picture(studio, name, visitor)
  } finally {
    for (const complaint of visitor.complaints) console.error(`${name}: ${complaint}`)
    await visitor.leave()
  }
}

/** Lets the scene be spoken in its room; `me` is at a page of the given language and stays there. */
async function play(
  { browser, server }: Studio,
  scene: Scene,
  locale: Locale,
): Promise<{ me: Visitor; guests: Guest[] }> {
  const room = scene.room
  const guests = []
  for (const [at, name] of scene.guests.entries()) {
    guests.push(await bringGuest(server, { name, look: (at * 197 + 31) % 1_080, room, locale }))
  }
  const numbers = hearNumbers(guests[0])
  const me = await visit(browser, server.url, { locale, path: `/r/${encodeURIComponent(room)}` })
  await me.enter(scene.me)
  for (const [who, text] of scene.lines) {
    const guest = guests.find((one) => one.name === who)
    if (guest) await guest.says(text)
    else await writes(me, text)
  }
  await doDeeds(scene.deeds, { me, guests, numbers })
  return { me, guests }
}

/** Sends a text that may have marks: it is not shown as it was written, so the next row is waited for. */
async function writes({ composer, log }: Visitor, text: string): Promise<void> {
  const rows = log.getByRole('listitem')
  const next = rows.nth(await rows.count())
  await composer.fill(text)
  await composer.press('Enter')
  await next.waitFor()
}

/** Somebody is writing when the picture is taken. */
async function whileWriting({ page }: Visitor, guest: Guest | undefined): Promise<void> {
  guest?.room.typing(true)
  await page.locator('.typing-line').waitFor()
}

async function takeRooms(studio: Studio, scene: Scene, locale: Locale, what: string): Promise<void> {
  const { me, guests } = await play(studio, scene, locale)
  const storageState = await me.context.storageState()
  const options = { path: `/r/${encodeURIComponent(scene.room)}`, context: { storageState } }
  const last = scene.deeds.findLast(({ reply }) => reply)?.reply ?? ''
  for (const colorScheme of ['light', 'dark'] as const) {
    for (const size of ['desktop', 'tablet', 'phone', 'small'] as const) {
      await take(studio, what, { locale, colorScheme, size }, options, async (visitor) => {
        await visitor.sees(last)
        await whileWriting(visitor, guests[0])
      })
    }
    const look = { locale, colorScheme, size: 'phone' } as const
    await take(studio, `${what}-people`, look, options, async (visitor) => {
      await visitor.sees(last)
      await visitor.page.getByRole('banner').getByRole('button').first().click()
      await visitor.dialog.waitFor()
    })
    await take(studio, `${what}-writing`, look, options, async (visitor) => {
      await visitor.sees(last)
      await visitor.composer.fill(
        locale === 'zh-CN' ? '还没写完的一句话，\n第二行' : 'A thought not yet finished,\nsecond line',
      )
    })
    for (const { what: state, sizes: some, pose } of what === 'room' ? poses(last) : []) {
      for (const size of some) await take(studio, state, { locale, colorScheme, size }, options, pose)
    }
    if (what === 'room') await takeEmoji(studio, { locale, colorScheme }, options)
    if (what === 'room') await takeDialogs(studio, { locale, colorScheme, size: 'desktop' }, options)
  }
  for (const guest of guests) guest.leaves()
  await me.leave()
}

/** The panel as one finds it, and with a search. */
async function takeEmoji(studio: Studio, look: Omit<Look, 'size'>, options: VisitorOptions): Promise<void> {
  for (const size of ['desktop', 'phone', 'small'] as const) {
    await take(studio, 'emoji', { ...look, size }, options, async ({ page, words, dialog }) => {
      await page.getByRole('button', { name: words.openEmoji, exact: true }).click()
      await dialog.getByRole('gridcell').first().waitFor()
    })
  }
  await take(
    studio,
    'emoji-search',
    { ...look, size: 'desktop' },
    options,
    async ({ page, words, dialog, composer }) => {
      await composer.waitFor()
      await page.keyboard.press('Control+Shift+E')
      await dialog.getByRole('textbox', { name: words.emoji.search }).fill('cha')
      await dialog.getByRole('gridcell').getByText('🍵').first().waitFor()
      await page.keyboard.press('ArrowDown')
    },
  )
}

async function takeDialogs(studio: Studio, look: Look, options: VisitorOptions): Promise<void> {
  await take(studio, 'settings', look, options, async ({ page, words }) => {
    await page.getByRole('button', { name: words.settings.open }).click()
    await page.getByRole('dialog').waitFor()
  })
  await take(studio, 'shortcuts', look, options, async (visitor) => {
    const { page } = visitor
    await visitor.isWhole()
    await page.keyboard.press('Control+/')
    await page.getByRole('dialog').waitFor()
  })
  await take(studio, 'card', look, options, async ({ page, people }) => {
    await people.first().getByRole('button').click()
    await page.getByRole('dialog').waitFor()
  })
}

async function takeFirstVisits(studio: Studio): Promise<void> {
  for (const locale of ['zh-CN', 'en'] as const) {
    for (const colorScheme of ['light', 'dark'] as const) {
      for (const size of ['desktop', 'phone', 'small'] as const) {
        const look = { locale, colorScheme, size }
        await take(studio, 'first-visit', look, {}, (visitor) => visitor.dialog.waitFor())
      }
      const look = { locale, colorScheme, size: 'phone' } as const
      await take(studio, 'own-name', look, {}, async ({ dialog, words }) => {
        await dialog.getByRole('button', { name: words.enter.own }).click()
        await dialog.getByRole('textbox').waitFor()
      })
      await take(studio, 'empty', look, { path: `/r/empty-${locale}-${colorScheme}` }, (visitor) => visitor.enter())
      await take(studio, 'looking', { ...look, size: 'desktop' }, {}, async ({ dialog, words, composer }) => {
        await dialog.getByRole('button', { name: words.enter.look }).click()
        await composer.waitFor()
      })
    }
  }
}

const clicks = async ({ page }: Visitor, name: string | RegExp): Promise<void> =>
  page.getByRole('button', { name }).first().click()

/** Rooms beside the page's room, and what one does with rooms. */
async function takeManyRooms(studio: Studio): Promise<void> {
  // In a house of their own: the same people are in other rooms later.
  const house = await startServer()
  const here = { ...studio, server: house, url: house.url }
  try {
    for (const locale of ['zh-CN', 'en'] as const) await takeRoomsOf(here, locale)
  } finally {
    await house.dispose()
  }
}

async function takeRoomsOf(studio: Studio, locale: Locale): Promise<void> {
  const scene = await playRooms(studio, locale)
  const storageState = await scene.me.context.storageState()
  const at = (room: string) => ({ path: `/r/${encodeURIComponent(room)}`, context: { storageState } })
  const here = at(scene.room)
  const whole = async (visitor: Visitor) => {
    await visitor.isWhole()
    await visitor.sees(scene.last)
  }
  const poses: readonly [what: string, options: VisitorOptions, pose: (visitor: Visitor) => Promise<unknown>][] = [
    ['page', here, whole],
    [
      'list',
      here,
      async (visitor) => {
        await whole(visitor)
        await clicks(visitor, new RegExp(visitor.words.rooms.switch))
        await visitor.page.locator('.room-row').first().waitFor()
      },
    ],
    [
      'switcher',
      here,
      async (visitor) => {
        await whole(visitor)
        await visitor.page.keyboard.press('Control+K')
        await visitor.page.getByRole('combobox').fill(locale === 'en' ? 'o' : '夜')
        await visitor.page.getByRole('option').first().waitFor()
      },
    ],
    [
      'menu',
      here,
      async (visitor) => {
        await whole(visitor)
        await clicks(visitor, visitor.words.rooms.menu.title)
        await visitor.page.locator('.room-menu, [role=menu], dialog[open]').first().waitFor()
      },
    ],
    ['chat', at(scene.chat), (visitor) => visitor.isWhole()],
    ['group', at(scene.group), (visitor) => visitor.isWhole()],
    [
      'archived',
      at(scene.archived),
      async (visitor) => {
        await visitor.isWhole()
        await visitor.page.locator('.closed-line').waitFor()
      },
    ],
  ]
  for (const colorScheme of ['light', 'dark'] as const)
    for (const size of ['desktop', 'tablet', 'phone', 'small'] as const)
      for (const [what, options, pose] of poses)
        await take(studio, `rooms-${what}`, { locale, colorScheme, size }, options, pose)
  for (const colorScheme of ['light', 'dark'] as const)
    for (const size of ['desktop', 'phone'] as const)
      for (const [what, address, pose] of scene.dialogs)
        await take(studio, `rooms-dialog-${what}`, { locale, colorScheme, size }, at(address), pose)
  for (const guest of scene.guests) guest.leaves()
  await scene.me.leave()
}

/** The line is cut under a page that had sent: the banner, and messages that wait. */
async function takeOffline(studio: Studio): Promise<void> {
  await using proxy = await startProxy(studio.server)
  const cut = { ...studio, url: proxy.url }
  for (const [locale, colorScheme] of [
    ['zh-CN', 'light'],
    ['en', 'dark'],
  ] as const) {
    for (const size of ['desktop', 'phone'] as const) {
      const look = { locale, colorScheme, size }
      await take(cut, 'offline', look, { path: `/r/offline-${locale}-${size}` }, async (visitor) => {
        await visitor.enter()
        await visitor.send(locale === 'zh-CN' ? '这句已经发出去了。' : 'This one got through.')
        await visitor.stored(locale === 'zh-CN' ? '这句已经发出去了。' : 'This one got through.')
        proxy.refuse()
        await visitor.send(locale === 'zh-CN' ? '这句在等网络恢复。' : 'This one waits for the network.')
        await visitor.page.locator('.banner').waitFor()
      })
      proxy.accept()
    }
  }
}

async function takeRest(studio: Studio): Promise<void> {
  await takeFirstVisits(studio)
  for (const locale of ['zh-CN', 'en'] as const) await takeRooms(studio, scenes[locale], locale, 'room')
  await takeRooms(studio, hard, 'en', 'hard')
  for (const locale of ['zh-CN', 'en'] as const) await takeRooms(studio, marked[locale], locale, 'marks')
  await takeOffline(studio)
}

const { values } = parseArgs({ options: { out: { type: 'string' }, only: { type: 'string', default: '' } } })
if (!values.out) {
  console.error('Say where the pictures go: bun bin/look.ts --out DIR [--only WORD]')
  process.exit(1)
}
mkdirSync(values.out, { recursive: true })
const browser = await launchChromium()
const server = await startServer()
try {
  const studio = { browser, server, url: server.url, out: values.out, only: values.only }
  await takeManyRooms(studio)
  if (!values.only.startsWith('rooms')) await takeRest(studio)
} finally {
  await browser.close()
  await server.dispose()
}

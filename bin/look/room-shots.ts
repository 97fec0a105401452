import { attaches, sends } from './files.ts'
import { everySize, type Look, looks, type Pose, type Shot } from './studio.ts'
import type { Cast } from './talk.ts'

const few: readonly Look[] = ['desktop light zh', 'phone dark en']
const phones: readonly Look[] = ['phone light zh', 'small dark en']

/** A room as one finds it: in every size, light and dark, in both languages. */
export const mainShot = (cast: Cast, what: string, some: readonly Look[] = looks(everySize)): Shot => ({
  what,
  looks: some,
  fluid: true,
  at: () => ({ path: cast.path, token: cast.me.token }),
  pose: async (visitor) => {
    await sees(visitor, cast)
    cast.guests[0]?.room.typing(true)
    await visitor.page.locator('.typing-line').waitFor()
  },
})

type Visit = Parameters<Pose>[0]

/** The page is whole, and shows what was said last. */
export async function sees(visitor: Visit, { last }: Pick<Cast, 'last'>): Promise<void> {
  await visitor.isWhole()
  await visitor.sees(last)
}

export const presses = ({ page }: Visit, name: string | RegExp): Promise<void> =>
  page.getByRole('button', { name }).first().click()

/** What one does with a message, beside it and while one writes. */
export function roomShots(cast: Cast): readonly Shot[] {
  const shot = (what: string, some: readonly Look[], pose: Pose): Shot => ({
    what,
    looks: some,
    at: () => ({ path: cast.path, token: cast.me.token }),
    pose: async (visitor, set) => {
      await sees(visitor, cast)
      await pose(visitor, set)
    },
  })
  return [
    shot('people', ['phone light zh', 'phone dark en', 'small light en'], opensPeople),
    shot('writing', ['phone light zh', 'desktop dark en'], writes),
    shot('tools', ['desktop light en', 'desktop dark zh'], (visitor) => visitor.bubble(cast.last).last().hover()),
    shot('menu', ['desktop light zh', 'desktop dark en', 'laptop light en'], (visitor) => opensMenu(visitor, cast)),
    shot('sheet', phones, (visitor) => opensSheet(visitor, cast)),
    shot('pins', ['desktop light zh', 'laptop dark en', 'phone dark en'], opensPins),
    shot('answering', ['desktop light en', 'small dark zh'], (visitor) => answers(visitor, cast)),
    shot('attaching', ['desktop light zh', 'phone dark en', 'small light en'], (visitor) =>
      attaches(visitor, cast.last),
    ),
    shot('sending', few, (visitor) => sends(visitor, cast.last)),
    shot('completion', ['desktop light zh', 'phone dark en'], completes),
    shot('emoji', ['desktop light zh', 'desktop dark en', 'phone light zh', 'small dark en'], opensEmoji),
    shot('emoji-search', ['desktop light en'], searchesEmoji),
    shot('search', ['desktop light zh', 'phone dark en', 'laptop dark zh'], (visitor, { locale }) =>
      searches(visitor, locale === 'zh-CN' ? '茶' : 'three'),
    ),
    shot('search-nothing', ['phone light zh', 'desktop dark en'], (visitor) => searches(visitor, 'zzz')),
    shot('settings', ['desktop light zh', 'phone dark en', 'small light en'], opensSettings),
    shot('shortcuts', ['desktop light en', 'desktop dark zh', 'phone light zh', 'small dark en'], async ({ page }) => {
      await page.keyboard.press('Control+/')
      await page.locator('.shortcuts').waitFor()
    }),
    shot('own-data', ['desktop dark zh', 'phone light zh', 'small light en'], opensOwnData),
    shot('person', ['desktop light zh', 'phone dark en'], opensPerson),
    shot('rename', ['desktop dark zh', 'phone light en'], renames),
    shot('erase', ['desktop light en', 'phone dark zh'], (visitor) => asksToErase(visitor)),
  ]
}

async function opensPeople({ page }: Visit): Promise<void> {
  await page.getByRole('banner').getByRole('button').first().click()
  await page.getByRole('dialog').waitFor()
}

async function writes({ composer, locale }: Visit): Promise<void> {
  await composer.fill(locale === 'zh-CN' ? '还没写完的一句话，\n第二行' : 'A thought not yet finished,\nsecond line')
}

async function opensMenu(visitor: Visit, { last }: Cast): Promise<void> {
  await visitor.bubble(last).last().hover()
  await visitor.page.locator('.row-tool').last().click()
  await visitor.page.getByRole('menu').waitFor()
}

async function opensSheet(visitor: Visit, { last }: Cast): Promise<void> {
  const box = await visitor.bubble(last).last().boundingBox()
  const devtools = await visitor.devtools()
  const touchPoints = [{ x: (box?.x ?? 0) + 30, y: (box?.y ?? 0) + 20 }]
  await devtools.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints })
  await visitor.dialog.waitFor()
  await devtools.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] })
}

const opensPins: Pose = async (visitor, { size }) => {
  const { page, words } = visitor
  if (size === 'phone' || size === 'small') {
    await presses(visitor, words.rooms.menu.title)
    await page.locator('.menu-item', { hasText: words.actions.pins }).click()
  } else await page.getByRole('button', { name: words.actions.pins }).click()
  await page.locator('.pin').first().waitFor()
}

async function answers(visitor: Visit, { last }: Cast): Promise<void> {
  await (await visitor.stands(last)).press('r')
  await visitor.page.locator('.composer-strip').waitFor()
}

async function completes({ composer, page, locale }: Visit): Promise<void> {
  await composer.focus()
  await composer.pressSequentially(locale === 'zh-CN' ? '@' : '@')
  await page.getByRole('option').first().waitFor()
}

async function opensEmoji({ page, words, dialog }: Visit): Promise<void> {
  await page.getByRole('button', { name: words.openEmoji, exact: true }).click()
  await dialog.getByRole('gridcell').first().waitFor()
  await dialog.locator('.emoji-tab img').first().waitFor()
}

async function searchesEmoji({ page, words, dialog }: Visit): Promise<void> {
  await page.keyboard.press('Control+Shift+E')
  await dialog.getByRole('textbox', { name: words.emoji.search }).fill('cha')
  await dialog.getByRole('gridcell').getByText('🍵').first().waitFor()
  await page.keyboard.press('ArrowDown')
}

async function searches({ page, words }: Visit, text: string): Promise<void> {
  await page.getByRole('button', { name: words.shortcuts.search }).click()
  await page.getByRole('textbox', { name: words.search.field }).fill(text)
  await page.waitForFunction(() => document.querySelector('.search-results')?.getAttribute('aria-busy') === 'false')
  await page.locator('.hit, .search-note').first().waitFor()
}

const opensSettings: Pose = async (visitor, { size }) => {
  if (size === 'phone' || size === 'small') await opensPeople(visitor)
  await visitor.page.getByRole('button', { name: visitor.words.settings.open }).click()
  await visitor.page.locator('.settings').waitFor()
}

const opensOwnData: Pose = async (visitor, set) => {
  await opensSettings(visitor, set)
  await presses(visitor, visitor.words.settings.ownData)
  await visitor.page.locator('.own-data').waitFor()
}

const opensPerson: Pose = async (visitor, { size }) => {
  if (size === 'phone' || size === 'small') {
    await opensPeople(visitor)
    await visitor.dialog.getByRole('listitem').nth(1).getByRole('button').click()
  } else await visitor.people.nth(1).getByRole('button').click()
  await visitor.page.locator('.card-person').waitFor()
}

const renames: Pose = async (visitor, { size }) => {
  if (size === 'phone' || size === 'small') await opensPeople(visitor)
  await visitor.page.locator('.own-person').first().click()
  await visitor.page.locator('.bowl-picker').waitFor()
}

async function asksToErase(visitor: Visit): Promise<void> {
  // Older than what can be taken back.
  await visitor.page.locator('.group-own .row').first().focus()
  await visitor.page.keyboard.press('Delete')
  await visitor.page.locator('dialog[open]').waitFor()
}

import { describe, expect, test } from 'bun:test'
import { axeViolations, violations } from '#tests/kit/axe.ts'
import { faintWords } from '#tests/kit/contrast.ts'
import { startProxy } from '#tests/kit/fault-proxy.ts'
import { newRoom, openHouse } from '#tests/kit/house.ts'
import { longMoves } from '#tests/kit/motion.ts'
import type { Visitor } from '#tests/kit/page.ts'
import { closesAll, messageStates, openStage, type Stage, type State, writingStates } from '#tests/kit/page-states.ts'
import { cutWords, unreachable } from '#tests/kit/reach.ts'
import { roomStates } from '#tests/kit/room-states.ts'

const house = openHouse()

const locales = ['zh-CN', 'en'] as const
const plain: State = { name: 'room', show: async () => {} }
const states = [plain, ...writingStates, ...messageStates, ...roomStates]

/** Goes through all states; what `look` complains of is told with the state's name. After each the focus is somewhere. */
async function throughAll(
  stage: Stage,
  some: readonly State[],
  look: (visitor: Visitor, part: string | undefined) => Promise<readonly string[]>,
): Promise<string[]> {
  const found: string[] = []
  for (const { name, show, part, leave = closesAll } of some) {
    await show(stage)
    found.push(...(await look(stage.ada, part)).map((line) => `${name}: ${line}`))
    await leave(stage)
    const isLost = await stage.ada.page.evaluate(() => document.activeElement === document.body)
    if (isLost) found.push(`${name}: after it the focus is nowhere`)
  }
  return found
}

/** Nothing waits for an entrance, or for a ground to change. */
const still = { reducedMotion: 'reduce' } as const

// A theme a language: axe finds the same in both themes but for colours, and of those the contrasts are measured in both.
describe('[UX-1] [UX-18] [D-43] in every state axe has no violation, and every word stands out', () => {
  test('light, en', async () => {
    const stage = await openStage(house, { locale: 'en', room: newRoom(), context: still })
    const look = async (visitor: Visitor, part: string | undefined) => [
      ...(await faintWords(visitor, part)),
      ...(await axeViolations(visitor.page, 'everything', part)),
    ]
    expect(await throughAll(stage, states, look)).toEqual([])
  })

  test('[UX-19] dark, zh-CN; with reduced motion nothing moves for longer than 10 ms', async () => {
    const look = async (visitor: Visitor, part: string | undefined) => [
      ...(await longMoves(visitor.page)),
      ...(await axeViolations(visitor.page, 'words', part)),
      ...(await faintWords(visitor, part)),
    ]
    const options = { locale: 'zh-CN', colorScheme: 'dark', context: still } as const
    const stage = await openStage(house, { ...options, room: newRoom() })
    expect(await throughAll(stage, states, look)).toEqual([])
  })
})

describe.each(locales)('[UX-1] [D-43] axe has no violation in light and dark, %s:', (locale) => {
  test('first visit, own name, empty room, and the cards of rooms that one is not in', async () => {
    const [room, shut] = [newRoom(), newRoom()]
    const bob = await house.guest({ name: `Bob ${locale}`, room: shut })
    const ada = await house.visit({ locale, path: `/r/${room}` })
    await ada.dialog.waitFor()
    expect(await violations(ada)).toEqual([])
    await ada.page.setViewportSize({ width: 320, height: 256 })
    expect([...(await unreachable(ada, 24)), ...(await cutWords(ada))]).toEqual([])
    await ada.page.setViewportSize({ width: 1280, height: 800 })
    await ada.dialog.getByRole('button', { name: ada.words.enter.own }).click()
    await ada.dialog.getByRole('textbox').waitFor()
    expect(await violations(ada)).toEqual([])
    await ada.dialog.getByRole('textbox').fill(`Axe ${locale}`)
    await ada.dialog.getByRole('button', { name: ada.words.enter.go, exact: true }).click()
    await ada.dialog.waitFor({ state: 'detached' })
    await ada.page.getByText(ada.words.log.empty).waitFor()
    expect(await violations(ada)).toEqual([])
    await ada.page.goto(`${house.server.url}/r/${shut}`)
    await ada.send('a word before')
    await ada.stored('a word before')
    const { lines } = await bob.client.call('room.history', { room: bob.room.info?.id ?? '' })
    const about = { room: bob.room.info?.id ?? '', person: lines[0]?.by.id ?? '', cid: crypto.randomUUID() }
    await bob.client.call('member.ban', about)
    await ada.page.getByText(ada.words.state.roomBanned).waitFor()
    expect(await violations(ada)).toEqual([])
    expect(await ada.page.evaluate(() => document.activeElement !== document.body)).toBe(true)
    const change = { room: about.room, cid: crypto.randomUUID(), archived: true }
    await bob.client.call('member.pardon', { ...about, cid: crypto.randomUUID() })
    await bob.client.call('room.change', change)
    await ada.page.getByText(ada.words.state.archived).waitFor()
    expect(await violations(ada)).toEqual([])
  })
})

test('[UX-1] axe has no violation offline, with what waits, what failed, a new one and the pill, in both themes and languages', async () => {
  await using proxy = await startProxy(house.server)
  const room = newRoom()
  const bob = await house.guest({ name: 'Bob Offline', room })
  await bob.tells(Array.from({ length: 30 }, (_, at) => `line ${at}`))
  const readers: Visitor[] = []
  for (const locale of locales) {
    const reader = await house.enter(`Reader ${locale}`, { locale, path: `/r/${room}`, url: proxy.url })
    await reader.sees('line 29')
    await reader.composer.fill('a\u0000')
    await reader.composer.press('Enter')
    await reader.log.getByText(reader.words.log.notSent).waitFor()
    expect(await violations(reader, '.row-failed')).toEqual([])
    await reader.wheels(-400)
    readers.push(reader)
  }
  await bob.says('a new one')
  for (const reader of readers) {
    await reader.page.getByRole('button', { name: reader.words.log.newMessages(1) }).waitFor()
    expect(await violations(reader, '.region-log')).toEqual([])
  }
  proxy.refuse()
  for (const reader of readers) await reader.send('waits for the line')
  for (const reader of readers) {
    await reader.page.locator('.banner').waitFor()
    expect(await violations(reader)).toEqual([])
  }
})

test('axe finds what is wrong in one theme only, and what has no name; what is faint, covered and cut is found, too', async () => {
  const ada = await house.visit({ context: { ...still, bypassCSP: true }, path: `/r/${newRoom()}` })
  await ada.dialog.waitFor()
  expect(await faintWords(ada, 'dialog')).toEqual([])
  expect(await violations(ada)).toEqual([])
  expect(await unreachable(ada, 24)).toEqual([])
  expect(await cutWords(ada)).toEqual([])
  await ada.page.addStyleTag({
    content: `@media (prefers-color-scheme: dark) { .enter-name { color: #333 !important } }
.enter-welcome { color: #8a8a8a !important; block-size: 9px; overflow: hidden }
.enter-ways button:last-child { position: fixed; left: -20px; min-block-size: 0; block-size: 12px }`,
  })
  await ada.paints()
  expect((await faintWords(ada, 'dialog')).join()).toContain('enter-welcome')
  expect((await violations(ada)).join()).toMatch(/dark: color-contrast [^,]*enter-name/)
  expect((await cutWords(ada)).join()).toContain('enter-welcome')
  const { look } = ada.words.enter
  expect(await unreachable(ada, 24)).toEqual(
    expect.arrayContaining([`${look} is cut off sideways`, `${look} is smaller than 24 px`]),
  )
  await ada.dialog.getByRole('button', { name: look }).evaluate((button) => button.replaceChildren())
  expect((await violations(ada)).join()).toContain('button-name')
})

/** The override of WCAG 1.4.12: nothing may be lost by it. */
const spacing = `* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }
p { margin-bottom: 2em !important }`
/** Where much stands on little room; every state in every size: bin/access.ts. */
const most =
  /^(?:room|answer|chosen file|emoji|menu|large picture|people|person|settings|rooms|new room|room menu|pins|search)$/
const some = /^(?:room|answer|emoji|menu|settings|new room|search)$/

describe('[UX-5] small, zoomed and spaced: no sideways scroll, nothing clipped, targets large enough', () => {
  test.each([
    ['a small phone', most, 44, { viewport: { width: 320, height: 568 }, touch: true, context: still }],
    ['a window at 200 %', some, 24, { viewport: { width: 640, height: 512 }, context: still }],
    ['a window at 400 %', most, 24, { viewport: { width: 320, height: 256 }, context: still }],
    // The page's own policy forbids foreign styles; a reader's style sheet is the browser's, above any policy.
    ['spaced', some, 24, { viewport: { width: 320, height: 568 }, context: { ...still, bypassCSP: true } }],
  ] as const)('%s', async (_what, names, least, options) => {
    const isSpaced = 'bypassCSP' in options.context
    const stage = await openStage(house, { locale: isSpaced ? 'zh-CN' : 'en', room: newRoom(), ...options })
    const { ada, bob } = stage
    if (isSpaced) await ada.page.addStyleTag({ content: spacing })
    await bob.tells([
      'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft',
      'https://example.com/a/very/long/path/that/has/no/space/in/it/at/all/and/goes/on/and/on',
    ])
    await ada.sees('Donaudampf')
    const crowded = states.filter(({ name, keys }) => names.test(name) && !(keys && 'touch' in options))
    const look = async (_visitor: Visitor, part: string | undefined) => [
      ...(await unreachable(ada, least)),
      ...(await cutWords(ada)),
      // Under a finger menus are sheets, and what has no place in a narrow header is in them.
      ...('touch' in options ? await axeViolations(ada.page, 'everything', part) : []),
    ]
    expect(await throughAll(stage, crowded, look)).toEqual([])
    await ada.composer.fill('many\nlines\nof\ntext\nare\nbeing\nwritten\nhere')
    expect(await unreachable(ada, least)).toEqual([])
    const share = await ada.composer.evaluate((field) => field.getBoundingClientRect().height / window.innerHeight)
    expect(share).toBeLessThanOrEqual(0.41)
  })
})

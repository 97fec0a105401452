// `bun bin/access.ts [--out DIR] [--only WORD] [--look WORD]`: goes through every state of the page that tests/kit knows, in every
// look, and says what axe, eyes that see little, fingers and the keyboard would complain of; with `--out` it takes pictures.
// The end-to-end tests look at the same states in fewer looks (tests/browser/access.test.ts): this takes some minutes.
import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'
import type { Browser } from 'playwright-core'
import { violations } from '#tests/kit/axe.ts'
import { launchChromium } from '#tests/kit/chromium.ts'
import { faintWords } from '#tests/kit/contrast.ts'
import { focusTrouble } from '#tests/kit/focus.ts'
import { bringGuest, type Guest, newNamed } from '#tests/kit/guest.ts'
import { longMoves } from '#tests/kit/motion.ts'
import { type Visitor, type VisitorOptions, visit } from '#tests/kit/page.ts'
import {
  closesAll,
  type Doors,
  messageStates,
  openStage,
  type Stage,
  type State,
  writingStates,
} from '#tests/kit/page-states.ts'
import { cutWords, unreachable } from '#tests/kit/reach.ts'
import { roomStates } from '#tests/kit/room-states.ts'
import { startServer, type TestServer } from '#tests/kit/server.ts'

type Check = (visitor: Visitor, part: string | undefined) => Promise<readonly string[]>
type Look = { name: string; options: VisitorOptions; check: Check; style?: string }

const seen: Check = async (visitor, part) => {
  const found = await violations(visitor, part)
  for (const colorScheme of ['light', 'dark'] as const) {
    await visitor.page.emulateMedia({ colorScheme })
    await visitor.paints()
    await visitor.rests()
    const faint = await faintWords(visitor, part)
    found.push(...faint.map((line) => `${colorScheme}: ${line}`))
  }
  // What a pointer has opened wears no ring.
  const byKeys = await visitor.page.evaluate(() => document.activeElement?.matches(':focus-visible, body'))
  const trouble = byKeys ? await focusTrouble(visitor.page) : null
  return trouble ? [...found, trouble] : found
}
const reached =
  (least: number): Check =>
  async (visitor) => [...(await unreachable(visitor, least)), ...(await cutWords(visitor))]

const spacing = `* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }
p { margin-bottom: 2em !important }`
const bare = { bypassCSP: true }

const looks: readonly Look[] = [
  { name: 'desktop-en', options: { locale: 'en' }, check: seen },
  { name: 'desktop-zh', options: { locale: 'zh-CN' }, check: seen },
  {
    name: 'phone-en',
    options: { locale: 'en', touch: true, viewport: { width: 390, height: 844 } },
    check: reached(44),
  },
  {
    name: 'phone-zh',
    options: { locale: 'zh-CN', touch: true, viewport: { width: 320, height: 568 } },
    check: reached(44),
  },
  { name: 'zoom-200', options: { locale: 'en', viewport: { width: 640, height: 512 } }, check: reached(24) },
  { name: 'zoom-400', options: { locale: 'en', viewport: { width: 320, height: 256 } }, check: reached(24) },
  { name: 'spaced', options: { locale: 'en', context: bare }, check: reached(24), style: spacing },
  {
    name: 'spaced-320',
    options: { locale: 'en', viewport: { width: 320, height: 568 }, context: bare },
    check: reached(24),
    style: spacing,
  },
  {
    name: 'still',
    options: { locale: 'en', context: { reducedMotion: 'reduce' } },
    check: ({ page }) => longMoves(page),
  },
  { name: 'forced-light', options: { locale: 'en', context: { forcedColors: 'active' } }, check: async () => [] },
  {
    name: 'forced-dark',
    options: { locale: 'zh-CN', colorScheme: 'dark', context: { forcedColors: 'active' } },
    check: async () => [],
  },
]

const plain: State = { name: 'room', show: async () => {} }
const states = [plain, ...writingStates, ...messageStates, ...roomStates]

const { values } = parseArgs({
  options: { out: { type: 'string' }, only: { type: 'string', default: '' }, look: { type: 'string', default: '' } },
})
const { out, only } = values
if (out) mkdirSync(out, { recursive: true })
let troubles = 0

async function lookAt(stage: Stage, state: State, look: Look): Promise<void> {
  const tell = (line: string) => {
    troubles++
    console.log(`${look.name} · ${state.name}: ${line}`)
  }
  try {
    await state.show(stage)
    for (const line of await look.check(stage.ada, state.part)) tell(line)
    await stage.ada.rests()
    if (out)
      await stage.ada.page.screenshot({ path: path.join(out, `${look.name}-${state.name.replaceAll(' ', '-')}.png`) })
    await (state.leave ?? closesAll)(stage)
    const lost = await stage.ada.page.evaluate(() => document.activeElement === document.body)
    if (lost) tell('after it the focus is nowhere')
  } catch (error) {
    tell(`not shown: ${error instanceof Error ? error.message.split('\n').slice(0, 3).join(' ') : String(error)}`)
    await stage.ada.page.reload()
    await stage.ada.isIn()
  }
}

function doorsOf(browser: Browser, server: TestServer, guests: Guest[]): Doors {
  return {
    server,
    async enter(name, options = {}) {
      const token = await newNamed(server, { name, locale: options.locale ?? 'en' })
      const visitor = await visit(browser, server.url, { ...options, token })
      await visitor.isIn()
      return visitor
    },
    async guest(options) {
      const guest = await bringGuest(server, options)
      guests.push(guest)
      return guest
    },
  }
}

const browser = await launchChromium()
const server = await startServer()
const guests: Guest[] = []
try {
  for (const look of looks.filter(({ name }) => name.includes(values.look))) {
    const stage = await openStage(doorsOf(browser, server, guests), {
      locale: 'en',
      ...look.options,
      room: look.name,
    })
    stage.ada.context.setDefaultTimeout(15_000)
    if (look.style) await stage.ada.page.addStyleTag({ content: look.style })
    for (const state of states.filter(({ name, keys }) => name.includes(only) && !(keys && look.options.touch)))
      await lookAt(stage, state, look)
    for (const complaint of stage.ada.complaints) console.log(`${look.name}: the console: ${complaint}`)
    await stage.ada.leave()
    console.log(`${look.name}: done`)
  }
} finally {
  for (const guest of guests) guest.leaves()
  await browser.close()
  await server.dispose()
}
console.log(troubles === 0 ? 'No complaint.' : `${troubles} complaints.`)

import path from 'node:path'
import type { Browser, BrowserContext } from 'playwright-core'
import type { Locale } from '#protocol/people.ts'
import { type Visitor, type VisitorOptions, visit } from '#tests/kit/page.ts'
import type { TestServer } from '#tests/kit/server.ts'
import { Line } from './line.ts'
import type { Still } from './still.ts'

const sizes = {
  desktop: { viewport: { width: 1280, height: 800 } },
  laptop: { viewport: { width: 1024, height: 768 } },
  tablet: { viewport: { width: 820, height: 1180 }, touch: true },
  phone: { viewport: { width: 390, height: 844 }, touch: true },
  small: { viewport: { width: 320, height: 568 }, touch: true },
} satisfies Record<string, VisitorOptions>

export type Size = keyof typeof sizes
export const everySize: readonly Size[] = ['desktop', 'laptop', 'tablet', 'phone', 'small']
type Scheme = 'light' | 'dark'
type Tongue = 'zh' | 'en'
/** How a picture is taken: `phone dark en`. */
export type Look = `${Size} ${Scheme} ${Tongue}`

/** Every look of these sizes, schemes and languages. */
export const looks = (
  some: readonly Size[],
  schemes: readonly Scheme[] = ['light', 'dark'],
  tongues: readonly Tongue[] = ['zh', 'en'],
): readonly Look[] =>
  tongues.flatMap((tongue) => some.flatMap((size) => schemes.map((scheme): Look => `${size} ${scheme} ${tongue}`)))

export const localeOf = (look: Look): Locale => (look.endsWith('zh') ? 'zh-CN' : 'en')
const sizeOf = (look: Look): Size => {
  const size = everySize.find((one) => look.startsWith(`${one} `))
  if (!size) throw new Error(`no such size: ${look}`)
  return size
}
const schemeOf = (look: Look): Scheme => (look.includes(' light ') ? 'light' : 'dark')

export type Pose = (visitor: Visitor, set: { line: Line; locale: Locale; size: Size }) => Promise<unknown>
/** A state of the page, and the looks in which it is taken. `fluid`: one page shows it in several sizes, one after the other. */
export type Shot = {
  what: string
  looks: readonly Look[]
  pose: Pose
  at?: (locale: Locale) => VisitorOptions
  url?: string
  fluid?: boolean
  /** Before the page is opened. */
  prepare?: (set: { line: Line; context: BrowserContext }) => unknown
}

/** `wanted`: whether a picture of this name is. */
type Needs = { browser: Browser; still: Still; out: string; wanted: (name: string) => boolean }

/** Takes the pictures. */
export class Studio {
  readonly browser: Browser
  readonly still: Still
  readonly #out: string
  readonly #wanted: (name: string) => boolean
  readonly taken: string[] = []
  readonly failed: string[] = []

  constructor({ browser, still, out, wanted }: Needs) {
    this.browser = browser
    this.still = still
    this.#out = out
    this.#wanted = wanted
  }

  async takes(server: Pick<TestServer, 'url'>, shots: readonly Shot[], locale?: Locale): Promise<void> {
    for (const shot of shots) {
      const wanted = shot.looks.filter(
        (look) => (locale === undefined || localeOf(look) === locale) && this.#isWanted(shot.what, look),
      )
      for (const group of grouped(wanted, shot.fluid ?? false)) await this.#take(server, shot, group)
    }
  }

  /** A page as somebody has it who is to be photographed. */
  async visit(
    url: string,
    options: VisitorOptions,
    prepare: Shot['prepare'] = () => undefined,
  ): Promise<{ visitor: Visitor; line: Line }> {
    const line = new Line()
    // What is looked at is not read by it: the next picture shows the same.
    line.answers('room.read', 'nothing')
    const still = {
      newContext: async (more: Parameters<Browser['newContext']>[0]) => {
        const context = await this.browser.newContext(more)
        await this.still.holds(context)
        await line.holds(context)
        await prepare({ line, context })
        return context
      },
    }
    return { visitor: await visit(still, url, options), line }
  }

  async #take(server: Pick<TestServer, 'url'>, shot: Shot, group: readonly Look[]): Promise<void> {
    const [first] = group
    if (!first) return
    const locale = localeOf(first)
    const size = sizeOf(first)
    this.still.minutesAgo(0)
    const options = { locale, colorScheme: schemeOf(first), ...sizes[size], ...shot.at?.(locale) }
    const { visitor, line } = await this.visit(shot.url ?? server.url, options, shot.prepare)
    try {
      await shot.pose(visitor, { line, locale, size })
      for (const look of group) await this.#photograph(visitor, shot.what, look)
    } catch (error) {
      const name = nameOf(shot.what, first)
      this.failed.push(name)
      console.error(`${name}: ${error instanceof Error ? error.message : String(error)}`)
      await visitor.page.screenshot({ path: path.join(this.#out, `failed-${name}.png`) }).catch(() => undefined)
    } finally {
      for (const complaint of visitor.complaints) console.error(`${nameOf(shot.what, first)}: ${complaint}`)
      await visitor.leave()
    }
  }

  async #photograph(visitor: Visitor, what: string, look: Look): Promise<void> {
    const { page } = visitor
    const { viewport } = sizes[sizeOf(look)]
    const now = page.viewportSize()
    if (now?.width !== viewport.width || now.height !== viewport.height) await page.setViewportSize(viewport)
    await page.emulateMedia({ colorScheme: schemeOf(look) })
    await visitor.paints()
    await visitor.rests()
    const name = nameOf(what, look)
    await page.screenshot({ path: path.join(this.#out, `${name}.png`), animations: 'disabled', caret: 'hide' })
    this.taken.push(name)
  }

  #isWanted(what: string, look: Look): boolean {
    return this.#wanted(nameOf(what, look))
  }
}

const nameOf = (what: string, look: Look): string => `${what}-${look.replaceAll(' ', '-')}`

/** Looks that one page can show. */
function grouped(all: readonly Look[], fluid: boolean): readonly (readonly Look[])[] {
  const groups = new Map<string, Look[]>()
  for (const look of all) {
    const size = sizeOf(look)
    const hand = 'touch' in sizes[size] ? 'touch' : 'mouse'
    const key = `${localeOf(look)} ${fluid ? hand : size}`
    groups.set(key, [...(groups.get(key) ?? []), look])
  }
  return [...groups.values()]
}

import { afterAll, afterEach, beforeAll, expect, setDefaultTimeout } from 'bun:test'
import type { Browser } from 'playwright-core'
import { launchChromium } from './chromium.ts'
import { bringGuest, type Guest, newNamed } from './guest.ts'
import { type Visitor, type VisitorOptions, visit } from './page.ts'
import { TEST_MS } from './patience.ts'
import { type ServerOptions, startServer, type TestServer } from './server.ts'

type GuestOptions = Parameters<typeof bringGuest>[1]

/** One server and one browser for the tests of a file; whoever visits leaves after each test. */
export class House {
  #browser: Browser | null = null
  #server: TestServer | null = null
  readonly #visitors: Visitor[] = []
  readonly #guests: Guest[] = []
  /** Everybody looks different, as in life. */
  #looks = 0

  get browser(): Browser {
    if (!this.#browser) throw new Error('the house is not open yet')
    return this.#browser
  }

  get server(): TestServer {
    if (!this.#server) throw new Error('the house is not open yet')
    return this.#server
  }

  /** A new person at the page, before the first-visit dialog. `url` is for who comes through a proxy. */
  async visit(options: VisitorOptions & { url?: string } = {}): Promise<Visitor> {
    const visitor = await visit(this.browser, options.url ?? this.server.url, options)
    this.#visitors.push(visitor)
    return visitor
  }

  /** A new person in the room, who has chosen a name before: the dialog of a first visit costs half a second of processor. */
  async enter(name: string, options: VisitorOptions & { url?: string } = {}): Promise<Visitor> {
    const { locale = 'en' } = options
    const token = await newNamed(this.server, { name, locale, look: this.#looks++ })
    const visitor = await this.visit({ ...options, token })
    await visitor.isIn()
    return visitor
  }

  /** Somebody without a page. */
  async guest(options: GuestOptions): Promise<Guest> {
    const guest = await bringGuest(this.server, options)
    this.#guests.push(guest)
    return guest
  }

  async open(options: ServerOptions): Promise<void> {
    const [browser, server] = await Promise.all([launchChromium(), startServer(options)])
    this.#browser = browser
    this.#server = server
  }

  /** Sends everybody away. Fails when a page threw, or complained of anything but a line that a test had cut. */
  async clear(): Promise<void> {
    for (const guest of this.#guests.splice(0)) guest.leaves()
    const visitors = this.#visitors.splice(0)
    await Promise.all(visitors.map((visitor) => visitor.leave()))
    expect(visitors.flatMap((visitor) => visitor.complaints)).toEqual([])
  }

  async close(): Promise<void> {
    await Promise.all([this.#browser?.close(), this.#server?.dispose()])
  }
}

/** Call it once at the top of a test file. */
export function openHouse(options: ServerOptions = {}): House {
  const house = new House()
  setDefaultTimeout(TEST_MS)
  beforeAll(() => house.open(options))
  afterEach(() => house.clear())
  afterAll(() => house.close())
  return house
}

let rooms = 0
/** Path of a room that no other test uses. */
export const newRoom = (): string => `room-${++rooms}`

import { Disconnected, Refused } from '#sdk/index.ts'
import { PushReceiver } from '#tests/kit/push-service.ts'
import { hashText, isFields } from '../hash-of.ts'
import type { Seen } from '../history.ts'
import { monotonicMs } from '../monotonic.ts'
import type { Witness } from './witness.ts'

export type Show = 'full' | 'hidden'
type Browser = { witness: Witness; receiver: PushReceiver; show: Show }

/** Says how many, and of none what it said (server/push/push-words.ts, in the language of the witnesses). */
const SEVERAL = /^[\d,]+ new messages?(, [\d,]+ for you)?$/

/** A push service on this machine, with the browsers of its witnesses: what comes to one stands in its history. */
export class PushRoad {
  readonly #browsers = new Map<string, Browser>()
  readonly #server: Bun.Server<undefined>
  /** Whose next push is refused. */
  readonly #toRefuse = new Set<Browser>()

  constructor() {
    this.#server = Bun.serve({ port: 0, hostname: '127.0.0.1', fetch: (request) => this.#hear(request) })
  }

  /**
   * From now on its browser is told of everything in its room. False: the line was away, or it was refused; ask again. It can be asked
   * again at any time, as a page does whenever it is opened.
   */
  async subscribes(witness: Witness, show: Show = 'full'): Promise<boolean> {
    const { client } = witness.wire
    const room = witness.roomId
    const browser = this.#browsers.get(client) ?? { witness, receiver: new PushReceiver(), show }
    this.#browsers.set(client, browser)
    const endpoint = `http://127.0.0.1:${this.#server.port}/${client}`
    const askedT = monotonicMs()
    try {
      await witness.client.call('push.subscribe', { endpoint, ...browser.receiver.keys, show, locale: 'en' })
      await witness.client.call('room.set_level', { room, level: 'all' })
    } catch (error) {
      if (error instanceof Refused || error instanceof Disconnected) return false
      throw error
    }
    witness.wire.say({ kind: 'subscribed', room, askedT, hidden: show === 'hidden' })
    return true
  }

  /** The next push to this one is to be sent again a little later. */
  refusesOnce({ wire: { client } }: Witness): void {
    const browser = this.#browsers.get(client)
    if (browser) this.#toRefuse.add(browser)
  }

  stop(): Promise<void> {
    return this.#server.stop(true)
  }

  async #hear(request: Request): Promise<Response> {
    const browser = this.#browsers.get(new URL(request.url).pathname.slice(1))
    const body = Buffer.from(await request.arrayBuffer())
    if (!browser) return new Response(null, { status: 410 })
    if (this.#toRefuse.delete(browser)) return new Response(null, { status: 503 })
    browser.witness.wire.say(readPush(browser, body))
    return new Response(null, { status: 201 })
  }
}

/** What nobody can open, or is no note, leads to no message of any room: that is C-5's to tell. */
function readPush({ receiver, witness }: Browser, body: Buffer): Seen {
  const nothing: Seen = { kind: 'pushed', room: witness.roomId, seq: 0 }
  try {
    const note: unknown = receiver.opens(body)
    if (!isFields(note)) return nothing
    const words = String(note['body'])
    const told = SEVERAL.test(words) ? {} : { words: hashText(words) }
    return { kind: 'pushed', room: String(note['id']), seq: Number(note['seq']), ...told }
  } catch {
    return nothing
  }
}

import { createHash } from 'node:crypto'
import type { RoomStorage } from '#server/delivery/event-log.ts'
import type { Clock } from '#server/kit/clock.ts'
import { hostOf } from '#server/kit/public-address.ts'
import type { AskPage } from './ask-page.ts'
import { type CardFacts, findKnown, saveKnown } from './card-rows.ts'
import type { HostTurns } from './host-turns.ts'
import { readPageAddress } from './page-address.ts'

/** What a page has said of itself holds for so long; that it has said nothing, for less. */
const VALID_MS = 24 * 3_600_000
const NOTHING_VALID_MS = 3_600_000

export type PageCardsNeeds = {
  storage: Pick<RoomStorage, 'read' | 'write'>
  clock: Clock
  turns: HostTurns
  askPage: AskPage
  allowPrivate: boolean
  /** Whether this person may make the server ask one more page. */
  mayAsk(author: string): boolean
}

/** What pages say of themselves, for everybody: asked once a day, however many link to them (T-44). */
export class PageCards {
  readonly #needs: PageCardsNeeds
  /** Under way, whoever asks: bounded by the turns. */
  readonly #underWay = new Map<string, Promise<CardFacts | null>>()

  constructor(needs: PageCardsNeeds) {
    this.#needs = needs
  }

  /** Null: there is nothing to show, or it may not be asked. */
  async find(href: string, author: string): Promise<CardFacts | null> {
    const { storage, clock, allowPrivate, mayAsk } = this.#needs
    const url = readPageAddress(href, allowPrivate)
    if (!url) return null
    const addressHash = createHash('sha256').update(url.href).digest('hex')
    const before = this.#underWay.get(addressHash)
    if (before) return before
    const known = await findKnown(storage.read, addressHash)
    const validMs = known?.facts ? VALID_MS : NOTHING_VALID_MS
    if (known && clock.nowMs() - known.askedMs < validMs) return known.facts
    const meanwhile = this.#underWay.get(addressHash)
    if (meanwhile) return meanwhile
    if (!mayAsk(author)) return known?.facts ?? null
    const mine = this.#ask(url, addressHash, known?.pictureId ?? null).finally(() => this.#underWay.delete(addressHash))
    this.#underWay.set(addressHash, mine)
    return mine
  }

  async #ask(url: URL, addressHash: string, pictureId: string | null): Promise<CardFacts | null> {
    const { storage, clock, turns, askPage } = this.#needs
    const answer = await turns.take(hostOf(url), async () => ({ asked: await askPage(url, pictureId) }))
    // What was given up says nothing of the page.
    if (!answer) return null
    const { facts, picture } = answer.asked ?? { facts: null, picture: null }
    await storage.write(({ sql }) => saveKnown(sql, { addressHash, facts, picture, atMs: clock.nowMs() }))
    return facts
  }
}

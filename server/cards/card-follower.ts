import * as v from 'valibot'
import { linksOf } from '#protocol/card-links.ts'
import type { Card } from '#protocol/files.ts'
import type { News, RoomStorage } from '#server/delivery/event-log.ts'
import { nextTurn } from '#server/kit/clock.ts'
import { Refusal } from '#server/kit/refusal.ts'
import type { StoreCards } from '#server/messages/store-cards.ts'
import type { CardFacts } from './card-rows.ts'

/** Messages that wait to be looked at, and those whose pages are asked: above it the oldest go without cards (HOUSE-12). */
const MOST_WAITING = 1_000
const MOST_UNDER_WAY = 1_000

export type FollowerNeeds = {
  storage: Pick<RoomStorage, 'read'>
  messages: StoreCards
  /** What a page says of itself; null: nothing. `author`: who made us ask. */
  find(href: string, author: string): Promise<CardFacts | null>
  onDropped(): void
  onError(error: unknown): void
}

type Heard = { room: string; seq: number; isEdit: boolean }

/**
 * Follows what is said, behind the log and beside the path of messages: whose links have something to show gets one event more.
 * A server that starts looks at nothing from before: a message without a card has lost nothing that it had.
 */
export class CardFollower {
  readonly #needs: FollowerNeeds
  readonly #waiting = new Set<Heard>()
  readonly #underWay = new Set<Promise<void>>()
  #looking: Promise<void> | null = null
  #stopped = false

  constructor(needs: FollowerNeeds) {
    this.#needs = needs
  }

  /** These events are durable. It costs one look at their text: the rest comes in later turns. */
  hear(news: readonly News[]): void {
    for (const { roomId, event, said, stub } of news) {
      if (stub || this.#stopped || !event.json.includes('://')) continue
      const isEdit = !said && event.json.includes('"type":"message.edited"')
      if (said || isEdit) this.#add({ room: roomId, seq: event.seq, isEdit })
    }
    if (this.#waiting.size > 0) this.#looking ??= this.#look()
  }

  stop(): void {
    this.#stopped = true
    this.#waiting.clear()
  }

  /** For tests: resolves when all that was heard has its cards, or none. */
  async settled(): Promise<void> {
    while (this.#looking || this.#underWay.size > 0) await Promise.all([this.#looking, ...this.#underWay])
  }

  #add(heard: Heard): void {
    this.#waiting.add(heard)
    const [oldest] = this.#waiting
    if (oldest && this.#waiting.size > MOST_WAITING) this.#drop(oldest)
  }

  #drop(heard: Heard): void {
    this.#waiting.delete(heard)
    this.#needs.onDropped()
  }

  async #look(): Promise<void> {
    for (const heard of this.#waiting) {
      await nextTurn()
      this.#waiting.delete(heard)
      if (this.#underWay.size >= MOST_UNDER_WAY) {
        this.#needs.onDropped()
        continue
      }
      const work = this.#card(heard).catch((error: unknown) => {
        // The disk is full, or the server is about to stop: a message without a card is whole.
        if (!(error instanceof Refusal) && !this.#stopped) this.#needs.onError(error)
      })
      this.#underWay.add(work)
      void work.finally(() => this.#underWay.delete(work))
    }
    this.#looking = null
  }

  async #card({ room, seq, isEdit }: Heard): Promise<void> {
    const message = isEdit ? await messageOf(this.#needs.storage, room, seq) : seq
    const found = message === null ? null : await this.#needs.messages.find(room, message)
    if (!found || message === null) return
    const links = linksOf(found.body)
    const had = new Set(found.cards.map(({ link }) => link))
    if (links.every(({ link }) => had.has(link))) return
    const facts = await Promise.all(links.map(({ href }) => this.#needs.find(href, found.author)))
    const byHref = new Map(links.map(({ href }, at) => [href, facts[at] ?? null]))
    if (facts.every((one) => one === null) || this.#stopped) return
    // Read anew from the body as it is then: what an edit took away meanwhile gets no card.
    await this.#needs.messages.store(room, message, (body) => cardsOf(body, byHref))
  }
}

function cardsOf(body: string, byHref: ReadonlyMap<string, CardFacts | null>): Card[] {
  return linksOf(body).flatMap(({ href, link }) => {
    const facts = byHref.get(href)
    return facts ? [{ link, ...facts }] : []
  })
}

const edit = v.object({ message: v.number() })

async function messageOf(storage: FollowerNeeds['storage'], room: string, seq: number): Promise<number | null> {
  const [row] = await storage.read<{ wire: string }[]>`
    select wire from events where room_id = ${room} and seq = ${seq} and type = 'message.edited'`
  return row ? v.parse(edit, JSON.parse(row.wire)).message : null
}

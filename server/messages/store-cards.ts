import type { Card } from '#protocol/files.ts'
import type { MessageState } from '#protocol/lines.ts'
import type { RoomTx } from '#server/delivery/event-log.ts'
import { Refusal } from '#server/kit/refusal.ts'
import { roomShowsCards } from '#server/rooms/index.ts'
import type { ChangeNeeds } from './change-message.ts'
import type { OwnNeeds } from './erase-own.ts'
import { findTarget, insertEdit, type Target } from './message-store.ts'
import { storeChange } from './store-change.ts'
import { wordsOf } from './words-of.ts'

export type StoreCardsNeeds = Pick<ChangeNeeds, 'storage' | 'clock' | 'log' | 'standingFor' | 'checkHash'> &
  Pick<OwnNeeds, 'personOf'> & { secret: Buffer }

/** A message whose links may get cards: what it says now, and those it has. */
export type Carded = { author: string; body: string; cards: readonly Card[] }
/** The cards of a body, in the order of its links. */
export type CardsFor = (body: string) => readonly Card[]

/** Null where it gets none: it is gone, its author wants none, or its room does. */
function cardedOf(target: Target | null, shown: boolean): Carded | null {
  if (!target || !shown || target.state?.cards_off) return null
  return { author: target.author, body: bodyOf(target), cards: target.state?.cards ?? [] }
}

const bodyOf = ({ state, wire }: Target): string => state?.edited?.body ?? wordsOf(wire).body

/** What the pages behind a message's links say becomes an event of its author (decision 0032). */
export function createStoreCards({ storage, clock, log, standingFor, checkHash, personOf, secret }: StoreCardsNeeds) {
  /** Once for what the message says now: a repeat finds the first one. Nobody can take the number of what is still to come. */
  function cidOf(room: string, message: number, state: MessageState | undefined): string {
    const about = `cards ${room} ${message} ${state?.edited?.times ?? 0}`
    const hex = new Bun.CryptoHasher('sha256', secret).update(about).digest('hex')
    return hex.slice(0, 32).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
  }

  /** As it was when it was said, every condition is asked again here: between asking a page and this lie seconds (P-7, P-27). */
  async function store(tx: RoomTx, room: string, message: number, cardsFor: CardsFor): Promise<number | null> {
    const target = await findTarget(tx.sql, room, message)
    const carded = cardedOf(target, await roomShowsCards(tx.sql, room))
    if (!target || !carded) return null
    const cards = [...cardsFor(carded.body)]
    if (cards.length === 0 || same(cards, carded.cards)) return null
    const by = await personOf(tx.sql, target.author)
    const author = { id: target.author, houseOwner: false }
    if (!by || (await standingFor(tx, author, { room, right: 'edit', own: true })) instanceof Refusal) return null
    const cid = cidOf(room, message, target.state)
    const key = { author: author.id, cid, checkHash: checkHash(cid) }
    if (await log.findRepeat(tx, room, key)) return null
    const facts = { type: 'message.carded' as const, cards }
    const change = { facts, by, cid, message, checkHash: key.checkHash, atMs: clock.nowMs() }
    const { seq } = await storeChange(log, tx, room, target, change)
    await insertEdit(tx.sql, room, message, seq)
    return seq
  }

  return {
    /** Null: nothing is to be asked for it. */
    find: async (room: string, message: number): Promise<Carded | null> =>
      cardedOf(await findTarget(storage.read, room, message), await roomShowsCards(storage.read, room)),
    /** Stores one event, or nothing where there is nothing (more) to show. Its number; else null. */
    store: (room: string, message: number, cardsFor: CardsFor): Promise<number | null> =>
      storage.write((tx) => store(tx, room, message, cardsFor)),
  }
}

export type StoreCards = ReturnType<typeof createStoreCards>

const same = (one: readonly Card[], other: readonly Card[]): boolean => JSON.stringify(one) === JSON.stringify(other)

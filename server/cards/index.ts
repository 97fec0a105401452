import type { News, RoomStorage } from '#server/delivery/event-log.ts'
import type { Blobs, Bytes } from '#server/files/index.ts'
import { atMostEvery } from '#server/kit/at-most-every.ts'
import { type Clock, nextTurn } from '#server/kit/clock.ts'
import { Limiter } from '#server/kit/limiter.ts'
import type { Log } from '#server/kit/log.ts'
import { Refusal } from '#server/kit/refusal.ts'
import type { StoreCards } from '#server/messages/store-cards.ts'
import type { Inspect } from '#server/pictures/inspected.ts'
import { createAskPage } from './ask-page.ts'
import { CardFollower } from './card-follower.ts'
import { CardPictures } from './card-picture.ts'
import { dropUnused, findPicture, noteUse } from './card-rows.ts'
import { createGuardedGet, type Get } from './guarded-get.ts'
import { HostTurns } from './host-turns.ts'
import { PageCards } from './page-cards.ts'

export { shownHost } from './shown-host.ts'

export type CardsNeeds = {
  storage: RoomStorage
  clock: Clock
  diary: Pick<Log, 'warn' | 'error'>
  blobs: Blobs
  inspect: Inspect
  /** For pictures while they are looked at. */
  folder: string
  messages: StoreCards
  cards: { on: boolean; allowPrivate: boolean }
  /** The way out; tests bring their own. */
  get?: Get
}

const BOUNDS = { atOnce: 32, perHost: 2, waiting: 500, waitingPerHost: 50 }
/** Pages that the server has not asked today, of one person: whoever links more has messages without cards. */
const ASKING = { burst: 30, perSecond: 0.5 }
const MINUTE_MS = 60_000
const DAY_MS = 24 * 3_600_000
/** Since anybody linked to the page or looked at its picture. */
const UNUSED_MS = 30 * DAY_MS
const SWEPT_AT_ONCE = 200

/** Cards of links: what the pages behind them say of themselves, asked by the server for everybody (decision 0032). */
export function createCards(needs: CardsNeeds) {
  const { storage, clock, diary, blobs, cards } = needs
  const onDropped = atMostEvery(MINUTE_MS, clock.steadyMs, () => diary.warn('cards_dropped', {}))
  const onError = atMostEvery(MINUTE_MS, clock.steadyMs, (error: unknown) => {
    diary.error('card_failed', { error: String(error) })
  })
  const asking = new Limiter(ASKING, clock.steadyMs)
  const get = needs.get ?? createGuardedGet(cards)
  const pictures = new CardPictures({ ...needs, get })
  const pages = new PageCards({
    storage,
    clock,
    turns: new HostTurns(BOUNDS, onDropped),
    askPage: createAskPage({ get, pictures, allowPrivate: cards.allowPrivate }),
    allowPrivate: cards.allowPrivate,
    mayAsk: (author) => asking.take(author) === 0,
  })
  const find = pages.find.bind(pages)
  const follower = new CardFollower({ storage, messages: needs.messages, find, onDropped, onError })

  /** For whoever has a session: what is on a public page is nobody's secret. Refuses with `not_found`. */
  async function readPicture(id: string): Promise<{ hash: string; type: string; read(): Promise<Bytes> }> {
    const row = await findPicture(storage.read, id)
    if (!row) throw new Refusal('not_found')
    const { hash, type, used_ms } = row
    const nowMs = clock.nowMs()
    if (nowMs - used_ms > DAY_MS) storage.write(({ sql }) => noteUse(sql, id, nowMs)).catch(() => undefined)
    async function read(): Promise<Bytes> {
      const bytes = await blobs.read(hash)
      if (!bytes) throw new Refusal('not_found')
      return bytes
    }
    return { hash, type, read }
  }

  async function sweep(): Promise<void> {
    const beforeMs = clock.nowMs() - UNUSED_MS
    while (await storage.write(({ sql }) => dropUnused(sql, beforeMs, SWEPT_AT_ONCE))) await nextTurn()
  }

  return {
    /** These events are durable. */
    hear: (news: readonly News[]) => {
      if (cards.on) follower.hear(news)
    },
    readPicture,
    /** Call it before anything is heard. */
    start: () => pictures.start(),
    stop: () => follower.stop(),
    sweep,
    sweepBudgets: () => asking.sweep(),
    /** For tests. */
    settled: () => follower.settled(),
  }
}

export type Cards = ReturnType<typeof createCards>

import { nextTurn } from '#server/kit/clock.ts'
import type { EventLog, Logged } from './event-log.ts'
import { eventFrames, eventList, pageFields } from './frames.ts'
import type { LiveRoom } from './live-room.ts'
import type { Opening } from './opening.ts'
import { type RoomFeed, roomTopic } from './room-feed.ts'

/** A connection, as far as delivery needs it. */
export type Reader = {
  send(frame: string): void
  /** Resolves when the socket has taken all that was sent, or is gone. */
  drained(): Promise<void>
  subscribe(topic: string): void
  unsubscribe(topic: string): void
}

/** What all have in common: one object for all of them. */
export type SubscriptionNeeds = {
  feed: RoomFeed
  log: EventLog
  /** The log could not be read in the middle of a resume. */
  onError(error: unknown): void
}

/** Who reads where. */
export type Reading = {
  room: LiveRoom
  reader: Reader
  /** When backfill has become live, in that turn. */
  onLive(): void
}

/** One reader in one room: backfill and live as one stream (HOUSE-6). */
export class Subscription {
  readonly room: LiveRoom
  readonly #reader: Reader
  readonly #needs: SubscriptionNeeds
  /** Let go once live: what it holds on to would cost every connection for as long as it lasts. */
  #onLive: (() => void) | null
  #over = false

  constructor(needs: SubscriptionNeeds, { room, reader, onLive }: Reading) {
    this.room = room
    this.#reader = reader
    this.#needs = needs
    this.#onLive = onLive
    needs.feed.hold(room)
  }

  /**
   * The answer as JSON (protocol/rooms.ts, joinRoom), and what follows it: to be called right behind it, in its turn. So a
   * snapshot and its subscription share a turn, and the first live event is `as_of` + 1 (P-9).
   */
  begin(opening: Opening): { encoded: string; behind: () => void } {
    const { epoch, head, floor } = this.room
    const at = (asOf: number) => `"epoch":"${epoch}","as_of":${asOf},"floor":${floor}`
    if (opening.name === 'resume') {
      return { encoded: `{"mode":"resumed",${at(head)}}`, behind: () => this.#goOn(opening.after) }
    }
    const { page, mine, reason, erasures } = opening
    const mode = reason === null ? '"mode":"fresh"' : `"mode":"reset","reason":"${reason}"`
    // While it was waited for, words of the page were erased: rather nothing than them. The reader asks for history.
    const lines = erasures === this.room.erasures ? page : nothingUpTo(page.last)
    // The page may be ahead of what the feed has heard: the repeat is dropped by its number.
    const events = this.room.covers(page.last) ? this.room.tailAfter(page.last) : []
    const asOf = events.at(-1)?.seq ?? page.last
    const encoded = `{${mode},${at(asOf)},${pageFields(lines)},"mine":${mine},"events":${eventList(events)}}`
    return { encoded, behind: () => this.#goOn(asOf) }
  }

  end(): void {
    if (this.#over) return
    this.#over = true
    this.#reader.unsubscribe(roomTopic(this.room.id))
    this.#needs.feed.release(this.room)
  }

  /** Most have missed little, which lies in the tail and leaves in the write of the answer. */
  #goOn(after: number): void {
    // A page that cannot be read is a gap for the client: the next heads show it, and it asks again.
    void this.#resume(after).catch(this.#needs.onError)
  }

  /** Sends what is missing in pages, each when the socket has taken the one before (P-8), the last step in one turn. */
  async #resume(after: number): Promise<void> {
    const { feed, log } = this.#needs
    let cursor = after
    while (!this.#over && !this.room.covers(cursor)) {
      await feed.pages.wait()
      if (this.#over) return
      const page = await log.after(this.room.id, cursor, this.room.head)
      if (this.#over) return
      this.#sendFrames(page)
      cursor = page.at(-1)?.seq ?? this.room.head
      await this.#reader.drained()
      await nextTurn()
    }
    if (this.#over) return
    this.#sendFrames(this.room.tailAfter(cursor))
    this.#goLive()
  }

  #sendFrames(events: readonly Logged[]): void {
    for (const frame of eventFrames(this.room.id, events)) this.#reader.send(frame)
  }

  #goLive(): void {
    this.#reader.subscribe(roomTopic(this.room.id))
    const onLive = this.#onLive
    this.#onLive = null
    onLive?.()
  }
}

const nothingUpTo = (last: number) => ({ first: last + 1, last, lines: [], notices: [] })

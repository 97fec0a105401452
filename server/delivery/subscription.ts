import { limits } from '#protocol/limits.ts'
import { nextTurn } from '#server/kit/clock.ts'
import { byteLength, type EventLog, type Logged } from './event-log.ts'
import { eventFrames, eventList } from './frames.ts'
import { type LiveRoom, type RoomFeed, roomTopic } from './room-feed.ts'

/** A connection, as far as delivery needs it. */
export type Reader = {
  send(frame: string): void
  /** Resolves when the socket has taken all that was sent, or is gone. */
  drained(): Promise<void>
  subscribe(topic: string): void
  unsubscribe(topic: string): void
}

export type JoinWish = { after?: number | undefined; epoch?: string | undefined; most?: number | undefined }
type ResetReason = 'epoch' | 'ahead' | 'floor' | 'too_far'

export type SubscriptionNeeds = {
  room: LiveRoom
  reader: Reader
  feed: RoomFeed
  log: EventLog
  /** In the turn after backfill became live. */
  onLive(): void
  /** The log could not be read in the middle of a resume. */
  onError(error: unknown): void
}

/** One reader in one room: backfill and live as one stream (HOUSE-6). */
export class Subscription {
  readonly room: LiveRoom
  readonly #reader: Reader
  readonly #feed: RoomFeed
  readonly #log: EventLog
  /** Let go once live: what it holds on to would cost every connection for as long as it lasts. */
  #onLive: (() => void) | null
  readonly #onError: (error: unknown) => void
  #over = false

  constructor(needs: SubscriptionNeeds) {
    this.room = needs.room
    this.#reader = needs.reader
    this.#feed = needs.feed
    this.#log = needs.log
    this.#onLive = needs.onLive
    this.#onError = needs.onError
    this.#feed.hold(this.room)
  }

  /**
   * Begins, in the turn in which the answer leaves, and returns the answer as JSON (protocol/rooms.ts, joinRoom). A
   * snapshot and its subscription share that turn, so the first live event is `as_of` + 1 (P-9).
   */
  begin(wish: JoinWish): string {
    const { epoch, head, floor } = this.room
    const at = `"epoch":"${epoch}","as_of":${head},"floor":${floor}`
    if (wish.after === undefined) return this.#snapshot(`{"mode":"fresh",${at}`)
    const reason = this.#resetReason(wish.after, wish)
    if (reason) return this.#snapshot(`{"mode":"reset","reason":"${reason}",${at}`)
    const after = wish.after
    // Pages follow the answer, never overtake it.
    // A page that cannot be read is a gap for the client: the next heads show it, and it asks again.
    queueMicrotask(() => void this.#resume(after).catch(this.#onError))
    return `{"mode":"resumed",${at}}`
  }

  end(): void {
    if (this.#over) return
    this.#over = true
    this.#reader.unsubscribe(roomTopic(this.room.id))
    this.#feed.release(this.room)
  }

  #resetReason(after: number, { epoch, most }: JoinWish): ResetReason | null {
    const { head, floor } = this.room
    if (epoch !== this.room.epoch) return 'epoch'
    if (after > head) return 'ahead'
    if (after < floor - 1) return 'floor'
    return most !== undefined && head - after > most ? 'too_far' : null
  }

  #snapshot(beginning: string): string {
    // What is still gathered for the tick lies in the tail as well: the reader drops the repeat by its number.
    const json = `${beginning},"events":${eventList(newestWithinFrame(this.room.tail))}}`
    this.#goLive()
    return json
  }

  /** Sends what is missing in pages, each when the socket has taken the one before (P-8), the last step in one turn. */
  async #resume(after: number): Promise<void> {
    let cursor = after
    while (!this.#over && !this.room.covers(cursor)) {
      const page = await this.#log.after(this.room.id, cursor, this.room.head)
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
    queueMicrotask(() => {
      if (!this.#over) onLive?.()
    })
  }
}

/** The newest events, oldest first: at most a first visit's number, and at most a frame's bytes. */
function newestWithinFrame(tail: readonly Logged[]): Logged[] {
  const newest = tail.slice(-limits.snapshotEvents)
  let bytes = 0
  const cut = newest.findLastIndex((event, at) => {
    bytes += byteLength(event.json)
    return at < newest.length - 1 && bytes > limits.frameBytes
  })
  return newest.slice(cut + 1)
}

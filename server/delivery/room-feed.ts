import { limits } from '#protocol/limits.ts'
import type { Clock } from '#server/kit/clock.ts'
import type { EventLog, Logged, News } from './event-log.ts'
import { eventFrames } from './frames.ts'
import { Pace, tickWidth } from './pace.ts'

/** Everybody in a room hears this topic; its readers may all see all of it (HOUSE-10). */
export const roomTopic = (roomId: string): string => `room:${roomId}`

/** Hears a room's events in order, each once, in this process: the classic gateway is one. */
export type Listener = (events: readonly Logged[]) => void

/** Newest events kept as encoded, so that a storm of short gaps never asks the database (docs/house.md, tail). */
const TAIL_EVENTS = 64
/** A tail grows by so many before it is cut back. Kept small: what is kept is what the collector walks through. */
const TAIL_SLACK = 16
/** … and at most this many characters of them: rooms of long messages keep fewer. */
const TAIL_CHARS = 512 * 1024
/** A room that nobody reads is forgotten after this long: a reload finds its tail. */
const FORGET_MS = 30_000

/** A room that somebody here reads, or read a moment ago. */
export class LiveRoom {
  readonly id: string
  readonly epoch: string
  readonly floor: number
  /** Number of the newest event that this node has heard; all below it were heard before. */
  head: number
  tail: Logged[]
  tailChars: number
  members = 0
  idleSinceMs = 0
  catchingUp = false
  /** Rung while catching up: what was read may be old already. */
  rung = false
  readonly pace: Pace<Logged>
  readonly listeners = new Set<Listener>()

  constructor(
    id: string,
    at: { epoch: string; floor: number; head: number },
    tail: Logged[],
    pace: (room: LiveRoom) => Pace<Logged>,
  ) {
    this.id = id
    this.epoch = at.epoch
    this.floor = at.floor
    this.head = at.head
    this.tail = tail
    this.tailChars = charsOf(tail)
    this.pace = pace(this)
  }

  /** True when every event above `cursor` lies in the tail. */
  covers(cursor: number): boolean {
    return cursor >= this.head || (this.tail[0]?.seq ?? Infinity) <= cursor + 1
  }

  tailAfter(cursor: number): Logged[] {
    return this.tail.filter((event) => event.seq > cursor)
  }
}

export type FeedNeeds = {
  log: EventLog
  clock: Clock
  publish(topic: string, frame: string): void
}

/** The one way in for room events (HOUSE-7): own commits, and what other nodes wrote, move a room's head by exactly one. */
export class RoomFeed {
  readonly #needs: FeedNeeds
  readonly #rooms = new Map<string, LiveRoom>()
  readonly #opening = new Map<string, Promise<LiveRoom>>()

  constructor(needs: FeedNeeds) {
    this.#needs = needs
  }

  /** What a commit told, handed over in one turn: each room's news leave together. */
  hearAll(news: readonly News[]): void {
    for (const [roomId, pieces] of Map.groupBy(news, (piece) => piece.roomId)) {
      this.hear(
        roomId,
        pieces.map((piece) => piece.event),
      )
    }
  }

  hear(roomId: string, events: readonly Logged[]): void {
    const room = this.#rooms.get(roomId)
    if (!room) return
    const next = events.filter((event) => event.seq > room.head)
    if (next.length === 0) return
    if (room.catchingUp || next[0]?.seq !== room.head + 1) this.#ring(room)
    else this.#take(room, next)
  }

  /** The live room of an id, read from the log when nobody read it before. Refuses with `not_found`. */
  async open(roomId: string): Promise<LiveRoom> {
    const room = this.#rooms.get(roomId)
    if (room) return room
    let opening = this.#opening.get(roomId)
    if (!opening) {
      opening = this.#load(roomId).finally(() => this.#opening.delete(roomId))
      this.#opening.set(roomId, opening)
    }
    return opening
  }

  /** The live room, if somebody reads it: for heads and counts. */
  find(roomId: string): LiveRoom | undefined {
    return this.#rooms.get(roomId)
  }

  /** One more reader; the room stays for as long as there is one. */
  hold(room: LiveRoom): void {
    room.members++
  }

  release(room: LiveRoom): void {
    room.members--
    if (room.members === 0) room.idleSinceMs = this.#needs.clock.steadyMs()
  }

  /** Forgets rooms that nobody has read for a while; call it now and then. */
  sweep(): void {
    const now = this.#needs.clock.steadyMs()
    for (const room of this.#rooms.values()) {
      if (room.members > 0 || room.listeners.size > 0 || now - room.idleSinceMs < FORGET_MS) continue
      room.pace.stop()
      this.#rooms.delete(room.id)
    }
  }

  /** Lets everything leave at once: the server is about to stop. */
  flush(): void {
    for (const room of this.#rooms.values()) room.pace.flush()
  }

  async #load(roomId: string): Promise<LiveRoom> {
    const at = await this.#needs.log.head(roomId)
    const tail = await this.#needs.log.before(roomId, at.head + 1, limits.snapshotEvents)
    const room = new LiveRoom(roomId, at, tail, (live) => this.#pace(live))
    room.idleSinceMs = this.#needs.clock.steadyMs()
    this.#rooms.set(roomId, room)
    // What was committed while the log was read is behind this head: look once more, now that news find the room.
    this.#ring(room)
    return room
  }

  #pace(room: LiveRoom): Pace<Logged> {
    const width = () => tickWidth(room.members)
    return new Pace<Logged>(this.#needs.clock, width, (events) => {
      for (const frame of eventFrames(room.id, events)) this.#needs.publish(roomTopic(room.id), frame)
      for (const listener of room.listeners) listener(events)
    })
  }

  #take(room: LiveRoom, events: readonly Logged[]): void {
    room.head = events.at(-1)?.seq ?? room.head
    for (const event of events) {
      room.tail.push(event)
      room.tailChars += event.json.length
    }
    if (room.tail.length > TAIL_EVENTS + TAIL_SLACK || room.tailChars > TAIL_CHARS) trimTail(room)
    room.pace.add(events)
  }

  /** The log has news that did not come through here in order: read them. */
  #ring(room: LiveRoom): void {
    room.rung = true
    if (room.catchingUp) return
    room.catchingUp = true
    void this.#catchUp(room).finally(() => {
      room.catchingUp = false
    })
  }

  async #catchUp(room: LiveRoom): Promise<void> {
    while (room.rung) {
      room.rung = false
      const { head } = await this.#needs.log.head(room.id)
      while (room.head < head) {
        const events = await this.#needs.log.after(room.id, room.head, head)
        this.#take(room, events)
      }
      // Set here, in the turn of the last look: a ring from now on starts anew.
      if (!room.rung) room.catchingUp = false
    }
  }
}

const charsOf = (events: readonly Logged[]): number => events.reduce((sum, event) => sum + event.json.length, 0)

/** Cuts a tail that has grown to its bound well below it, so that trimming is rare; the newest event stays. */
function trimTail(room: LiveRoom): void {
  room.tail = room.tail.slice(-TAIL_EVENTS)
  room.tailChars = charsOf(room.tail)
  while (room.tailChars > TAIL_CHARS / 2 && room.tail.length > 1) room.tailChars -= room.tail.shift()?.json.length ?? 0
}

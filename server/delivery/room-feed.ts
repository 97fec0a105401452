import { limits } from '#protocol/limits.ts'
import type { Clock } from '#server/kit/clock.ts'
import { FewATurn } from '#server/kit/few-a-turn.ts'
import type { EventLog, Logged, News } from './event-log.ts'
import { eventFrames } from './frames.ts'
import type { LineLog, LinePage } from './line-log.ts'
import { LiveRoom } from './live-room.ts'
import { Pace, TICK_MS, tickWidth } from './pace.ts'

/** Everybody in a room hears this topic; its readers may all see all of it (HOUSE-10). */
export const roomTopic = (roomId: string): string => `room:${roomId}`

/** A room that nobody reads is forgotten after this long: a reload finds its tail. */
const FORGET_MS = 30_000
/** Of 64 KiB, some 0.3 ms each: all who resumed at once read one in each turn (HOUSE-13). */
const PAGES_A_TURN = 8

export type FeedNeeds = {
  log: EventLog
  lines: LineLog
  clock: Clock
  writeMs: number
  publish(topic: string, frame: string): void
}

/** The one way in for room events (HOUSE-7): own commits, and what other nodes wrote, move a room's head by exactly one. */
export class RoomFeed {
  /** Pages of all who resume: a crowd that missed much reads between what everybody else does (decision 0058). */
  readonly pages = new FewATurn(PAGES_A_TURN)
  readonly #needs: FeedNeeds
  readonly #rooms = new Map<string, LiveRoom>()
  readonly #opening = new Map<string, Promise<LiveRoom>>()

  constructor(needs: FeedNeeds) {
    this.#needs = needs
  }

  /** What a commit told, by room, handed over in one turn: each room's news leave together. */
  hearAll(news: ReadonlyMap<string, readonly News[]>): void {
    for (const [roomId, pieces] of news) {
      const room = this.#rooms.get(roomId)
      if (!room) continue
      if (pieces.some(isStub)) this.#hearErasure(room, pieces)
      else this.#hear(room, pieces.map(eventOf))
    }
  }

  /** The stubs of a commit may belong to events of the same commit. */
  #hearErasure(room: LiveRoom, pieces: readonly News[]): void {
    const stubs = new Map(pieces.filter(isStub).map(({ event }) => [event.seq, event]))
    room.erase(stubs)
    const events = pieces.filter(({ stub }) => !stub).map(({ event }) => stubs.get(event.seq) ?? event)
    this.#hear(room, events)
  }

  #hear(room: LiveRoom, events: readonly Logged[]): void {
    // In the order of their numbers: where the first follows, all do.
    const follows = events[0]?.seq === room.head + 1
    const next = follows ? events : events.filter((event) => event.seq > room.head)
    if (next.length === 0) return
    if (room.catchingUp || next[0]?.seq !== room.head + 1) this.#ring(room)
    else room.take(next)
  }

  /** The live room of an id, read from the log when nobody read it before. Refuses with `not_found`. */
  async open(roomId: string): Promise<LiveRoom> {
    const room = this.#rooms.get(roomId)
    if (room) {
      // Whoever asks is about to hold it: it is not forgotten before.
      room.idleSinceMs = this.#needs.clock.steadyMs()
      return room
    }
    let opening = this.#opening.get(roomId)
    if (!opening) {
      opening = this.#load(roomId).finally(() => this.#opening.delete(roomId))
      this.#opening.set(roomId, opening)
    }
    return opening
  }

  /** The newest lines of a room, as of a number from which on its events lie in the tail; the same for all who ask now. */
  async page(room: LiveRoom): Promise<LinePage> {
    if (room.page && room.isFresh(room.page)) return room.page
    room.readingPage ??= this.#readPage(room).finally(() => {
      room.readingPage = null
    })
    return room.readingPage
  }

  /** The live room, if somebody reads it: for heads and counts. */
  find(roomId: string): LiveRoom | undefined {
    return this.#rooms.get(roomId)
  }

  /**
   * When the next frame of a large room leaves that can hold what is durable in `durableInMs`; 0: at once. In a room of the
   * narrowest tick a frame costs so little that no answer is worth waiting for it.
   */
  leavesInMs(roomId: string, durableInMs: number): number {
    const room = this.#rooms.get(roomId)
    if (!room || this.#width(room) <= TICK_MS) return 0
    return room.pace.leavesInMs(durableInMs)
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

  async #readPage(room: LiveRoom): Promise<LinePage> {
    while (true) {
      const { erasures } = room
      const page = await this.#needs.lines.before(room.id, Number.MAX_SAFE_INTEGER, limits.snapshotEvents)
      if (erasures !== room.erasures) continue
      room.page = page
      return page
    }
  }

  #width({ members }: LiveRoom): number {
    return tickWidth(members, this.#needs.writeMs)
  }

  #pace(room: LiveRoom): Pace<Logged> {
    const width = () => this.#width(room)
    return new Pace<Logged>(this.#needs.clock, width, (events) => {
      for (const frame of eventFrames(room.id, events)) this.#needs.publish(roomTopic(room.id), frame)
      for (const listener of room.listeners) listener(events)
    })
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
        // A number that nothing has (C-1) must not hold the loop for ever.
        if (events.length === 0) break
        room.take(events)
      }
      // Set here, in the turn of the last look: a ring from now on starts anew.
      if (!room.rung) room.catchingUp = false
    }
  }
}

const isStub = ({ stub }: News): boolean => stub === true
const eventOf = ({ event }: News): Logged => event

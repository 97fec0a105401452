import type { CommandInput } from '#protocol/index.ts'
import { limits } from '#protocol/limits.ts'
import type { Caller, Connection, Handlers } from '#server/accounts/caller.ts'
import { placeIn } from '#server/accounts/places.ts'
import { Pace } from '#server/delivery/pace.ts'
import { roomTopic } from '#server/delivery/room-feed.ts'
import type { Clock } from '#server/kit/clock.ts'
import { Limiter } from '#server/kit/limiter.ts'
import { RoomTypists } from './room-typists.ts'

/** Who began and who ended within a beat leave as one frame. */
const BEAT_MS = 500
/** Two at once: a beat of the client that came a little early is no abuse, nor is a second room. */
const BURST = 2
/** A write for each who reads: those who only look, and second tabs, cost as much as people. */
const MOST_READERS = 2 * limits.typingPeople

export type TypingNeeds = {
  clock: Clock
  publish(topic: string, frame: string): void
  /** How many people are in a room. */
  people(roomId: string): number
  perMinute: number
}

type Room = { typists: RoomTypists; pace: Pace<null> }

/**
 * Who is writing where. Ephemeral: no number, never stored, nothing hangs on it (HOUSE-8). Messages know nothing of it:
 * clients themselves end the writing of somebody whose message comes. Rooms are there only while somebody writes in them,
 * so they are bounded by the people who may say so (HOUSE-12).
 */
export class Typing {
  readonly #needs: TypingNeeds
  readonly #budget: Limiter
  readonly #rooms = new Map<string, Room>()
  readonly handlers: Handlers<'typing.set'> = {
    'typing.set': { right: 'post', handle: (caller, input) => this.#set(caller, input) },
  }

  constructor(needs: TypingNeeds) {
    this.#needs = needs
    this.#budget = new Limiter({ burst: BURST, perSecond: needs.perMinute / 60 }, needs.clock.steadyMs)
  }

  /** Somebody reads a room from now on: it is told who is writing there. */
  arrived(connection: Connection, roomId: string): void {
    const typists = this.#rooms.get(roomId)?.typists
    if (typists && typists.count > 0) connection.send(typists.frame(roomId))
  }

  /** Who is not there does not write there. */
  left(personId: string, roomId: string): void {
    this.#end(personId, roomId)
  }

  /** Ends what was not said again in time; call it once a second. */
  sweep(): void {
    const now = this.#needs.clock.steadyMs()
    for (const [roomId, room] of this.#rooms) {
      if (room.typists.endOverdue(now)) room.pace.add([null])
      if (room.typists.count === 0) this.#forget(roomId, room)
    }
  }

  /** Drops budgets that are full again; call it now and then. */
  sweepBudgets(): void {
    this.#budget.sweep()
  }

  /** Bounds of the map, for tests. */
  get rooms(): number {
    return this.#rooms.size
  }

  #set({ principal, connection }: Caller, { room: roomId, on }: CommandInput<'typing.set'>): Record<string, never> {
    if (!on) this.#end(principal.id, roomId)
    else {
      this.#budget.require(principal.id)
      if (this.#isSmall(connection, roomId)) {
        const room = this.#room(roomId)
        if (room.typists.begin(principal, this.#needs.clock.steadyMs())) room.pace.add([null])
      }
    }
    return {}
  }

  #end(id: string, roomId: string): void {
    const room = this.#rooms.get(roomId)
    if (room?.typists.end(id)) room.pace.add([null])
  }

  #isSmall(connection: Connection, roomId: string): boolean {
    const readers = placeIn(connection, roomId)?.room.members ?? 0
    return readers <= MOST_READERS && this.#needs.people(roomId) <= limits.typingPeople
  }

  #room(roomId: string): Room {
    const known = this.#rooms.get(roomId)
    if (known) return known
    const typists = new RoomTypists()
    const pace = new Pace<null>(
      this.#needs.clock,
      () => BEAT_MS,
      () => this.#tell(roomId, typists),
    )
    const room = { typists, pace }
    this.#rooms.set(roomId, room)
    return room
  }

  #tell(roomId: string, typists: RoomTypists): void {
    const frame = typists.takeNews(roomId)
    if (frame) this.#needs.publish(roomTopic(roomId), frame)
  }

  #forget(roomId: string, room: Room): void {
    room.pace.flush()
    this.#rooms.delete(roomId)
  }
}

import { limits } from '#protocol/limits.ts'
import type { Caller, Connection, Leaving } from '#server/accounts/caller.ts'
import type { Principal } from '#server/accounts/principals.ts'
import { Pace } from '#server/delivery/pace.ts'
import { roomTopic } from '#server/delivery/room-feed.ts'
import type { Clock } from '#server/kit/clock.ts'
import { type Present, RoomPeople } from './room-people.ts'
import { Typing } from './typing.ts'

/** A closed page leaves after this; a reload shows nothing. */
export const GRACE_MS = 10_000
/** Comings and goings of one beat leave as one frame; in rooms too large for a list only their count, once a second. */
const BEAT_MS = 200
const LARGE_BEAT_MS = 1_000

/** What the classic gateway hears: one person came or went, in order. */
export type PresenceChange =
  | { kind: 'came'; roomId: string; principal: Principal }
  | { kind: 'went'; roomId: string; principal: Principal }

export type PresenceNeeds = {
  clock: Clock
  publish(topic: string, frame: string): void
  quota: { typingPerMinute: number }
}

type Room = { people: RoomPeople; pace: Pace<null> }

const peopleFrame = (encoded: string): string => `[0,"people",${encoded}]`

/** Who is where, and who is writing. Ephemeral: no number, never stored (HOUSE-8). */
export class Presence {
  readonly #needs: PresenceNeeds
  readonly #typing: Typing
  readonly #rooms = new Map<string, Room>()
  readonly #watchers = new Set<(change: PresenceChange) => void>()

  constructor(needs: PresenceNeeds) {
    this.#needs = needs
    const { clock, publish, quota } = needs
    const people = (roomId: string) => this.count(roomId)
    this.#typing = new Typing({ clock, publish, people, perMinute: quota.typingPerMinute })
  }

  get handlers(): Typing['handlers'] {
    return this.#typing.handlers
  }

  /**
   * A connection reads a room from now on: it is told who is there and who is writing, and is there itself when it has a name.
   * `known`: the version of the list that it has.
   */
  arrived({ principal, connection }: Caller, roomId: string, known?: string): void {
    this.enter(principal, roomId)
    connection.send(peopleFrame(this.#room(roomId).people.state(roomId, known)))
    this.#typing.arrived(connection, roomId)
  }

  /** Somebody reads a room, and is there when it has a name. Nothing is sent to whoever came. */
  enter(principal: Principal, roomId: string): void {
    const room = this.#room(roomId)
    if (principal.entered) this.#arrive(room, principal, roomId)
  }

  left(principal: Principal, connection: Connection, roomId: string, how: Leaving): void {
    const room = this.#rooms.get(roomId)
    if (!room || principal.joined(roomId)) return
    if (how === 'at-once' || connection.leavesAtOnce) this.#leave(room, principal, roomId)
    else room.people.leaveAt(principal.id, this.#needs.clock.steadyMs() + GRACE_MS)
  }

  /** Somebody may not be there any more: not even for the grace of a page that closed a moment ago (P-27). */
  putOut(personId: string, roomId: string): void {
    const room = this.#rooms.get(roomId)
    const present = room?.people.find(personId)
    if (room && present) this.#leave(room, present.principal, roomId)
  }

  /** A name or a bowl changed, or somebody who looked has entered. */
  profileChanged(principal: Principal): void {
    const roomIds = new Set(principal.connections.flatMap(({ joined }) => joined.map(({ room }) => room.id)))
    // Also where its page closed a moment ago: it is on that list until its grace is over.
    for (const [roomId, { people }] of this.#rooms) if (people.has(principal.id)) roomIds.add(roomId)
    for (const roomId of roomIds) {
      const room = this.#room(roomId)
      if (room.people.has(principal.id)) room.people.changed(principal)
      else this.#arrive(room, principal, roomId)
      room.pace.add([null])
    }
  }

  /** Everybody in a room, in the order of coming. */
  present(roomId: string): Iterable<Present> {
    return this.#rooms.get(roomId)?.people.present() ?? []
  }

  /** How many they are. */
  count(roomId: string): number {
    return this.#rooms.get(roomId)?.people.count ?? 0
  }

  /** Hears each coming and going at once; returns its stop. */
  watch(watcher: (change: PresenceChange) => void): () => void {
    this.#watchers.add(watcher)
    return () => this.#watchers.delete(watcher)
  }

  /** Drops budgets that are full again; call it now and then. */
  sweepBudgets(): void {
    this.#typing.sweepBudgets()
  }

  /** Lets go whose grace is over, and who stopped writing; call it once a second. */
  sweep(): void {
    this.#typing.sweep()
    const now = this.#needs.clock.steadyMs()
    for (const [roomId, room] of this.#rooms) {
      for (const principal of room.people.overdue(now)) this.#leave(room, principal, roomId)
      if (room.people.count === 0) this.#forget(roomId, room)
    }
  }

  #room(roomId: string): Room {
    const known = this.#rooms.get(roomId)
    if (known) return known
    const people = new RoomPeople()
    const width = () => (people.count > limits.listedPeople ? LARGE_BEAT_MS : BEAT_MS)
    const pace = new Pace<null>(this.#needs.clock, width, () => this.#tell(roomId, people))
    const room = { people, pace }
    this.#rooms.set(roomId, room)
    return room
  }

  #tell(roomId: string, people: RoomPeople): void {
    const news = people.takeNews(roomId)
    if (news) this.#needs.publish(roomTopic(roomId), peopleFrame(news))
  }

  #arrive(room: Room, principal: Principal, roomId: string): void {
    if (!room.people.arrive(principal, this.#needs.clock.nowMs())) return
    room.pace.add([null])
    for (const watcher of this.#watchers) watcher({ kind: 'came', roomId, principal })
  }

  #leave(room: Room, principal: Principal, roomId: string): void {
    if (!room.people.leave(principal.id)) return
    this.#typing.left(principal.id, roomId)
    room.pace.add([null])
    for (const watcher of this.#watchers) watcher({ kind: 'went', roomId, principal })
  }

  #forget(roomId: string, room: Room): void {
    room.pace.flush()
    this.#rooms.delete(roomId)
  }
}

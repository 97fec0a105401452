import type { Notice } from '#protocol/room-events.ts'
import { foldRole, foldRoom } from '#protocol/room-fold.ts'
import type { Role, RoomInfo } from '#protocol/room-info.ts'
import type { Membership, Standing } from '#server/accounts/caller.ts'
import { placeIn } from '#server/accounts/places.ts'
import type { Principals } from '#server/accounts/principals.ts'
import type { Unsettled } from '#server/delivery/unsettled.ts'
import { Refusal } from '#server/kit/refusal.ts'

type Subscribed = Pick<Membership, 'room' | 'end'>

/** A room that somebody here is in, or about to enter: what it is, and what those are who are more than visitors. */
class HeldRoom {
  readonly id: string
  readonly rooms: HeldRooms
  #info: RoomInfo
  #json: string | null = null
  /** One for all who are nothing special: most are. */
  readonly visitor: Standing
  readonly special = new Map<string, Standing>()
  readonly coming = new Set<Coming>()
  holders = 0

  constructor(rooms: HeldRooms, info: RoomInfo) {
    this.rooms = rooms
    this.id = info.id
    this.#info = info
    this.visitor = { ...natureOf(info), role: null, banned: false }
  }

  get info(): RoomInfo {
    return this.#info
  }

  set info(info: RoomInfo) {
    this.#info = info
    this.#json = null
    const nature = natureOf(info)
    for (const standing of [this.visitor, ...this.special.values()]) Object.assign(standing, nature)
  }

  /** Encoded once for a crowd that comes. */
  get json(): string {
    this.#json ??= JSON.stringify(this.#info)
    return this.#json
  }

  standingOf(personId: string, { role, banned }: Pick<Standing, 'role' | 'banned'>): Standing {
    if (role === null && !banned) {
      // Nothing special any more: who comes and goes leaves nothing behind (HOUSE-12).
      this.special.delete(personId)
      return this.visitor
    }
    const known = this.special.get(personId)
    if (known) return Object.assign(known, { role, banned })
    const standing = { ...this.visitor, role, banned }
    this.special.set(personId, standing)
    return standing
  }
}

const natureOf = ({ access, kind, archived }: RoomInfo): Pick<Standing, 'access' | 'chat' | 'archived'> => ({
  access,
  chat: kind === 'chat',
  archived: archived === true,
})

/** Somebody's place in a room on one connection. */
export class Place implements Membership {
  standing: Readonly<Standing>
  readonly #held: HeldRoom
  readonly #subscribed: Subscribed

  constructor(held: HeldRoom, standing: Readonly<Standing>, subscribed: Subscribed) {
    this.#held = held
    this.standing = standing
    this.#subscribed = subscribed
  }

  get room(): Membership['room'] {
    return this.#subscribed.room
  }

  end(): void {
    this.#subscribed.end()
    this.#held.rooms.release(this.#held)
  }

  /** The room as it is, and what one is in it, as members of the object that they stand in (protocol/rooms.ts, `standing`). */
  fields(): string {
    const { role } = this.standing
    return `"room":${this.#held.json}${role === null ? '' : `,"role":"${role}"`}`
  }
}

/** Somebody on the way into a room. Its standing is kept right meanwhile; `settle` or `giveUp` follows. */
export class Coming {
  readonly personId: string
  standing: Readonly<Standing>
  readonly #held: HeldRoom

  constructor(held: HeldRoom, personId: string, standing: Readonly<Standing>) {
    this.#held = held
    this.personId = personId
    this.standing = standing
    held.holders++
    held.coming.add(this)
  }

  /** It is in: the place is to be put on its connection in this turn. */
  settle(subscribed: Subscribed): Place {
    this.#held.coming.delete(this)
    return new Place(this.#held, this.standing, subscribed)
  }

  giveUp(): void {
    if (!this.#held.coming.delete(this)) return
    this.#held.rooms.turnAway(this.personId, this.#held)
    this.#held.rooms.release(this.#held)
  }
}

export type HeldNeeds = {
  principals: Pick<Principals, 'find'>
  unsettled: Pick<Unsettled, 'whenSettled'>
  findRoom(id: string): Promise<RoomInfo | null>
  findStanding(roomId: string, personId: string): Promise<Standing | null>
}

/**
 * What rights depend on, in memory, for everybody who is in a room: so that asking costs nothing. Read when somebody comes,
 * and kept right in the turn in which each change is durable. Bounded by who is in rooms here (HOUSE-12).
 */
export class HeldRooms {
  readonly #needs: HeldNeeds
  readonly #rooms = new Map<string, HeldRoom>()
  /** Grows with every change: what was read before it is read anew. */
  #version = 0

  constructor(needs: HeldNeeds) {
    this.#needs = needs
  }

  /** Refuses with `not_found` where there is no such room. Whether this person may come in is for the caller to ask. */
  async come(personId: string, roomId: string): Promise<Coming> {
    for (;;) {
      const version = this.#version
      const [info, standing] = await this.#read(personId, roomId)
      if (version !== this.#version) continue
      if (!info || !standing) throw new Refusal('not_found')
      const held = this.#rooms.get(roomId) ?? new HeldRoom(this, info)
      this.#rooms.set(roomId, held)
      return new Coming(held, personId, held.standingOf(personId, standing))
    }
  }

  /** Bounds of the maps, for tests: rooms, and people who are something special in them. */
  get size(): number {
    return this.#rooms.size
  }

  get special(): number {
    return [...this.#rooms.values()].reduce((sum, { special }) => sum + special.size, 0)
  }

  /** Of new guests at the address of a ban there is no end (decision 0040): who was not let in is not remembered. */
  turnAway(personId: string, held: HeldRoom): void {
    if (!held.special.get(personId)?.banned) return
    const isComing = [...held.coming].some((coming) => coming.personId === personId)
    const isHere = this.#needs.principals.find(personId)?.joined(held.id) === true
    if (!isComing && !isHere) held.special.delete(personId)
  }

  release(held: HeldRoom): void {
    held.holders--
    if (held.holders === 0) this.#rooms.delete(held.id)
  }

  /** A notice is durable: from this turn on it holds. */
  hear(roomId: string, notice: Notice): void {
    this.#version++
    const held = this.#rooms.get(roomId)
    if (!held) return
    if (notice.type === 'member.changed') this.#stand(held, notice)
    held.info = foldRoom(held.info, notice)
  }

  /** Somebody is called otherwise now, or whoever was unseen is seen: the rooms that name it say so. */
  async renamed(roomIds: readonly string[]): Promise<void> {
    for (const roomId of roomIds.filter((id) => this.#rooms.has(id))) {
      const info = await this.#needs.unsettled.whenSettled(roomId, () => this.#needs.findRoom(roomId))
      const held = this.#rooms.get(roomId)
      if (info && held) held.info = info
    }
  }

  #read(personId: string, roomId: string): Promise<[RoomInfo | null, Standing | null]> {
    const known = this.#rooms.get(roomId)?.info
    return this.#needs.unsettled.whenSettled(roomId, () =>
      Promise.all([known ?? this.#needs.findRoom(roomId), this.#needs.findStanding(roomId, personId)]),
    )
  }

  #stand(held: HeldRoom, notice: Extract<Notice, { type: 'member.changed' }>): void {
    const { who, how } = notice
    const owner = held.info.owner?.id ?? ownerAmong(held.special)
    for (const id of new Set(how === 'owner' && owner !== undefined ? [who.id, owner] : [who.id])) {
      const before: Pick<Standing, 'role' | 'banned'> = held.special.get(id) ?? held.visitor
      const role: Role | null = foldRole(before.role, id, held.info, notice)
      const banned = id === who.id ? how === 'banned' || (before.banned && how !== 'pardoned') : before.banned
      this.#give(held, id, held.standingOf(id, { role, banned }))
    }
  }

  #give(held: HeldRoom, personId: string, standing: Standing): void {
    for (const coming of held.coming) if (coming.personId === personId) coming.standing = standing
    for (const connection of this.#needs.principals.find(personId)?.connections ?? []) {
      const place = placeIn(connection, held.id)
      if (place) place.standing = standing
    }
  }
}

/** One who has not entered yet owns what it opened, and is not shown. */
function ownerAmong(special: ReadonlyMap<string, Standing>): string | undefined {
  for (const [id, { role }] of special) if (role === 'owner') return id
  return undefined
}

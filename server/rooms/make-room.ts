import type { CommandInput } from '#protocol/index.ts'
import { limits } from '#protocol/limits.ts'
import { addressOf } from '#protocol/room-address.ts'
import type { RoomInfo } from '#protocol/room-info.ts'
import type { Caller } from '#server/accounts/caller.ts'
import { requireRoomName, requireTitle, requireTopic, roomNameKey } from '#server/accounts/name-rules.ts'
import type { RoomStorage, RoomTx } from '#server/delivery/event-log.ts'
import { newRoomAddress, newRoomId } from '#server/kit/ids.ts'
import { Refusal } from '#server/kit/refusal.ts'
import type { Sql } from '#server/storage/database.ts'
import { can } from './can.ts'
import type { RoomBudgets } from './index.ts'
import type { BuildRoom } from './open-room.ts'
import { absent, factsOf } from './rights.ts'
import { countBelongings, findMade, isNameFree } from './room-store.ts'
import { standingOf } from './standing.ts'

export type MakeNeeds = {
  storage: RoomStorage
  buildRoom: BuildRoom
  checkHash(sent: string): string
  /** Puts a room on the list of somebody, in the same transaction. */
  seatIn(tx: RoomTx, room: string, people: readonly string[], by: string): Promise<void>
  /** When it is durable. */
  onMade(room: string, by: string): void
}

type Input = CommandInput<'room.make'>
type Key = { cid: string; hash: string }
type Wanted = Pick<Input, 'access'> & { title: string; topic: string; accent: number | null; name: string | null }

/** Makes a room; whoever makes it owns it. Its address was chosen, comes from its title, or is one that nobody guesses. */
export function createMakeRoom({ storage, buildRoom, checkHash, seatIn, onMade }: MakeNeeds, { making }: RoomBudgets) {
  async function make(
    tx: RoomTx,
    { principal }: Caller,
    { cid, hash }: Key,
    wanted: Wanted,
  ): Promise<RoomInfo | Refusal> {
    if ((await countBelongings(tx.sql, principal.id)) >= limits.listedRooms)
      return new Refusal('too_many', { limit: limits.listedRooms })
    const name = await addressFor(tx.sql, wanted)
    if (name instanceof Refusal) return name
    const made = { id: newRoomId(), name, nameKey: roomNameKey(name), madeBy: principal.id, cid, madeHash: hash }
    const room = await buildRoom(tx, { ...wanted, ...made })
    await seatIn(tx, room.id, [principal.id], principal.id)
    tx.tell({ effect: () => onMade(room.id, principal.id) })
    return room
  }

  return async function makeRoom(caller: Caller, input: Input): Promise<{ room: RoomInfo }> {
    const { principal } = caller
    const wanted = wantedOf(input)
    const key = { cid: input.cid, hash: checkHash(`room.make:${JSON.stringify(wanted)}`) }
    making.require(principal.id)
    let isNew = false
    try {
      const outcome = await storage.write(async (tx) => {
        const made = await findMade(tx.sql, principal.id, input.cid)
        isNew = made === null
        if (!made) return make(tx, caller, key, wanted)
        const isSame = made.hash === null || made.hash === key.hash
        return isSame ? stillSeen(tx.sql, caller, made.room) : new Refusal('client_id_conflict')
      })
      if (outcome instanceof Refusal) {
        isNew = false
        throw outcome
      }
      return { room: outcome }
    } finally {
      if (!isNew) making.giveBack(principal.id)
    }
  }
}

function wantedOf({ title, access, name, topic = '', accent = null }: Input): Wanted {
  if (name !== undefined && access !== 'open') throw new Refusal('bad_field', { field: 'name' })
  return {
    title: requireTitle(title),
    topic: requireTopic(topic),
    accent,
    access,
    name: name === undefined ? null : requireRoomName(name),
  }
}

/** Made before; handed over and left since then it is one that is not there. */
async function stillSeen(sql: Sql, { principal }: Caller, room: RoomInfo): Promise<RoomInfo | Refusal> {
  const standing = (await standingOf(sql, room.id, principal.id)) ?? absent
  const refusal = can(factsOf(principal, standing, true), 'read')
  return refusal ? new Refusal(refusal) : room
}

async function addressFor(sql: Sql, { access, name, title }: Wanted): Promise<string | Refusal> {
  if (access !== 'open') return newRoomAddress()
  if (name === null) return (await freeAddress(sql, addressOf(title))) ?? newRoomAddress()
  if (await isNameFree(sql, roomNameKey(name))) return name
  const suggestion = await freeAddress(sql, name)
  return new Refusal('name_taken', suggestion === null ? {} : { suggestion })
}

/** `base`, or `base-2`, `base-3` … : the next that is free and may be; null where the base is no address. */
async function freeAddress(sql: Sql, base: string): Promise<string | null> {
  // Steps grow, so that a crowd of one title costs a few look-ups only.
  for (let number = 1; ; number = number < 10 ? number + 1 : Math.ceil(number * 1.7)) {
    const ending = number === 1 ? '' : `-${number}`
    const name = asAddress(`${[...base].slice(0, limits.roomNameChars - ending.length).join('')}${ending}`)
    if (name === null) return null
    if (await isNameFree(sql, roomNameKey(name))) return name
  }
}

function asAddress(raw: string): string | null {
  try {
    return requireRoomName(raw)
  } catch (error) {
    if (error instanceof Refusal) return null
    throw error
  }
}

import type { CommandInput } from '#protocol/index.ts'
import { limits } from '#protocol/limits.ts'
import type { RoomInfo } from '#protocol/rooms.ts'
import type { Caller, Right } from '#server/accounts/caller.ts'
import { requireRoomName, roomNameKey } from '#server/accounts/name-rules.ts'
import type { EventLog, RoomTx } from '#server/delivery/event-log.ts'
import type { Clock } from '#server/kit/clock.ts'
import { newEpoch, newRoomId } from '#server/kit/ids.ts'
import { Refusal } from '#server/kit/refusal.ts'
import type { RoomBudgets, RoomNeeds } from './index.ts'
import { saveMember } from './member-store.ts'
import { countBelongings, findRoomById, findRoomByKey, insertRoom, type NewRoom, saveFolded } from './room-store.ts'

/** As kit/ids.ts makes them. */
const GIVEN = /^~[0-9a-hjkmnp-tv-z]{12}$/
/** No room has this id. */
const NOWHERE = ''

/** A room with its log and its owner, in the transaction in which it is made. */
export function createBuildRoom({ clock, log }: { clock: Clock; log: Pick<EventLog, 'begin'> }) {
  return async function buildRoom(tx: RoomTx, room: NewRoom): Promise<RoomInfo> {
    const nowMs = clock.nowMs()
    await insertRoom(tx.sql, room, nowMs)
    await log.begin(tx, room.id, newEpoch(), nowMs)
    if (room.madeBy !== null) await saveMember(tx.sql, { room: room.id, person: room.madeBy }, 'owner', nowMs)
    const made = await findRoomById(tx.sql, room.id)
    if (!made) throw new Error('A room that was just made is not there')
    return made
  }
}

export type BuildRoom = ReturnType<typeof createBuildRoom>

export type OpenNeeds = Pick<RoomNeeds, 'storage' | 'roomTitle'> & {
  buildRoom: BuildRoom
  requireRight(caller: Caller, right: Right, roomId?: string): undefined | Promise<void>
}

/** Rooms by address: the lobby is '', others are made by whoever opens their address first. */
export function createOpenRoom({ storage, roomTitle, buildRoom, requireRight }: OpenNeeds, { making }: RoomBudgets) {
  /** The lobby is called as the place is, until somebody gives it a title of its own. */
  const withTitle = (room: RoomInfo): RoomInfo =>
    room.name === '' && room.title === '' ? { ...room, title: roomTitle } : room

  async function openRoom(caller: Caller, { name: raw }: CommandInput<'room.open'>): Promise<{ room: RoomInfo }> {
    // Addresses with a ~ are given, never chosen: there is one, and one may see it, or there is none (T-1).
    if (raw.startsWith('~')) return { room: await findGiven(caller, raw) }
    const name = raw === '' ? '' : requireRoomName(raw)
    const found = await findRoomByKey(storage.read, roomNameKey(name))
    if (found) {
      await requireRight(caller, 'read', found.id)
      return { room: withTitle(found) }
    }
    making.require(caller.principal.id)
    return { room: withTitle(await makeRoom(name, caller.principal.id)) }
  }

  async function findGiven(caller: Caller, name: string): Promise<RoomInfo> {
    const found = GIVEN.test(name) ? await findRoomByKey(storage.read, roomNameKey(name)) : null
    // Keys fold what looks alike; a given address is this one or none.
    await requireRight(caller, 'read', found?.name === name ? found.id : NOWHERE)
    if (!found) throw new Refusal('not_found')
    return found
  }

  /** The room of a checked name; made, with its log, unless somebody was quicker. */
  function makeRoom(name: string, madeBy: string | null): Promise<RoomInfo> {
    return storage.write(async (tx) => {
      const nameKey = roomNameKey(name)
      const found = await findRoomByKey(tx.sql, nameKey)
      if (found) return found
      // Whose list is full makes rooms for others.
      const owner = madeBy !== null && (await countBelongings(tx.sql, madeBy)) < limits.listedRooms ? madeBy : null
      const room = {
        id: newRoomId(),
        name,
        nameKey,
        title: name,
        topic: '',
        accent: null,
        cid: null,
        madeHash: null,
        madeBy: owner,
      }
      return buildRoom(tx, { ...room, access: name === '' ? 'open' : 'link' })
    })
  }

  /** The room where everybody arrives; it is found by the title that it has now. Call it at the start. */
  async function openLobby(): Promise<RoomInfo> {
    const lobby = withTitle(await makeRoom('', null))
    await storage.write(({ sql }) => saveFolded(sql, lobby))
    return lobby
  }

  async function findRoom(id: string): Promise<RoomInfo | null> {
    const found = await findRoomById(storage.read, id)
    return found && withTitle(found)
  }

  return { openRoom, openLobby, findRoom, withTitle }
}

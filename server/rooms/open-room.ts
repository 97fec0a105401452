import type { CommandInput } from '#protocol/index.ts'
import type { Access } from '#protocol/room-info.ts'
import type { RoomInfo } from '#protocol/rooms.ts'
import { requireRoomName, roomNameKey } from '#server/accounts/name-rules.ts'
import type { Principal } from '#server/accounts/principals.ts'
import { newEpoch, newRoomId } from '#server/kit/ids.ts'
import type { RoomBudgets, RoomNeeds } from './index.ts'
import { findRoomById, findRoomByKey, insertRoom } from './room-store.ts'

/** Rooms by address: the lobby is '', others are made by whoever opens their address first. */
export function createOpenRoom({ storage, clock, log, roomTitle }: RoomNeeds, { making }: RoomBudgets) {
  const withTitle = (room: RoomInfo): RoomInfo => (room.name === '' ? { ...room, title: roomTitle } : room)

  async function openRoom(principal: Principal, { name: raw }: CommandInput<'room.open'>): Promise<{ room: RoomInfo }> {
    const name = raw === '' ? '' : requireRoomName(raw)
    const found = await findRoomByKey(storage.read, roomNameKey(name))
    if (found) return { room: withTitle(found) }
    making.require(principal.id)
    return { room: withTitle(await makeRoom(name, principal.id)) }
  }

  /** The room of a checked name; made, with its log, unless somebody was quicker. */
  function makeRoom(name: string, madeBy: string | null): Promise<RoomInfo> {
    return storage.write(async (tx) => {
      const nameKey = roomNameKey(name)
      const found = await findRoomByKey(tx.sql, nameKey)
      if (found) return found
      const access: Access = name === '' ? 'open' : 'link'
      const room = { id: newRoomId(), name, title: name, access }
      const nowMs = clock.nowMs()
      await insertRoom(tx.sql, { ...room, nameKey, madeBy, nowMs })
      await log.begin(tx, room.id, newEpoch(), nowMs)
      return room
    })
  }

  async function findRoom(id: string): Promise<RoomInfo | null> {
    const found = await findRoomById(storage.read, id)
    return found && withTitle(found)
  }

  return { openRoom, makeRoom, findRoom }
}

import type { Role, RoomInfo } from '#protocol/room-info.ts'
import { me, ownRole, roomInfo } from '#web/store/session.ts'
import { mineOf } from './my-list.ts'

/** What one is in a room by right, as far as the page knows. */
export function roleIn(room: RoomInfo): Role | undefined {
  if (room.id === roomInfo.value?.id) return ownRole.value ?? undefined
  return mineOf(room.id)?.role
}

/** As `can` has it (server/rooms/can.ts): a chat has no owner, and the installation's owner has no say in what is private. */
export function owns(room: RoomInfo): boolean {
  if (room.kind === 'chat') return false
  return roleIn(room) === 'owner' || (me.value?.owner === true && room.access !== 'private')
}

/**
 * What leaving means. `visit`: only the list loses it; `chat`: off the list, a message brings it back; `for-good`: one sees it
 * no more; `owner`: not before somebody else owns it, or it is archived.
 */
export type Leaving = 'visit' | 'chat' | 'for-good' | 'owner'

export function leavingOf(room: RoomInfo, role: Role | undefined): Leaving {
  if (room.kind === 'chat') return (room.people?.length ?? 0) > 2 ? 'for-good' : 'chat'
  if (role === 'owner' && !room.archived) return 'owner'
  return room.access === 'private' ? 'for-good' : 'visit'
}

/** The room as it is known best: the one of the page is told of every change, one on the list nearly so. */
export function latest(room: RoomInfo): RoomInfo {
  if (roomInfo.value?.id === room.id) return roomInfo.value
  return mineOf(room.id)?.room ?? room
}

import { isNotice } from '#protocol/notices.ts'
import { foldRole, foldRoom } from '#protocol/room-fold.ts'
import type { RoomEvent, RoomInfo } from '#protocol/rooms.ts'
import type { Role } from './room.ts'

/** What is known of a room, and what one is in it; null: nothing special. As of number `asOf` of its log. */
export type Standing = { info: RoomInfo; role: Role | null; asOf: number }

/** After one more event; the same object where it changes nothing, or was known. `me`: id of who stands there. */
export function standingAfter(was: Standing, event: RoomEvent, me: string | null): Standing {
  if (event.seq <= was.asOf || !isNotice(event)) return was
  return { info: foldRoom(was.info, event), role: foldRole(was.role, me, was.info, event), asOf: event.seq }
}

import type { Person } from '#protocol/people.ts'
import type { RoomTx } from '#server/delivery/event-log.ts'
import type { Clock } from '#server/kit/clock.ts'
import type { Sql } from '#server/storage/database.ts'
import { memberChanged } from './member-command.ts'
import { saveMember } from './member-store.ts'
import { asPerson, findRoomById, type PersonRow, saveRoom } from './room-store.ts'
import type { NoticeFields } from './store-notice.ts'

export type InheritNeeds = { clock: Clock }
/** Stores a notice of the room, by who is gone. */
export type Tell = (tx: RoomTx, room: string, fields: NoticeFields) => Promise<unknown>

/**
 * What becomes of a room whose member `gone` was deleted, before that leaves. A private one that it owned goes to who has
 * been with it longest: nobody from outside could ever be put in charge of it. With nobody left it is archived.
 */
export function createInheritRoom({ clock }: InheritNeeds) {
  return async function inheritRoom(tx: RoomTx, roomId: string, gone: string, tell: Tell): Promise<void> {
    if (!(await ownsPrivate(tx.sql, roomId, gone))) return
    const heir = await findHeir(tx.sql, roomId, gone)
    if (heir) {
      await tell(tx, roomId, memberChanged(heir, 'owner'))
      await saveMember(tx.sql, { room: roomId, person: heir.id }, 'owner', clock.nowMs())
      return
    }
    const room = await findRoomById(tx.sql, roomId)
    if (!room || room.archived) return
    await tell(tx, roomId, { type: 'room.changed', archived: true })
    await saveRoom(tx.sql, { ...room, archived: true })
  }
}

async function ownsPrivate(sql: Sql, room: string, person: string): Promise<boolean> {
  const rows = await sql<{ id: string }[]>`
    select r.id from members m join rooms r on r.id = m.room_id
    where m.room_id = ${room} and m.principal_id = ${person} and m.role = 'owner'
      and r.access = 'private' and r.kind = 'room'`
  return rows.length > 0
}

/** Who is being deleted, too, is no principal any more. */
async function findHeir(sql: Sql, room: string, gone: string): Promise<Person | null> {
  const [row] = await sql<PersonRow[]>`
    select p.id, p.name, p.look, p.kind from members m join principals p on p.id = m.principal_id
    where m.room_id = ${room} and m.principal_id <> ${gone} and p.entered = 1
    order by m.since_ms, p.id limit 1`
  return row ? asPerson(row) : null
}

import { randomUUID } from 'node:crypto'
import * as v from 'valibot'
import { nameless } from '#protocol/nameless.ts'
import type { Person } from '#protocol/people.ts'
import type { EventLog, RoomStorage, RoomTx } from '#server/delivery/event-log.ts'
import type { Clock } from '#server/kit/clock.ts'
import type { Sql } from '#server/storage/database.ts'
import { createInheritRoom } from './inherit-room.ts'
import { memberChanged } from './member-command.ts'
import { deleteMember } from './member-store.ts'
import type { AnnounceNotice, NoticeFields } from './store-notice.ts'

export type ForgetNeeds = {
  storage: RoomStorage
  clock: Clock
  log: EventLog
  announceNotice: AnnounceNotice
  checkHash(sent: string): string
}

/** A write of so many is a few milliseconds (HOUSE-13). */
const PAGE = 20
const PAGE_OF_ROWS = 500

const nobody = (id: string): Person => ({ id, name: nameless, look: 0 })
const notice = v.looseObject({ by: v.looseObject({ id: v.string() }), who: v.looseObject({ id: v.string() }) })

/**
 * Takes somebody who was deleted out of the next rooms that it belonged to, and its name out of the next notices that are
 * about it. Harmless to repeat; true while there is more.
 */
export function createForgetPlaces({ storage, clock, log, announceNotice, checkHash }: ForgetNeeds) {
  const inheritRoom = createInheritRoom({ clock })

  const tellBy = (id: string) => (tx: RoomTx, room: string, fields: NoticeFields) => {
    const cid = randomUUID()
    return announceNotice(tx, { room, by: nobody(id), cid, checkHash: checkHash(`own:${cid}`), fields })
  }

  async function leaveRooms(tx: RoomTx, id: string): Promise<number> {
    const rooms = await tx.sql<{ room: string }[]>`
      select room_id as room from members where principal_id = ${id} limit ${PAGE}`
    const tell = tellBy(id)
    for (const { room } of rooms) {
      await inheritRoom(tx, room, id, tell)
      await tell(tx, room, memberChanged(nobody(id), 'left'))
      await deleteMember(tx.sql, { room, person: id })
      await tx.sql`update rooms set chat_key = null where id = ${room}`
    }
    return rooms.length
  }

  async function disownNotices(tx: RoomTx, id: string): Promise<number> {
    const notices = await tx.sql<{ room: string; seq: number; wire: string }[]>`
      select n.room_id as room, n.seq, e.wire from notice_people n
      join events e on e.room_id = n.room_id and e.seq = n.seq where n.principal_id = ${id} limit ${PAGE}`
    for (const { room, seq, wire } of notices) {
      await log.rewrite(tx, room, seq, wireAboutNobody(wire, id))
      await tx.sql`delete from notice_people where room_id = ${room} and principal_id = ${id} and seq = ${seq}`
    }
    return notices.length
  }

  async function forgetMentions({ sql }: RoomTx, id: string): Promise<number> {
    const rows = await sql<{ seq: number }[]>`
      delete from mentions where principal_id = ${id} and (room_id, seq) in (
        select room_id, seq from mentions where principal_id = ${id} limit ${PAGE_OF_ROWS}
      ) returning seq`
    return rows.length
  }

  return function forgetPlaces(id: string): Promise<boolean> {
    return storage.write(async (tx) => {
      const steps = [leaveRooms, disownNotices, forgetMentions]
      for (const step of steps) if ((await step(tx, id)) > 0) return true
      return false
    })
  }
}

function wireAboutNobody(wire: string, id: string): string {
  const event = v.parse(notice, JSON.parse(wire))
  const by = event.by.id === id ? nobody(id) : event.by
  const who = event.who.id === id ? nobody(id) : event.who
  return JSON.stringify({ ...event, by, who })
}

/** In the transaction that deletes somebody: what is little, and nobody's but its own. */
export async function forgetPlacesOf(sql: Sql, id: string): Promise<void> {
  await sql`delete from seats where principal_id = ${id}`
  await sql`delete from bans where principal_id = ${id}`
}

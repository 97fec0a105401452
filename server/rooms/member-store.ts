import * as v from 'valibot'
import type { Person } from '#protocol/people.ts'
import { type MemberChanged, memberChanged } from '#protocol/room-events.ts'
import type { Role } from '#protocol/room-info.ts'
import type { Sql } from '#server/storage/database.ts'
import { asPerson, type PersonRow } from './room-store.ts'

/** Somebody’s place in a room. */
export type At = { room: string; person: string }

/** Somebody who can be named: has entered, or is a guest of the classic gateway. `classic` cannot come back. */
export async function findPerson(sql: Sql, id: string): Promise<Person | null> {
  const [row] = await sql<PersonRow[]>`select id, name, look, kind from principals where id = ${id} and entered = 1`
  return row ? asPerson(row) : null
}

export async function saveMember(sql: Sql, { room, person }: At, role: Role, nowMs: number): Promise<void> {
  await sql`
    insert into members (room_id, principal_id, role, since_ms) values (${room}, ${person}, ${role}, ${nowMs})
    on conflict (room_id, principal_id) do update set role = excluded.role`
}

export async function deleteMember(sql: Sql, { room, person }: At): Promise<void> {
  await sql`delete from members where room_id = ${room} and principal_id = ${person}`
}

/** Whether somebody has the room on its list. */
export async function isListed(sql: Sql, { room, person }: At): Promise<boolean> {
  const rows = await sql<{ room_id: string }[]>`
    select room_id from seats where principal_id = ${person} and room_id = ${room}`
  return rows.length > 0
}

export async function countMembers(sql: Sql, room: string): Promise<number> {
  const [row] = await sql<{ count: number }[]>`
    select cast(count(*) as integer) as count from members where room_id = ${room}`
  return row?.count ?? 0
}

export type NoticeAbout = { seq: number; at: number; how: MemberChanged['how'] }

const told = v.looseObject({ how: memberChanged.entries.how })

/** The newest notice about somebody. */
export async function findNoticeAbout(sql: Sql, { room, person }: At): Promise<NoticeAbout | null> {
  const [row] = await sql<{ seq: number; at_ms: number; wire: string }[]>`
    select e.seq, e.at_ms, e.wire from notice_people n join events e on e.room_id = n.room_id and e.seq = n.seq
    where n.room_id = ${room} and n.principal_id = ${person} order by n.seq desc limit 1`
  return row ? { seq: row.seq, at: row.at_ms, how: v.parse(told, JSON.parse(row.wire)).how } : null
}

export async function noteNotice(sql: Sql, { room, person }: At, seq: number): Promise<void> {
  await sql`insert into notice_people (room_id, principal_id, seq) values (${room}, ${person}, ${seq})`
}

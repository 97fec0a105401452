import type { Person } from '#protocol/people.ts'
import type { RoomInfo } from '#protocol/room-info.ts'
import type { Sql } from '#server/storage/database.ts'

type PersonRow = { id: string; name: string; look: number }

/** Somebody who can be in a private chat: has entered, and can come back. A guest of the classic gateway cannot. */
export async function findPartner(sql: Sql, id: string): Promise<Person | null> {
  const [row] = await sql<PersonRow[]>`
    select id, name, look from principals where id = ${id} and entered = 1 and kind <> 'classic'`
  return row ?? null
}

/** Id and address of the chat of this key. */
export async function findChat(sql: Sql, key: string): Promise<Pick<RoomInfo, 'id' | 'name'> | null> {
  const [row] = await sql<Pick<RoomInfo, 'id' | 'name'>[]>`select id, name from rooms where chat_key = ${key}`
  return row ?? null
}

/** Private rooms and chats on somebody's list, without those into which others have put it. */
export async function countPrivate(sql: Sql, id: string): Promise<number> {
  const [row] = await sql<{ count: number }[]>`
    select cast(count(*) as integer) as count from seats s join rooms r on r.id = s.room_id
    where s.principal_id = ${id} and s.waiting = 0 and r.access = 'private'`
  return row?.count ?? 0
}

/** The one other of a chat of two; null in a larger one. */
export async function findOnlyOther(sql: Sql, roomId: string, me: string): Promise<string | null> {
  const others = await sql<{ id: string }[]>`
    select principal_id as id from members where room_id = ${roomId} and principal_id <> ${me} limit 2`
  return others.length === 1 ? (others[0]?.id ?? null) : null
}

/** People of a chat who have it on no list, and do not ignore this one of them. */
export async function findAbsentees(sql: Sql, roomId: string, author: string): Promise<string[]> {
  const rows = await sql<{ id: string }[]>`
    select m.principal_id as id from members m
    where m.room_id = ${roomId} and m.principal_id <> ${author}
      and not exists (select 1 from seats s where s.principal_id = m.principal_id and s.room_id = m.room_id)
      and not exists (select 1 from person_marks p
        where p.principal_id = m.principal_id and p.other_id = ${author} and p.ignored = 1)`
  return rows.map(({ id }) => id)
}

type NewChat = { id: string; name: string; nameKey: string; key: string; madeBy: string; people: readonly string[] }

export async function insertChat(sql: Sql, chat: NewChat, nowMs: number): Promise<void> {
  const { id, name, nameKey, key, madeBy, people } = chat
  await sql`
    insert into rooms (id, name, name_key, title, access, kind, chat_key, made_by, created_ms)
    values (${id}, ${name}, ${nameKey}, '', 'private', 'chat', ${key}, ${madeBy}, ${nowMs})`
  for (const person of people)
    await sql`
      insert into members (room_id, principal_id, role, since_ms) values (${id}, ${person}, 'member', ${nowMs})`
}

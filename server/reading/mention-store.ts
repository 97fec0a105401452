import { limits } from '#protocol/limits.ts'
import type { Sql } from '#server/storage/database.ts'

/** Whose rows are for everybody in the room (@all). */
export const EVERYBODY = ''

export type NewMention = { room: string; seq: number; author: string }

/**
 * Keeps that a message is for somebody, until it is read: for who has the room on the list and does not ignore its author.
 * At most `countedMentions` of a person and room; the first of them are kept, for that is where one goes. True: it is kept.
 */
export async function noteMention(sql: Sql, { room, seq, author }: NewMention, principal: string): Promise<boolean> {
  const kept = await sql<{ seq: number }[]>`
    insert into mentions (principal_id, room_id, seq)
    select s.principal_id, s.room_id, ${seq} from seats s
    where s.principal_id = ${principal} and s.room_id = ${room}
      and not exists (select 1 from person_marks p
        where p.principal_id = s.principal_id and p.other_id = ${author} and p.ignored = 1)
      and (select count(*) from mentions m
        where m.principal_id = s.principal_id and m.room_id = s.room_id) < ${limits.countedMentions}
    on conflict (principal_id, room_id, seq) do nothing returning seq`
  return kept.length > 0
}

/** Each is looked at by everybody who asks for a list, or reads: two hundred rooms of a hundred were 20 ms for one list (HOUSE-13). */
const MOST_FOR_ALL = 20

/** The same for everybody in the room: one row, whoever reads it counts it (my-room-store.ts). The newest ones are kept. */
export async function noteForAll(sql: Sql, { room, seq }: NewMention): Promise<void> {
  await sql`
    insert into mentions (principal_id, room_id, seq) values (${EVERYBODY}, ${room}, ${seq})
    on conflict (principal_id, room_id, seq) do nothing`
  await sql`
    delete from mentions where principal_id = ${EVERYBODY} and room_id = ${room} and seq not in (
      select seq from mentions where principal_id = ${EVERYBODY} and room_id = ${room}
      order by seq desc limit ${MOST_FOR_ALL})`
}

/** Forgets whom an erased message was for. Gives those it was for; '' stands for everybody. */
export async function forgetMentions(sql: Sql, room: string, seq: number): Promise<string[]> {
  const rows = await sql<{ principal_id: string }[]>`
    delete from mentions where room_id = ${room} and seq = ${seq} returning principal_id`
  return rows.map(({ principal_id }) => principal_id)
}

/** Somebody has read so far. */
export async function readMentions(sql: Sql, principal: string, room: string, upTo: number): Promise<void> {
  await sql`delete from mentions where principal_id = ${principal} and room_id = ${room} and seq <= ${upTo}`
}

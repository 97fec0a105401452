import type { Sql } from '#server/storage/database.ts'

/** Bytes of somebody's files and of what is on its way; a forwarded file counts for who sent it first. */
export async function bytesOfPerson(sql: Sql, person: string): Promise<number> {
  const [row] = await sql<{ bytes: number }[]>`
    select (select coalesce(sum(bytes), 0) from files where owner_id = ${person})
      + (select coalesce(sum(bytes), 0) from uploads where owner_id = ${person} and file_id is null) as bytes`
  return row?.bytes ?? 0
}

export async function bytesOfRoom(sql: Sql, room: string): Promise<number> {
  const [row] = await sql<{ bytes: number }[]>`
    select (select coalesce(sum(bytes), 0) from files where room_id = ${room})
      + (select coalesce(sum(bytes), 0) from uploads where room_id = ${room} and file_id is null) as bytes`
  return row?.bytes ?? 0
}

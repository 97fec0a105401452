import type { Sql } from '#server/storage/database.ts'

// Forwarded files have no bytes of their own, and there may be any number of them: they are passed over by the index, not added up.

/** Bytes of somebody's files and of what is on its way; a forwarded file counts for who sent it first, as long as it is there. */
export async function bytesOfPerson(sql: Sql, person: string): Promise<number> {
  const [row] = await sql<{ bytes: number }[]>`
    select (select coalesce(sum(bytes), 0) from files where owner_id = ${person} and bytes > 0)
      + (select coalesce(sum(bytes), 0) from uploads where owner_id = ${person} and file_id is null) as bytes`
  return row?.bytes ?? 0
}

export async function bytesOfRoom(sql: Sql, room: string): Promise<number> {
  const [row] = await sql<{ bytes: number }[]>`
    select coalesce(sum(bytes), 0) as bytes from files where room_id = ${room} and bytes > 0`
  return row?.bytes ?? 0
}

export type PersonBytes = { id: string; name: string; bytes: number }
export type RoomBytes = { id: string; title: string; bytes: number }

/** Whose files take the most, of those who have a name here. */
export async function largestPeople(sql: Sql, limit: number): Promise<PersonBytes[]> {
  return sql<PersonBytes[]>`
    select p.id, p.name, f.bytes from (
      select owner_id, sum(bytes) as bytes from files group by owner_id
    ) f join principals p on p.id = f.owner_id
    where p.entered = 1 and f.bytes > 0 order by f.bytes desc, p.id limit ${limit}`
}

/** Where files take the most. Of private rooms nobody is told, not even that they are there. */
export async function largestRooms(sql: Sql, limit: number): Promise<RoomBytes[]> {
  return sql<RoomBytes[]>`
    select r.id, r.title, f.bytes from (
      select room_id, sum(bytes) as bytes from files group by room_id
    ) f join rooms r on r.id = f.room_id
    where r.access <> 'private' and f.bytes > 0 order by f.bytes desc, r.id limit ${limit}`
}

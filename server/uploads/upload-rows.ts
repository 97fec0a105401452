import type { UploadWish } from '#protocol/files.ts'
import type { Sql } from '#server/storage/database.ts'

/** A file that is on its way, or has come: then `file_id` is set. */
export type UploadRow = {
  id: string
  owner_id: string
  room_id: string | null
  name: string
  bytes: number
  voice: string | null
  file_id: string | null
}
export type Voice = NonNullable<UploadWish['voice']>

type NewUpload = {
  id: string
  owner: string
  room: string | null
  name: string
  bytes: number
  voice: Voice | undefined
  atMs: number
}

export async function insertUpload(sql: Sql, { id, owner, room, name, bytes, voice, atMs }: NewUpload): Promise<void> {
  await sql`
    insert into uploads (id, owner_id, room_id, name, bytes, voice, made_ms)
    values (${id}, ${owner}, ${room}, ${name}, ${bytes}, ${voice ? JSON.stringify(voice) : null}, ${atMs})`
}

export async function findUpload(sql: Sql, id: string, owner: string): Promise<UploadRow | null> {
  const [row] = await sql<UploadRow[]>`
    select id, owner_id, room_id, name, bytes, voice, file_id from uploads where id = ${id} and owner_id = ${owner}`
  return row ?? null
}

export async function hasUpload(sql: Sql, id: string): Promise<boolean> {
  const rows = await sql<{ id: string }[]>`select id from uploads where id = ${id}`
  return rows.length > 0
}

/** False: it was given up meanwhile. */
export async function finishUpload(sql: Sql, id: string, file: string): Promise<boolean> {
  const rows = await sql<{ id: string }[]>`update uploads set file_id = ${file} where id = ${id} returning id`
  return rows.length > 0
}

/** What was taken out; null: it was given up meanwhile. */
export async function deleteUpload(sql: Sql, id: string): Promise<Pick<UploadRow, 'file_id'> | null> {
  const [row] = await sql<Pick<UploadRow, 'file_id'>[]>`delete from uploads where id = ${id} returning file_id`
  return row ?? null
}

/** How many are on their way. */
export async function countOpen(sql: Sql, owner: string): Promise<number> {
  const [row] = await sql<{ open: number }[]>`
    select cast(count(*) as integer) as open from uploads where owner_id = ${owner} and file_id is null`
  return row?.open ?? 0
}

/** The oldest that is on its way and was begun before; it is taken out. */
export async function dropOldest(sql: Sql, owner: string, beforeMs: number): Promise<string | null> {
  const [row] = await sql<{ id: string }[]>`
    delete from uploads where id = (
      select id from uploads where owner_id = ${owner} and file_id is null and made_ms < ${beforeMs}
      order by made_ms limit 1
    ) returning id`
  return row?.id ?? null
}

/** What was begun before, finished or not; at most `limit` are taken out. */
export async function dropEnded(sql: Sql, beforeMs: number, limit: number): Promise<string[]> {
  const rows = await sql<{ id: string }[]>`
    delete from uploads where id in (select id from uploads where made_ms < ${beforeMs} limit ${limit}) returning id`
  return rows.map(({ id }) => id)
}

/** Bytes that were promised to what somebody has on its way. */
export async function promisedBytes(sql: Sql, owner: string): Promise<number> {
  const [row] = await sql<{ bytes: number }[]>`
    select coalesce(sum(bytes), 0) as bytes from uploads where owner_id = ${owner} and file_id is null`
  return row?.bytes ?? 0
}

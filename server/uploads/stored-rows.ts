import type { Sql } from '#server/storage/database.ts'

/** A file as it is served. */
export type StoredRow = {
  id: string
  owner_id: string
  room_id: string | null
  seq: number | null
  facts: string
  hash: string
  thumb_hash: string | null
  thumb_type: string | null
}

export async function findStored(sql: Sql, id: string): Promise<StoredRow | null> {
  const [row] = await sql<StoredRow[]>`
    select id, owner_id, room_id, seq, facts, hash, thumb_hash, thumb_type from files where id = ${id}`
  return row ?? null
}

/** Only while no message names it. */
export async function deleteWaitingFile(sql: Sql, id: string): Promise<boolean> {
  const rows = await sql<{ id: string }[]>`delete from files where id = ${id} and seq is null returning id`
  return rows.length > 0
}

/** What has waited for its message since before; at most `limit`. How many they were. */
export async function dropWaiting(sql: Sql, beforeMs: number, limit: number): Promise<number> {
  const rows = await sql<{ id: string }[]>`
    delete from files where id in (
      select id from files where seq is null and made_ms < ${beforeMs} limit ${limit}
    ) returning id`
  return rows.length
}

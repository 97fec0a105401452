import type { Sql } from '#server/storage/database.ts'

/** Whether somebody who still is somebody owns the installation. A row of one who was deleted is none. */
export async function isOwned(sql: Sql): Promise<boolean> {
  const rows = await sql<{ owner_id: string }[]>`
    select h.owner_id from house h join principals p on p.id = h.owner_id`
  return rows.length > 0
}

/** Whether this person does. */
export async function ownsHouse(sql: Sql, principalId: string): Promise<boolean> {
  const rows = await sql<{ owner_id: string }[]>`select owner_id from house where owner_id = ${principalId}`
  return rows.length > 0
}

/** False when somebody owns it already, and when this person is no more. */
export async function claim(sql: Sql, principalId: string, nowMs: number): Promise<boolean> {
  if (await isOwned(sql)) return false
  await sql`delete from house`
  const rows = await sql<{ owner_id: string }[]>`
    insert into house (owner_id, claimed_ms)
    select p.id, ${nowMs} from principals p where p.id = ${principalId} and p.entered = 1 returning owner_id`
  return rows.length > 0
}

export async function disown(sql: Sql, principalId: string): Promise<void> {
  await sql`delete from house where owner_id = ${principalId}`
}

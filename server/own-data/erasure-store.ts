import type { Sql } from '#server/storage/database.ts'

/** What somebody has asked to be deleted. `room` null: in all rooms. `person`: and then nobody knows who that was. */
export type Erasure = { principal: string; cid: string; room: string | null; person: boolean }

type ErasureRow = { principal_id: string; cid: string; room_id: string | null; person: number }

/** Whoever is deleted while messages are: the larger wish takes the place of the smaller one. */
export async function saveErasure(sql: Sql, { principal, cid, room, person }: Erasure, nowMs: number): Promise<void> {
  await sql`
    insert into erasures (principal_id, cid, room_id, person, asked_ms)
    values (${principal}, ${cid}, ${room}, ${person ? 1 : 0}, ${nowMs})
    on conflict (principal_id) do update set cid = excluded.cid, room_id = excluded.room_id, person = excluded.person`
}

/** It is done; another one of the same person stays. */
export async function dropErasure(sql: Sql, { principal, cid }: Erasure): Promise<void> {
  await sql`delete from erasures where principal_id = ${principal} and cid = ${cid}`
}

/** What a server before this one has begun, oldest first. */
export async function findErasures(sql: Sql): Promise<Erasure[]> {
  const rows = await sql<ErasureRow[]>`
    select principal_id, cid, room_id, person from erasures order by asked_ms`
  return rows.map((row) => ({
    principal: row.principal_id,
    cid: row.cid,
    room: row.room_id,
    person: row.person === 1,
  }))
}

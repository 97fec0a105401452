import type { Sql } from '#server/storage/database.ts'
import type { At } from './member-store.ts'

/** `wasMember`: or was there, where nobody is a member. */
export type Ban = { by: string; atMs: number; wasMember: boolean }

/** A ban of one's own takes the place of one that was inherited and would end. */
export async function saveBan(sql: Sql, { room, person }: At, { by, atMs, wasMember }: Ban): Promise<void> {
  await sql`
    insert into bans (room_id, principal_id, by_id, at_ms, was_member)
    values (${room}, ${person}, ${by}, ${atMs}, ${wasMember ? 1 : 0})
    on conflict (room_id, principal_id) do update set by_id = excluded.by_id, at_ms = excluded.at_ms,
      was_member = excluded.was_member, until_ms = null, heir_of = null`
}

/** True where it was a member, or there. */
export async function deleteBan(sql: Sql, { room, person }: At): Promise<boolean> {
  const [ban] = await sql<{ was_member: number }[]>`
    delete from bans where room_id = ${room} and principal_id = ${person} returning was_member`
  return ban?.was_member === 1
}

/** Those that somebody made; what follows from them ends by itself. */
export async function countBans(sql: Sql, room: string): Promise<number> {
  const [row] = await sql<{ count: number }[]>`
    select cast(count(*) as integer) as count from bans where room_id = ${room} and heir_of is null`
  return row?.count ?? 0
}

/** Whether somebody is kept out by the ban of another person alone. */
export async function isHeir(sql: Sql, { room, person }: At): Promise<boolean> {
  const rows = await sql<{ room_id: string }[]>`
    select room_id from bans where room_id = ${room} and principal_id = ${person} and heir_of is not null`
  return rows.length > 0
}

/** Of one address in rooms of one maker: who bans decoys there pushes out own traces alone. */
const MOST_OF_MAKER = 20

export async function saveTrace(sql: Sql, { room, person }: At, homeHash: string, untilMs: number): Promise<void> {
  await sql`
    insert into ban_traces (home_hash, room_id, principal_id, until_ms)
    values (${homeHash}, ${room}, ${person}, ${untilMs})
    on conflict (home_hash, room_id, principal_id) do update set until_ms = excluded.until_ms`
  // A room that nobody made, as the lobby, stands for itself.
  await sql`
    with of_maker as (
      select t.room_id, t.principal_id, t.until_ms from ban_traces t join rooms r on r.id = t.room_id
      where t.home_hash = ${homeHash}
        and coalesce(r.made_by, r.id) = (select coalesce(made_by, id) from rooms where id = ${room})
    )
    delete from ban_traces where home_hash = ${homeHash}
      and (room_id, principal_id) in (select room_id, principal_id from of_maker)
      and (room_id, principal_id) not in (
        select room_id, principal_id from of_maker order by until_ms desc limit ${MOST_OF_MAKER}
      )`
}

export async function dropTraces(sql: Sql, { room, person }: At): Promise<void> {
  await sql`delete from ban_traces where room_id = ${room} and principal_id = ${person}`
  await sql`delete from bans where room_id = ${room} and heir_of = ${person}`
}

type Inheriting = { person: string; homeHash: string; nowMs: number; most: number }

/**
 * One a room, and of each maker of rooms the oldest room first: fifty rooms that somebody has made to ban decoys in them stand behind the one
 * from which a person was really banned.
 */
export async function inheritBans(sql: Sql, { person, homeHash, nowMs, most }: Inheriting): Promise<void> {
  const traces = await sql<{ room_id: string; principal_id: string; until_ms: number }[]>`
    select room_id, principal_id, until_ms from (
      select t.room_id, t.principal_id, t.until_ms, r.created_ms, r.id,
        row_number() over (partition by t.room_id order by t.until_ms desc) as in_room,
        dense_rank() over (partition by coalesce(r.made_by, r.id) order by r.created_ms, r.id) as of_maker
      from ban_traces t join rooms r on r.id = t.room_id
      where t.home_hash = ${homeHash} and t.until_ms > ${nowMs}
    ) as ranked
    where in_room = 1 order by of_maker, created_ms, id limit ${most}`
  for (const { room_id, principal_id, until_ms } of traces)
    await sql`
      insert into bans (room_id, principal_id, by_id, at_ms, was_member, until_ms, heir_of)
      values (${room_id}, ${person}, ${principal_id}, ${nowMs}, 0, ${until_ms}, ${principal_id})
      on conflict (room_id, principal_id) do nothing`
}

export async function hasEnded(sql: Sql, nowMs: number): Promise<boolean> {
  const rows = await sql<{ one: number }[]>`
    select 1 as one where exists (select 1 from ban_traces where until_ms <= ${nowMs})
      or exists (select 1 from bans where until_ms <= ${nowMs})`
  return rows.length > 0
}

export async function dropEnded(sql: Sql, nowMs: number): Promise<void> {
  await sql`delete from ban_traces where until_ms <= ${nowMs}`
  await sql`delete from bans where until_ms <= ${nowMs}`
}

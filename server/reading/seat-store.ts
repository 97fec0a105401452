import { limits } from '#protocol/limits.ts'
import type { Level } from '#protocol/reading.ts'
import type { Sql } from '#server/storage/database.ts'

/** A place on somebody's list of rooms. */
export type SeatPlace = { principal: string; room: string }
/** `made`: it is new. `gone`: the room that had to leave the full list for it. */
export type Seated = { made: boolean; gone: string | null }

const unchanged: Seated = { made: false, gone: null }

/** Null when the room is not on the person's list. `waiting`: others have put it there. */
export async function findSeat(
  sql: Sql,
  { principal, room }: SeatPlace,
): Promise<{ chat: boolean; waiting: boolean } | null> {
  const [row] = await sql<{ kind: string; waiting: number }[]>`
    select (select r.kind from rooms r where r.id = seats.room_id) as kind, waiting
    from seats where principal_id = ${principal} and room_id = ${room}`
  return row ? { chat: row.kind === 'chat', waiting: row.waiting === 1 } : null
}

/**
 * Puts a room on somebody's list, read up to its head: of an old room nothing is unread, of one that somebody was just
 * added to what comes from now on. Whoever has not entered, speaks the classic protocol, or may not read the room has no
 * seat. A full list loses what was read longest ago; own rooms and private ones stay, so the new one may find no place.
 * `by`: who puts it there, for somebody else it waits until that person comes.
 */
export async function seat(sql: Sql, place: SeatPlace, nowMs: number, by: string = place.principal): Promise<Seated> {
  const { principal, room } = place
  const waiting = by === principal ? 0 : 1
  const made = await sql<{ room_id: string }[]>`
    insert into seats (principal_id, room_id, level, read_seq, read_lines, told_seq, since_ms, waiting)
    select ${principal}, h.room_id, null, h.seq, h.lines, 0, ${nowMs}, ${waiting}
    from room_heads h join rooms r on r.id = h.room_id
    where h.room_id = ${room}
      and exists (select 1 from principals p where p.id = ${principal} and p.entered = 1 and p.kind <> 'classic')
      and not exists (select 1 from bans b where b.room_id = r.id and b.principal_id = ${principal})
      and (r.access <> 'private'
        or exists (select 1 from members m where m.room_id = r.id and m.principal_id = ${principal}))
    on conflict (principal_id, room_id) do nothing returning room_id`
  if (made.length === 0) {
    if (waiting === 0)
      await sql`update seats set waiting = 0 where principal_id = ${principal} and room_id = ${room} and waiting = 1`
    return unchanged
  }
  const tired = waiting === 1 ? await findTired(sql, place) : null
  if (tired !== null) {
    await unseat(sql, { principal, room: tired })
    return { made: true, gone: tired }
  }
  const [listed] = await sql<{ count: number }[]>`
    select cast(count(*) as integer) as count from seats where principal_id = ${principal}`
  if ((listed?.count ?? 0) <= limits.listedRooms) return { made: true, gone: null }
  const gone = await findLeastRead(sql, place)
  await unseat(sql, { principal, room: gone ?? room })
  return gone === null ? unchanged : { made: true, gone }
}

/** What waits longest, where more wait than may: strangers do not fill a list, nor push what was chosen off it (T-65). */
async function findTired(sql: Sql, { principal, room }: SeatPlace): Promise<string | null> {
  const [row] = await sql<{ room_id: string }[]>`
    select room_id from seats where principal_id = ${principal} and waiting = 1 and room_id <> ${room}
    order by since_ms desc, room_id limit 1 offset ${limits.waitingRooms - 1}`
  return row?.room_id ?? null
}

async function findLeastRead(sql: Sql, { principal, room }: SeatPlace): Promise<string | null> {
  const [row] = await sql<{ room_id: string }[]>`
    select s.room_id from seats s join rooms r on r.id = s.room_id
    left join members m on m.room_id = s.room_id and m.principal_id = s.principal_id
    where s.principal_id = ${principal} and s.room_id <> ${room}
      and (s.waiting = 1 or (r.access <> 'private' and (m.role is null or m.role <> 'owner')))
    order by s.waiting, s.since_ms limit 1`
  return row?.room_id ?? null
}

/** Takes a room off somebody's list, with what was there for it to be read. */
export async function unseat(sql: Sql, { principal, room }: SeatPlace): Promise<void> {
  await sql`delete from seats where principal_id = ${principal} and room_id = ${room}`
  await sql`delete from mentions where principal_id = ${principal} and room_id = ${room}`
}

/** False when the room is not on the person's list. */
export async function setSeatLevel(sql: Sql, { principal, room }: SeatPlace, level: Level | null): Promise<boolean> {
  const set = await sql<{ room_id: string }[]>`
    update seats set level = ${level} where principal_id = ${principal} and room_id = ${room} returning room_id`
  return set.length > 0
}

/** Strangers can open chats with somebody for ever; what a change of name costs has a bound. */
const MOST_PARTNERS = limits.listedRooms * limits.chatPeople

/** The others of private chats of somebody, with the chat. */
export async function findChatPartners(sql: Sql, principal: string): Promise<SeatPlace[]> {
  return sql<SeatPlace[]>`
    select other.principal_id as principal, other.room_id as room
    from members me join rooms r on r.id = me.room_id and r.kind = 'chat'
    join members other on other.room_id = me.room_id and other.principal_id <> me.principal_id
    where me.principal_id = ${principal} limit ${MOST_PARTNERS}`
}

import { nextTurn } from '#server/kit/clock.ts'
import type { Sql } from '#server/storage/database.ts'

/** Messages of a room, by their numbers: those that were said at about the same time. */
export type Stretch = { roomId: string; from: number; to: number }

/** Most people whom one stretch is pushed to: above it a room is no longer one in which somebody is waited for. */
const MOST = 5_000
/** Browsers' people looked at in one turn: a millisecond. */
const A_TURN = 500
/** Of one moment; what was said before is found by the count of what is not read. */
const MOST_MESSAGES = 200
const MOMENT_MS = 2_000

/**
 * Whom messages are for who have a browser to push to and have not read them: who is named or answered, everybody by @all, and
 * who wants to hear all of the room, as everybody does in a chat.
 */
export async function findRecipients(sql: Sql, stretch: Stretch): Promise<string[]> {
  const isFew = await isChat(sql, stretch)
  if (!isFew && (await isForAll(sql, stretch))) return everybody(sql, stretch)
  const people = isFew ? inChat(sql, stretch) : chosen(sql, stretch)
  return (await people).map(({ id }) => id)
}

async function isForAll(sql: Sql, { roomId, from, to }: Stretch): Promise<boolean> {
  const rows = await sql<{ seq: number }[]>`
    select seq from mentions where room_id = ${roomId} and seq >= ${from} and seq <= ${to} and principal_id = '' limit 1`
  return rows.length > 0
}

async function isChat(sql: Sql, { roomId }: Stretch): Promise<boolean> {
  return (await sql<{ id: string }[]>`select id from rooms where id = ${roomId} and kind = 'chat'`).length > 0
}

type Ids = Promise<{ id: string }[]> | { id: string }[]

/**
 * By those who have a browser to push to, in turns: a room of 100,000 seats looked through in one statement held the loop for 20 ms
 * (HOUSE-13). Nobody is called often (call-all.ts), so that asking after each of them is no matter.
 */
async function everybody(sql: Sql, { roomId, to }: Stretch): Promise<string[]> {
  const people: string[] = []
  for (let after = '', more = true; more && people.length < MOST; ) {
    const page = await sql<{ id: string; seat: string | null }[]>`
      select p.id, s.principal_id as seat from (
        select distinct principal_id as id from push_subscriptions where principal_id > ${after}
        order by principal_id limit ${A_TURN}) as p
      left join seats s on s.principal_id = p.id and s.room_id = ${roomId} and s.read_seq < ${to}
        and coalesce(s.level, '') <> 'none' order by p.id`
    people.push(...page.flatMap(({ seat }) => seat ?? []))
    after = page.at(-1)?.id ?? ''
    more = page.length === A_TURN
    if (more) await nextTurn()
  }
  return people.slice(0, MOST)
}

/** A chat has few people, and the house may have many browsers. */
const inChat = (sql: Sql, { roomId, to }: Stretch): Ids => sql<{ id: string }[]>`
  select s.principal_id as id from seats s
  where s.room_id = ${roomId} and s.read_seq < ${to} and coalesce(s.level, '') <> 'none'
    and exists (select 1 from push_subscriptions p where p.principal_id = s.principal_id)
  limit ${MOST}`

const chosen = (sql: Sql, { roomId, from, to }: Stretch): Ids => sql<{ id: string }[]>`
  select s.principal_id as id from seats s
  where s.room_id = ${roomId} and s.level = 'all' and s.read_seq < ${to}
    and exists (select 1 from push_subscriptions p where p.principal_id = s.principal_id)
  union
  select s.principal_id as id from mentions m join seats s on s.principal_id = m.principal_id and s.room_id = m.room_id
  where m.room_id = ${roomId} and m.seq >= ${from} and m.seq <= ${to} and s.read_seq < m.seq and coalesce(s.level, '') <> 'none'
    and exists (select 1 from push_subscriptions p where p.principal_id = s.principal_id)
  limit ${MOST}`

/**
 * Number of the first message of the moment that ends with message `head`, said at `atMs`. Looked for among the newest numbers
 * alone: what was said before the moment ends no statement, so without that bound it walks the room to its beginning.
 */
export async function findMoment(sql: Sql, roomId: string, head: number, atMs: number): Promise<number> {
  const [first] = await sql<{ seq: number | null }[]>`
    select min(seq) as seq from (
      select seq from events where room_id = ${roomId} and type = 'message.posted' and seq <= ${head}
        and seq > ${head - MOST_MESSAGES} and at_ms >= ${atMs - MOMENT_MS} order by seq desc limit ${MOST_MESSAGES}) as moment`
  return first?.seq ?? head
}

/** What was said since a time, room by room: for what a server before this one has left. `cross join`: rooms first, or SQLite walks all events. */
export async function findStretches(sql: Sql, sinceMs: number): Promise<Stretch[]> {
  const rows = await sql<{ id: string; first: number | null; last: number | null }[]>`
    select h.room_id as id, min(e.seq) as first, max(e.seq) as last
    from room_heads h cross join events e
    where e.room_id = h.room_id and e.type = 'message.posted' and e.seq > h.seq - ${MOST_MESSAGES}
      and h.last_ms >= ${sinceMs} and e.at_ms >= ${sinceMs} group by h.room_id limit ${MOST}`
  return rows.map(({ id, first, last }) => ({ roomId: id, from: first ?? 0, to: last ?? 0 }))
}

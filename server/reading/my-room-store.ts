import { limits } from '#protocol/limits.ts'
import type { Level, MyRoom } from '#protocol/reading.ts'
import type { Role, RoomInfo } from '#protocol/room-info.ts'
import { asPerson, infoOf, type PersonRow, type RoomRow } from '#server/rooms/index.ts'
import type { Sql } from '#server/storage/database.ts'

type Row = RoomRow & {
  owner_id: string | null
  owner_name: string
  owner_look: number
  owner_kind: string
  role: Role | null
  level: Level | null
  read_seq: number
  read_lines: number
  head: number
  lines: number
  at_ms: number | null
}
type MentionRow = { room_id: string; seq: number }
type PeopleRow = PersonRow & { room_id: string }

/** Ids are letters and digits: these two stand around all of them. */
const LOWEST = ''
const HIGHEST = '~'

/**
 * Somebody's list of rooms, what was said last first, or the one room of it that is named. Three or four statements,
 * whatever the length (a list of 200 rooms takes two milliseconds). Rooms that the person may not see any more are left out (T-7).
 */
export async function readMyRooms(sql: Sql, principal: string, room?: string): Promise<MyRoom[]> {
  const [from, to] = [room ?? LOWEST, room ?? HIGHEST]
  const rows = await sql<Row[]>`
    select r.id, r.name, r.title, r.topic, r.accent, r.access, r.kind, r.archived, r.cards,
      o.id as owner_id, o.name as owner_name, o.look as owner_look, o.kind as owner_kind,
      m.role, s.level, s.read_seq, s.read_lines, h.seq as head, h.lines,
      (select e.at_ms from events e where e.room_id = s.room_id and e.type = 'message.posted'
        order by e.seq desc limit 1) as at_ms
    from seats s join rooms r on r.id = s.room_id join room_heads h on h.room_id = s.room_id
    left join members m on m.room_id = s.room_id and m.principal_id = s.principal_id
    left join members own on own.room_id = s.room_id and own.role = 'owner'
    left join principals o on o.id = own.principal_id
    where s.principal_id = ${principal} and s.room_id >= ${from} and s.room_id <= ${to}
      and (r.access <> 'private' or m.role is not null)
      and not exists (select 1 from bans b where b.room_id = s.room_id and b.principal_id = s.principal_id)
    limit ${limits.listedRooms}`
  const people = rows.some(({ kind }) => kind === 'chat') ? await readPeople(sql, principal, from, to) : []
  const peopleOf = Map.groupBy(people, (row) => row.room_id)
  const mentions = await readMentioned(sql, principal, from, to)
  return rows
    .toSorted((one, other) => (other.at_ms ?? 0) - (one.at_ms ?? 0))
    .map((row) => myRoom(row, peopleOf.get(row.id) ?? [], mentions.get(row.id)))
}

function readPeople(sql: Sql, principal: string, from: string, to: string) {
  return sql<PeopleRow[]>`
    select m.room_id, p.id, p.name, p.look, p.kind
    from seats s join rooms r on r.id = s.room_id and r.kind = 'chat'
    join members m on m.room_id = s.room_id join principals p on p.id = m.principal_id
    where s.principal_id = ${principal} and s.room_id >= ${from} and s.room_id <= ${to}
    order by m.room_id, m.since_ms, p.id`
}

type Mentioned = { count: number; first: number }

/** What is for oneself, by room. */
async function readMentioned(sql: Sql, principal: string, from: string, to: string): Promise<Map<string, Mentioned>> {
  const own = await sql<MentionRow[]>`
    select room_id, seq from mentions
    where principal_id = ${principal} and room_id >= ${from} and room_id <= ${to} order by room_id, seq`
  const all = await readCalls(sql, principal, from, to)
  const seqs = Map.groupBy([...own, ...all], ({ room_id }) => room_id)
  return new Map(
    [...seqs].map(([room, rows]) => {
      const distinct = new Set(rows.map(({ seq }) => seq))
      return [room, { count: Math.min(distinct.size, limits.countedMentions), first: Math.min(...distinct) }]
    }),
  )
}

/**
 * What is for everybody, not of oneself, and not of whom one ignores. `cross join`: SQLite keeps the order, and begins with
 * the few seats, not with the calls of all rooms.
 */
function readCalls(sql: Sql, principal: string, from: string, to: string) {
  return sql<MentionRow[]>`
    select m.room_id, m.seq from seats s cross join mentions m cross join events e
    where s.principal_id = ${principal} and s.room_id >= ${from} and s.room_id <= ${to}
      and m.principal_id = '' and m.room_id = s.room_id and m.seq > s.read_seq
      and e.room_id = m.room_id and e.seq = m.seq and e.author_id <> s.principal_id
      and not exists (select 1 from person_marks p
        where p.principal_id = s.principal_id and p.other_id = e.author_id and p.ignored = 1)`
}

function myRoom(row: Row, people: readonly PersonRow[], mentioned: Mentioned | undefined): MyRoom {
  const { role, level, at_ms } = row
  return {
    room: roomOf(row, people),
    ...(role !== null && { role }),
    ...(level !== null && { level }),
    read: row.read_seq,
    read_lines: row.read_lines,
    lines: row.lines,
    head: row.head,
    ...(at_ms !== null && { at: at_ms }),
    mentions: mentioned?.count ?? 0,
    ...(mentioned && { first_mention: mentioned.first }),
  }
}

/** A room as it is told, from the row of somebody's list. */
function roomOf(row: Row, people: readonly PersonRow[]): RoomInfo {
  const { kind, owner_id: id, owner_name: name, owner_look: look, owner_kind } = row
  const owner = id === null ? null : asPerson({ id, name, look, kind: owner_kind })
  return infoOf(row, kind === 'chat' ? people.map(asPerson) : null, owner)
}

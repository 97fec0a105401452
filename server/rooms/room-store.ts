import { fold } from '#protocol/fold.ts'
import { limits } from '#protocol/limits.ts'
import type { Person } from '#protocol/people.ts'
import type { Access, RoomInfo } from '#protocol/room-info.ts'
import type { Sql } from '#server/storage/database.ts'

export type RoomRow = {
  id: string
  name: string
  title: string
  topic: string
  accent: number | null
  access: Access
  kind: 'room' | 'chat'
  archived: number
  /** Null: as is usual for its access. */
  cards: number | null
}
export type PersonRow = { id: string; name: string; look: number; kind: string }

/** The server asks no pages for what people say in private, unless they want it. */
export const showsCards = ({ access, cards }: Pick<RoomRow, 'access' | 'cards'>): boolean =>
  cards === null ? access !== 'private' : cards === 1

export async function roomShowsCards(sql: Sql, roomId: string): Promise<boolean> {
  const [row] = await sql<Pick<RoomRow, 'access' | 'cards'>[]>`select access, cards from rooms where id = ${roomId}`
  return row !== undefined && showsCards(row)
}

export const asPerson = ({ id, name, look, kind }: PersonRow): Person =>
  kind === 'classic' ? { id, name, look, classic: true } : { id, name, look }

export async function findRoomByKey(sql: Sql, nameKey: string): Promise<RoomInfo | null> {
  const [row] = await sql<RoomRow[]>`
    select id, name, title, topic, accent, access, kind, archived, cards from rooms where name_key = ${nameKey}`
  return row ? withPeople(sql, row) : null
}

export async function findRoomById(sql: Sql, id: string): Promise<RoomInfo | null> {
  const [row] = await sql<RoomRow[]>`
    select id, name, title, topic, accent, access, kind, archived, cards from rooms where id = ${id}`
  return row ? withPeople(sql, row) : null
}

/** What somebody made by this command, and the keyed hash of what it wished for; null where that was not kept yet. */
export async function findMade(
  sql: Sql,
  personId: string,
  cid: string,
): Promise<{ room: RoomInfo; hash: string | null } | null> {
  const [row] = await sql<(RoomRow & { made_hash: string | null })[]>`
    select id, name, title, topic, accent, access, kind, archived, cards, made_hash from rooms
    where made_by = ${personId} and made_cid = ${cid}`
  return row ? { room: await withPeople(sql, row), hash: row.made_hash } : null
}

export async function isNameFree(sql: Sql, nameKey: string): Promise<boolean> {
  const rows = await sql<{ id: string }[]>`select id from rooms where name_key = ${nameKey}`
  return rows.length === 0
}

/**
 * Rooms that somebody owns, and those that it belongs to and has on its list. Others can make it belong to what it never
 * wished for: that costs nobody a room of its own.
 */
export async function countBelongings(sql: Sql, personId: string): Promise<number> {
  const [row] = await sql<{ count: number }[]>`
    select cast(count(*) as integer) as count from members m
    where m.principal_id = ${personId} and (m.role = 'owner' or exists (
      select 1 from seats s where s.principal_id = m.principal_id and s.room_id = m.room_id and s.waiting = 0))`
  return row?.count ?? 0
}

/** Who only looks is on no list, not even where it owns something. */
export async function withPeople(sql: Sql, row: RoomRow): Promise<RoomInfo> {
  const { id, kind } = row
  const people = kind === 'chat' ? await findPeople(sql, id) : null
  const owner = kind === 'room' ? await findOwner(sql, id) : null
  return infoOf(row, people, owner)
}

/** `people` are those of a chat, null in a room. */
export function infoOf(row: RoomRow, people: Person[] | null, owner: Person | null): RoomInfo {
  const { id, name, title, topic, accent, access, archived } = row
  const cards = showsCards(row)
  return {
    id,
    name,
    title,
    ...(topic !== '' && { topic }),
    ...(accent !== null && { accent }),
    access,
    ...(people && { kind: 'chat' as const, people }),
    ...(archived === 1 && { archived: true as const }),
    ...(cards && { cards }),
    ...(owner && { owner }),
  }
}

async function findOwner(sql: Sql, roomId: string): Promise<Person | null> {
  const [row] = await sql<PersonRow[]>`
    select p.id, p.name, p.look, p.kind from members m join principals p on p.id = m.principal_id
    where m.room_id = ${roomId} and m.role = 'owner' and p.entered = 1`
  return row ? asPerson(row) : null
}

async function findPeople(sql: Sql, roomId: string): Promise<Person[]> {
  const rows = await sql<PersonRow[]>`
    select p.id, p.name, p.look, p.kind from members m join principals p on p.id = m.principal_id
    where m.room_id = ${roomId} order by m.since_ms, p.id`
  return rows.map(asPerson)
}

export type NewRoom = {
  id: string
  name: string
  nameKey: string
  title: string
  topic: string
  accent: number | null
  access: Access
  madeBy: string | null
  cid: string | null
  /** Of the wish that it is made by. */
  madeHash: string | null
}

export async function insertRoom(sql: Sql, room: NewRoom, nowMs: number): Promise<void> {
  const { id, name, nameKey, title, topic, accent, access, madeBy, cid, madeHash } = room
  await sql`
    insert into rooms (id, name, name_key, title, topic, accent, access, made_by, made_cid, made_hash, folded, created_ms)
    values (${id}, ${name}, ${nameKey}, ${title}, ${topic}, ${accent}, ${access}, ${madeBy}, ${cid},
      ${madeHash}, ${foldedOf(room)}, ${nowMs})`
}

export async function saveRoom(
  sql: Sql,
  { id, title, topic = '', accent, access, archived, cards }: RoomInfo,
): Promise<void> {
  await sql`
    update rooms set title = ${title}, topic = ${topic}, accent = ${accent ?? null}, access = ${access},
      archived = ${archived ? 1 : 0}, cards = ${cards ? 1 : 0}
    where id = ${id}`
}

/** What a room is found by in the directory; the lobby's title may be the configuration's, and another one at each start. */
export async function saveFolded(sql: Sql, room: Pick<RoomInfo, 'id' | 'name' | 'title' | 'topic'>): Promise<void> {
  await sql`update rooms set folded = ${foldedOf(room)} where id = ${room.id}`
}

const foldedOf = ({ name, title, topic = '' }: { name: string; title: string; topic?: string | undefined }): string =>
  fold(`${title}\n${topic}\n${name.startsWith('~') ? '' : name}`)

/** Rooms that somebody belongs to or owns, some of them where there are very many. */
export async function roomsOf(sql: Sql, personId: string): Promise<string[]> {
  const rows = await sql<{ id: string }[]>`
    select room_id as id from members where principal_id = ${personId} limit ${2 * limits.listedRooms}`
  return rows.map(({ id }) => id)
}

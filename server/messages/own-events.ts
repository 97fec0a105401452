import * as v from 'valibot'
import { nameless } from '#protocol/nameless.ts'
import type { Person } from '#protocol/people.ts'
import type { RoomStorage, RoomTx } from '#server/delivery/event-log.ts'
import type { Sql } from '#server/storage/database.ts'

/** Where somebody's own events are gone through: behind this cid, and of numbers up to `upTo`. */
export type OwnPlace = { author: string; room: string; after: string; upTo: number }
/** `next`: the cid to go on behind; null at the end. */
export type OwnPage = { next: string | null; erased: number }
/** One own event. Its wire is read when it is its turn: the one before it may have changed it. True: a message was erased. */
export type OwnWork = (tx: RoomTx, at: { author: string; room: string; seq: number; type: string }) => Promise<boolean>

type OwnRow = { cid: string; seq: number; type: string }
type CountedRow = OwnRow & { state: string | null }

/** Each takes some ten statements: a write of so many is a few milliseconds, others beside it wait 6 ms at p99 (HOUSE-13). */
const PAGE = 20
const COUNTED = 500
const ROOMS = 200

/** In the order of cids, for that is how the index has a person's events of a room; the log has no other. */
export async function goThroughOwn(storage: RoomStorage, place: OwnPlace, work: OwnWork): Promise<OwnPage> {
  const { author, room, after, upTo } = place
  return storage.write(async (tx) => {
    const rows = await tx.sql<OwnRow[]>`
      select cid, seq, type from events
      where room_id = ${room} and author_id = ${author} and cid > ${after} order by cid limit ${PAGE}`
    let erased = 0
    for (const { seq, type } of rows) if (seq <= upTo && (await work(tx, { author, room, seq, type }))) erased++
    return { next: rows.length < PAGE ? null : (rows.at(-1)?.cid ?? null), erased }
  })
}

/** How many of the next own events are messages with their words, and where to go on. */
export async function countOwn(sql: Sql, { author, room, after, upTo }: OwnPlace): Promise<OwnPage> {
  const rows = await sql<CountedRow[]>`
    select e.cid, e.seq, e.type, s.state from events e
    left join message_states s on s.room_id = e.room_id and s.seq = e.seq
    where e.room_id = ${room} and e.author_id = ${author} and e.cid > ${after} order by e.cid limit ${COUNTED}`
  const said = rows.filter(({ seq, type, state }) => seq <= upTo && type === 'message.posted' && !isErased(state))
  return { next: rows.length < COUNTED ? null : (rows.at(-1)?.cid ?? null), erased: said.length }
}

const isErased = (state: string | null): boolean =>
  state !== null && 'erased' in v.parse(v.looseObject({}), JSON.parse(state))

/** Of the next rooms behind `after` those in which somebody has written. */
export async function roomsWrittenIn(
  sql: Sql,
  author: string,
  after: string,
): Promise<{ rooms: string[]; next: string | null }> {
  const rows = await sql<{ id: string; cid: string | null }[]>`
    select r.id, (select e.cid from events e where e.room_id = r.id and e.author_id = ${author} limit 1) as cid
    from (select id from rooms where id > ${after} order by id limit ${ROOMS}) r order by r.id`
  const rooms = rows.flatMap(({ id, cid }) => (cid === null ? [] : [id]))
  return { rooms, next: rows.length < ROOMS ? null : (rows.at(-1)?.id ?? null) }
}

/** Who was deleted, as what stays of them tells. */
export const nobody = (id: string): Person => ({ id, name: nameless, look: 0 })

const told = v.looseObject({ by: v.looseObject({ id: v.string(), name: v.string() }) })

/** The same event by nobody; null when it is so already. */
export function wireOfNobody(wire: string): string | null {
  const event = v.parse(told, JSON.parse(wire))
  return event.by.name === nameless ? null : JSON.stringify({ ...event, by: nobody(event.by.id) })
}

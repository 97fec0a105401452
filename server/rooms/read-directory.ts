import { fold } from '#protocol/fold.ts'
import type { CommandInput, CommandReply } from '#protocol/index.ts'
import { limits } from '#protocol/limits.ts'
import type { RoomInfo } from '#protocol/room-info.ts'
import { characters } from '#protocol/text.ts'
import type { Caller } from '#server/accounts/caller.ts'
import { nextTurn } from '#server/kit/clock.ts'
import type { Limiter } from '#server/kit/limiter.ts'
import { Refusal } from '#server/kit/refusal.ts'
import type { Sql } from '#server/storage/database.ts'
import { type RoomRow, withPeople } from './room-store.ts'

export type DirectoryNeeds = {
  read: Sql
  reading: Limiter
  /** How many people are in a room now. */
  peopleIn(roomId: string): number
  withTitle(room: RoomInfo): RoomInfo
}

/** Behind this room, in the order of the directory. */
type Place = { saidMs: number; id: string }
type Row = RoomRow & { said: number }
type Step = { rows: Row[]; last: Place | null }

/** Looked through in one turn where words are looked for: some 2 ms (HOUSE-13). */
const ROWS_A_TURN = 2_000
const ROWS_A_PAGE = 2 * limits.pageRooms
const FIRST: Place = { saidMs: Number.MAX_SAFE_INTEGER, id: '' }
const CURSOR = /^(\d{1,16}(?:\.\d{1,6})?)\.(r[0-9a-hjkmnp-tv-z]{12})$/

/** Open rooms, the one where something was said last first. What is looked for may stand anywhere in title, topic and address. */
export function createReadDirectory({ read, reading, peopleIn, withTitle }: DirectoryNeeds) {
  return async function readDirectory(
    { principal }: Caller,
    { text = '', before }: CommandInput<'room.directory'>,
  ): Promise<CommandReply<'room.directory'>> {
    if (characters(text) > limits.searchChars) throw new Refusal('too_long', { limit: limits.searchChars })
    const from = before === undefined ? FIRST : placeOf(before)
    reading.require(principal.id)
    const { rows, last } = await findRows(read, principal.id, fold(text).trim(), from)
    const rooms = []
    for (const { said, ...row } of rows) {
      const room = withTitle(await withPeople(read, row))
      rooms.push({ room, people: peopleIn(room.id), ...(said > 0 && { at: said }) })
    }
    return { rooms, ...(last && { next: `${last.saidMs}.${last.id}` }) }
  }
}

function placeOf(cursor: string): Place {
  const [, saidMs, id] = CURSOR.exec(cursor) ?? []
  if (saidMs === undefined || id === undefined) throw new Refusal('bad_field', { field: 'before' })
  return { saidMs: Number(saidMs), id }
}

/** A page of what fits. `last`: where the next one begins; null at the end. */
async function findRows(sql: Sql, personId: string, wanted: string, from: Place): Promise<Step> {
  const found: Row[] = []
  for (let place: Place | null = from; place; ) {
    const step: Step = await lookThrough(sql, personId, wanted, place)
    found.push(...step.rows)
    const surplus = found.splice(limits.pageRooms)
    const end = found.at(-1)
    if (surplus.length > 0 && end) return { rows: found, last: { saidMs: end.said, id: end.id } }
    if (step.last && end && found.length === limits.pageRooms) return { rows: found, last: step.last }
    place = step.last
    if (place) await nextTurn()
  }
  return { rows: found, last: null }
}

/** The next rooms, a turn's worth, and of them those that fit; whoever is banned from one is not shown it. */
async function lookThrough(sql: Sql, personId: string, wanted: string, { saidMs, id }: Place): Promise<Step> {
  const most = wanted === '' ? ROWS_A_PAGE : ROWS_A_TURN
  const pattern = `%${wanted.replace(/[%_!]/g, '!$&')}%`
  const [rows, [end]] = await Promise.all([
    sql<Row[]>`
      select r.id, r.name, r.title, r.topic, r.accent, r.access, r.kind, r.archived, r.said
      from (
        select id, name, title, topic, accent, access, kind, archived, folded, coalesce(said_ms, 0) as said from rooms
        where access = 'open' and archived = 0 and (coalesce(said_ms, 0), id) < (${saidMs}, ${id})
        order by coalesce(said_ms, 0) desc, id desc limit ${most}
      ) r
      where r.folded like ${pattern} escape '!'
        and not exists (select 1 from bans b where b.room_id = r.id and b.principal_id = ${personId})
      order by r.said desc, r.id desc limit ${limits.pageRooms + 1}`,
    sql<{ id: string; said: number }[]>`
      select id, coalesce(said_ms, 0) as said from rooms
      where access = 'open' and archived = 0 and (coalesce(said_ms, 0), id) < (${saidMs}, ${id})
      order by coalesce(said_ms, 0) desc, id desc limit 1 offset ${most - 1}`,
  ])
  return { rows, last: end ? { saidMs: end.said, id: end.id } : null }
}

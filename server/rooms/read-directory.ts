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
  /** Looking for words, which costs more than a page. */
  finding: Limiter
  /** How many people are in a room now. */
  peopleIn(roomId: string): number
  withTitle(room: RoomInfo): RoomInfo
}

/**
 * Behind this room, in the order of the directory: by when something was said last; rooms in which nothing was come behind all
 * others, the newest first, which their making as a thousandth of a second's thousandth gives.
 */
type Place = { place: number; id: string }
type Row = RoomRow & { said_ms: number | null; place: number }
type Step = { rows: Row[]; last: Place | null }

/** Looked through in one turn where words are looked for: some ms (HOUSE-13). */
const ROWS_A_TURN = 1_000
/** … and so many turns for one page: what was not found in them is looked for behind its cursor. */
const MOST_TURNS = 20
const ROWS_A_PAGE = 2 * limits.pageRooms
const FIRST: Place = { place: Number.MAX_SAFE_INTEGER, id: '' }
const CURSOR = /^(\d{1,16}(?:\.\d{1,16})?)\.(r[0-9a-hjkmnp-tv-z]{12})$/

/** Open rooms, the one where something was said last first. What is looked for may stand anywhere in title, topic and address. */
export function createReadDirectory({ read, reading, finding, peopleIn, withTitle }: DirectoryNeeds) {
  return async function readDirectory(
    { principal }: Caller,
    { text = '', before }: CommandInput<'room.directory'>,
  ): Promise<CommandReply<'room.directory'>> {
    if (characters(text) > limits.searchChars) throw new Refusal('too_long', { limit: limits.searchChars })
    const from = before === undefined ? FIRST : placeOf(before)
    const wanted = fold(text).trim()
    const budget = wanted === '' ? reading : finding
    budget.require(principal.id)
    const { rows, last } = await findRows(read, principal.id, wanted, from)
    const rooms = []
    for (const { said_ms: at, ...row } of rows) {
      const room = withTitle(await withPeople(read, row))
      rooms.push({ room, people: peopleIn(room.id), ...(at !== null && { at }) })
    }
    return { rooms, ...(last && { next: `${last.place}.${last.id}` }) }
  }
}

function placeOf(cursor: string): Place {
  const [, place, id] = CURSOR.exec(cursor) ?? []
  if (place === undefined || id === undefined) throw new Refusal('bad_field', { field: 'before' })
  return { place: Number(place), id }
}

/** A page of what fits. `last`: where the next one begins; null at the end. */
async function findRows(sql: Sql, personId: string, wanted: string, from: Place): Promise<Step> {
  const found: Row[] = []
  let behind: Place | null = from
  for (let turn = 0; behind && turn < MOST_TURNS; turn++) {
    const step: Step = await lookThrough(sql, personId, wanted, behind)
    found.push(...step.rows)
    const surplus = found.splice(limits.pageRooms)
    const end = found.at(-1)
    if (surplus.length > 0 && end) return { rows: found, last: { place: end.place, id: end.id } }
    if (step.last && end && found.length === limits.pageRooms) return { rows: found, last: step.last }
    behind = step.last
    if (behind) await nextTurn()
  }
  return { rows: found, last: behind }
}

/** The next rooms, a turn's worth, and of them those that fit; whoever is banned from one is not shown it. */
async function lookThrough(sql: Sql, personId: string, wanted: string, { place, id }: Place): Promise<Step> {
  const most = wanted === '' ? ROWS_A_PAGE : ROWS_A_TURN
  const pattern = `%${wanted.replace(/[%_!]/g, '!$&')}%`
  const [rows, [end]] = await Promise.all([
    sql<Row[]>`
      select r.id, r.name, r.title, r.topic, r.accent, r.access, r.kind, r.archived, r.cards, r.said_ms, r.place
      from (
        select id, name, title, topic, accent, access, kind, archived, cards, folded, said_ms,
          coalesce(said_ms, created_ms * 0.000001) as place
        from rooms
        where access = 'open' and archived = 0 and coalesce(said_ms, created_ms * 0.000001) <= ${place}
          and (coalesce(said_ms, created_ms * 0.000001), id) < (${place}, ${id})
        order by coalesce(said_ms, created_ms * 0.000001) desc, id desc limit ${most}
      ) r
      where r.folded like ${pattern} escape '!'
        and not exists (select 1 from bans b where b.room_id = r.id and b.principal_id = ${personId})
      order by r.place desc, r.id desc limit ${limits.pageRooms + 1}`,
    sql<Place[]>`
      select id, coalesce(said_ms, created_ms * 0.000001) as place from rooms
      where access = 'open' and archived = 0 and coalesce(said_ms, created_ms * 0.000001) <= ${place}
        and (coalesce(said_ms, created_ms * 0.000001), id) < (${place}, ${id})
      order by coalesce(said_ms, created_ms * 0.000001) desc, id desc limit 1 offset ${most - 1}`,
  ])
  return { rows, last: end ?? null }
}

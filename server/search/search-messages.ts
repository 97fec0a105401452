import type { CommandInput } from '#protocol/index.ts'
import { limits } from '#protocol/limits.ts'
import { characters } from '#protocol/text.ts'
import type { Caller, Encoded, Right } from '#server/accounts/caller.ts'
import { byteLength, type EventLog, type RoomStorage } from '#server/delivery/event-log.ts'
import type { DatedLine, LineLog } from '#server/delivery/line-log.ts'
import { requireText } from '#server/kit/clean-text.ts'
import { nextTurn } from '#server/kit/clock.ts'
import type { Limiter } from '#server/kit/limiter.ts'
import { Refusal } from '#server/kit/refusal.ts'
import { type Cursor, compareHits, cursorText, readCursor } from './cursor.ts'
import { findIndexedRoom, readSearched } from './indexed-text.ts'
import { type Query, readQuery } from './read-query.ts'
import type { SearchIndex } from './search-index.ts'

export type SearchNeeds = {
  storage: RoomStorage
  log: EventLog
  index: SearchIndex
  /** Searches by person. */
  searching: Limiter
  requireRight(caller: Caller, right: Right, roomId?: string): undefined | Promise<void>
  lines: Pick<LineLog, 'some' | 'firstAt'>
}

/** Of many rooms so many are looked through in one turn: some ms (HOUSE-13). */
const ROOMS_A_TURN = 8

type Wish = CommandInput<'search.messages'>
type Place = Pick<Cursor, 'room' | 'seq'>

/** Numbers come from the index, everything else from the log: an erased text cannot come back from here (T-5, P-7). */
export function createSearchMessages(needs: SearchNeeds) {
  return async function searchMessages(caller: Caller, wish: Wish): Promise<Encoded> {
    const { limit = limits.searchHits } = wish
    const query = requireQuery(wish)
    const rooms = wish.rooms ? [...new Set(wish.rooms)] : caller.connection.joined.map(({ room }) => room.id)
    for (const room of rooms) await needs.requireRight(caller, 'search', room)
    needs.searching.require(caller.principal.id)
    const hits = await findHits(needs, rooms, query, wish, limit + 1)
    const page = await readPage(needs, hits.slice(0, limit))
    const next = page.last && page.read < hits.length ? `,"next":"${cursorText(page.last)}"` : ''
    // Rights may have gone while the log was read: who left a room meanwhile gets nothing of it (P-27).
    for (const room of rooms) await needs.requireRight(caller, 'search', room)
    return { encoded: `{"hits":[${page.json.join(',')}],"marks":${JSON.stringify(query.marks)}${next}}` }
  }
}

function requireQuery({ text: raw, by, has }: Wish): Query {
  const text = requireText(raw)
  if (characters(text) > limits.searchChars) throw new Refusal('too_long', { limit: limits.searchChars })
  const query = readQuery(text)
  if (query.phrases.length > limits.searchWords) throw new Refusal('too_many', { limit: limits.searchWords })
  if (query.phrases.length === 0 && by === undefined && has === undefined) throw new Refusal('empty')
  return query
}

/**
 * The newest hits of all the rooms, in order. Rooms one after another: the oldest hit so far is where the next may stop. In
 * one room alone their numbers are the order, and nobody need look when they were.
 */
async function findHits(
  needs: SearchNeeds,
  rooms: readonly string[],
  { phrases }: Query,
  wish: Wish,
  limit: number,
): Promise<Place[]> {
  const { storage, index } = needs
  const facets = [...(wish.by ? [wish.by] : []), ...(wish.has ? [wish.has] : [])]
  const before = wish.before === undefined ? null : readCursor(wish.before)
  let hits: Cursor[] = []
  for (const [at, roomId] of rooms.entries()) {
    if (at % ROOMS_A_TURN === ROOMS_A_TURN - 1) await nextTurn()
    const known = await findIndexedRoom(storage.read, roomId)
    if (!known) continue
    const full = hits.length >= limit ? hits.at(-1) : undefined
    const fromMs = Math.max(wish.from_ms ?? 0, full?.at ?? 0)
    const range = await rangeOf(needs, roomId, { fromMs, toMs: wish.to_ms, before })
    if (range.from > range.to) continue
    const seqs = await index.find(storage.read, { room: known.room, ...range, phrases, facets, limit })
    if (rooms.length === 1) return seqs.map((seq) => ({ room: roomId, seq }))
    hits.push(...(await datedHits(needs, roomId, seqs)))
    hits = hits.sort(compareHits).slice(0, limit)
  }
  return hits
}

type Bounds = { fromMs: number; toMs: number | undefined; before: Cursor | null }

/** The numbers of a room that may be hits: durable, in the time that is wanted, and behind the page before. */
async function rangeOf({ lines, log }: SearchNeeds, roomId: string, { fromMs, toMs, before }: Bounds) {
  const at = await log.head(roomId)
  const numberAt = (ms: number) => lines.firstAt(roomId, ms)
  const ends = [at.head]
  if (toMs !== undefined) ends.push((await numberAt(toMs + 1)) - 1)
  if (before?.room === roomId) ends.push(before.seq - 1)
  else if (before) ends.push((await numberAt(roomId > before.room ? before.at + 1 : before.at)) - 1)
  return { from: fromMs > 0 ? await numberAt(fromMs) : at.floor, to: Math.min(...ends) }
}

async function datedHits({ storage }: SearchNeeds, room: string, seqs: readonly number[]): Promise<Cursor[]> {
  if (seqs.length === 0) return []
  const rows = await storage.read<{ at: number; seq: number }[]>`
    select e.at_ms as at, e.seq from json_each(${JSON.stringify(seqs)}) asked
    cross join events e on e.room_id = ${room} and e.seq = asked.value`
  return rows.map(({ at, seq }) => ({ at, room, seq }))
}

/** `read`: how many of the hits it is made of. `last`: the one of them behind which the next page begins. */
type Page = { json: string[]; read: number; last: Cursor | undefined }

/** The lines of the hits, as many from the front as fit into a frame. */
async function readPage({ lines }: SearchNeeds, hits: readonly Place[]): Promise<Page> {
  const found = new Map<string, DatedLine>()
  for (const [room, some] of Map.groupBy(hits, (hit) => hit.room)) {
    const seqs = some.map(({ seq }) => seq)
    for (const line of await lines.some(room, seqs)) found.set(`${room} ${line.seq}`, line)
  }
  const page: Page = { json: [], read: 0, last: undefined }
  let bytes = 0
  for (const { room, seq } of hits) {
    const line = found.get(`${room} ${seq}`)
    const isShown = line !== undefined && !isErased(line)
    if (isShown) bytes += byteLength(line.json)
    if (page.json.length > 0 && bytes > limits.frameBytes) break
    page.read++
    if (line) page.last = { at: line.at, room, seq }
    if (isShown) page.json.push(`{"room":"${room}","line":${line.json}}`)
  }
  return page
}

/** What was erased since it was found is a stub by now. To decode them all would be a tenth of the work of an answer. */
const isErased = ({ changed, json }: DatedLine): boolean => changed && readSearched(json)?.body === undefined

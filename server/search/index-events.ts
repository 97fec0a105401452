import type { Sql } from '#server/storage/database.ts'
import { documentOf, findIndexed, findIndexedRoom, readSearched } from './indexed-text.ts'
import type { Document, SearchIndex } from './search-index.ts'

/** What of a room's log is taken now: the events above number `after`, up to `upTo`. */
type Stretch = { id: string; after: number; upTo: number }
/** `room`: the index's own number of the room. */
type Marked = Stretch & { room: number }
/** `at`: the place of its stretch in the list. */
type EventRow = { at: number; seq: number; wire: string }
/** An edit of what had been indexed before; the newest of each message. */
type Edit = { room: Marked; message: number; edit: number; body: string }
type News = { documents: Document[]; edits: Edit[] }

/**
 * Takes the next events of some rooms into the index, at most `most` in all, and moves the rooms' marks, in one
 * transaction: a mark and what it stands for are never apart. Returns the rooms whose log goes on behind that. Besides the
 * documents it takes three statements, however many rooms there are (decision 0071).
 */
export async function indexEvents(
  sql: Sql,
  index: SearchIndex,
  ids: readonly string[],
  most: number,
): Promise<string[]> {
  const { stretches, more } = await findStretches(sql, ids, most)
  if (stretches.length === 0) return more
  const rooms = await moveMarks(sql, stretches)
  const { documents, edits } = readNews(rooms, await findEvents(sql, rooms))
  await index.add(sql, documents)
  for (const edit of edits.sort((a, b) => a.room.room - b.room.room || a.message - b.message)) {
    await indexEdit(sql, index, edit)
  }
  return more
}

/** Numbers have no holes (P-1), so a room's head says how many events there are, and nothing is read to be left. */
async function findStretches(sql: Sql, ids: readonly string[], most: number) {
  const behind = await sql<{ id: string; indexed: number; head: number }[]>`
    select heads.room_id as id, coalesce(done.indexed, 0) as indexed, heads.seq as head
    from json_each(${JSON.stringify(ids)}) asked
    cross join room_heads heads on heads.room_id = asked.value
    left join search_rooms done on done.room_id = heads.room_id
    where heads.seq > coalesce(done.indexed, 0) order by asked.key`
  const stretches: Stretch[] = []
  const more: string[] = []
  let left = most
  for (const { id, indexed, head } of behind) {
    const upTo = Math.min(head, indexed + left)
    if (upTo > indexed) stretches.push({ id, after: indexed, upTo })
    if (upTo < head) more.push(id)
    left -= upTo - indexed
  }
  return { stretches, more }
}

/** In the order of the rooms' numbers, which new rooms get here: the index takes rows quickly only as they ascend. */
async function moveMarks(sql: Sql, stretches: readonly Stretch[]): Promise<Marked[]> {
  const rows = await sql<{ id: string; room: number }[]>`
    insert into search_rooms (room_id, indexed)
    select asked.value ->> 'id', asked.value ->> 'upTo' from json_each(${JSON.stringify(stretches)}) asked where true
    on conflict (room_id) do update set indexed = excluded.indexed
    returning room_id as id, room`
  const numbers = new Map(rows.map(({ id, room }) => [id, room]))
  const marked = stretches.map((stretch) => ({ ...stretch, room: requireNumber(numbers.get(stretch.id)) }))
  return marked.sort((one, other) => one.room - other.room)
}

function requireNumber(room: number | undefined): number {
  if (room === undefined) throw new Error('a row that was written is not there')
  return room
}

/** `cross join` keeps the planner at the list: each stretch is a range of the primary key. */
const findEvents = (sql: Sql, rooms: readonly Marked[]) => sql<EventRow[]>`
  select asked.key as at, e.seq, e.wire from json_each(${JSON.stringify(rooms)}) asked
  cross join events e on e.room_id = asked.value ->> 'id'
    and e.seq > asked.value ->> 'after' and e.seq <= asked.value ->> 'upTo'
  order by asked.key, e.seq`

function readNews(rooms: readonly Marked[], rows: readonly EventRow[]): News {
  const documents: Document[] = []
  const edits = new Map<string, Edit>()
  for (const { at, seq, wire } of rows) {
    const room = rooms[at]
    const event = readSearched(wire)
    if (!room || event?.body === undefined) continue
    const { body } = event
    if (event.type === 'message.posted')
      documents.push(documentOf({ room: room.room, seq }, { by: event.by.id, body, files: event.files }))
    else edits.set(`${at} ${event.message}`, { room, message: event.message, edit: seq, body })
  }
  return { documents, edits: [...edits.values()] }
}

async function indexEdit(sql: Sql, index: SearchIndex, { room, message, edit, body }: Edit): Promise<void> {
  const place = { room: room.room, seq: message }
  const before = await findIndexed(sql, room.id, place)
  if (!before) return
  await index.remove(sql, documentOf(place, before))
  await index.add(sql, [documentOf(place, { ...before, body })])
  await sql`
    insert into search_edits (room, seq, edit) values (${room.room}, ${message}, ${edit})
    on conflict (room, seq) do update set edit = excluded.edit`
}

/**
 * Takes messages that are being erased out of the index. Call it in the erasing transaction and before the bodies are
 * emptied: what is taken out must be known word by word.
 */
export async function forgetMessages(
  sql: Sql,
  index: SearchIndex,
  roomId: string,
  seqs: readonly number[],
): Promise<void> {
  const room = await findIndexedRoom(sql, roomId)
  if (!room) return
  for (const seq of seqs.filter((one) => one <= room.indexed)) {
    const place = { room: room.room, seq }
    const said = await findIndexed(sql, roomId, place)
    if (said) await index.remove(sql, documentOf(place, said))
    await sql`delete from search_edits where room = ${room.room} and seq = ${seq}`
  }
}

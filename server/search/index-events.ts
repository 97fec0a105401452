import type { Sql } from '#server/storage/database.ts'
import { documentOf, findIndexed, findIndexedRoom, type IndexedRoom, readSearched } from './indexed-text.ts'
import type { Document, SearchIndex } from './search-index.ts'

/** `more`: rooms whose log goes on behind what was indexed now. */
export type Progress = { events: number; more: string[] }
type Room = IndexedRoom & { id: string }
type EventRow = { seq: number; wire: string }
/** An edit of what had been indexed before; the newest of each message. */
type Edit = { room: Room; message: number; edit: number; body: string }

/**
 * Takes the next events of some rooms into the index, at most `most` in all, and moves the rooms' marks, in one
 * transaction: a mark and what it stands for are never apart.
 */
export async function indexEvents(
  sql: Sql,
  index: SearchIndex,
  ids: readonly string[],
  most: number,
): Promise<Progress> {
  const rooms: Room[] = []
  for (const id of ids) rooms.push({ id, ...(await requireIndexedRoom(sql, id)) })
  // In the order of their numbers: the index takes rows quickly only as they ascend.
  rooms.sort((one, other) => one.room - other.room)
  const progress: Progress = { events: 0, more: [] }
  const edits: Edit[] = []
  for (const room of rooms) {
    const left = most - progress.events
    const rows = await sql<EventRow[]>`
      select seq, wire from events where room_id = ${room.id} and seq > ${room.indexed} order by seq limit ${left}`
    if (rows.length === left) progress.more.push(room.id)
    const last = rows.at(-1)
    if (!last) continue
    progress.events += rows.length
    const news = readNews(room, rows)
    await index.add(sql, news.documents)
    edits.push(...news.edits)
    await sql`update search_rooms set indexed = ${last.seq} where room = ${room.room}`
  }
  for (const edit of edits.sort((a, b) => a.room.room - b.room.room || a.message - b.message)) {
    await indexEdit(sql, index, edit)
  }
  return progress
}

async function requireIndexedRoom(sql: Sql, roomId: string): Promise<IndexedRoom> {
  const found = await findIndexedRoom(sql, roomId)
  if (found) return found
  const [made] = await sql<IndexedRoom[]>`
    insert into search_rooms (room_id, indexed) values (${roomId}, 0) returning room, indexed`
  if (!made) throw new Error('a row that was inserted is not there')
  return made
}

function readNews(room: Room, rows: readonly EventRow[]): { documents: Document[]; edits: Edit[] } {
  const documents: Document[] = []
  const edits = new Map<number, Edit>()
  for (const { seq, wire } of rows) {
    const event = readSearched(wire)
    if (event?.body === undefined) continue
    const { body } = event
    if (event.type === 'message.edited') edits.set(event.message, { room, message: event.message, edit: seq, body })
    else documents.push(documentOf({ room: room.room, seq }, { by: event.by.id, body, files: event.files }))
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

import type { MessageState } from '#protocol/lines.ts'
import type { Named } from '#protocol/people.ts'
import type { Sql } from '#server/storage/database.ts'

/** A message that somebody wants to change. `pinned`: number of the event that pinned it. */
export type Target = {
  author: string
  atMs: number
  wire: string
  state: MessageState | undefined
  pinned: number | null
}
type TargetRow = { author_id: string; at_ms: number; wire: string; state: string | null; pinned: number | null }
export type EditRow = { seq: number; type: string; at_ms: number; wire: string }

/** Null when the room has no such line, and when it was erased: the two look the same (T-2). */
export async function findTarget(sql: Sql, roomId: string, seq: number): Promise<Target | null> {
  const [row] = await sql<TargetRow[]>`
    select e.author_id, e.at_ms, e.wire, s.state, s.pinned
    from events e left join message_states s on s.room_id = e.room_id and s.seq = e.seq
    where e.room_id = ${roomId} and e.seq = ${seq} and e.type = 'message.posted'`
  if (!row) return null
  // What stands there was made by foldMessage.
  const state: MessageState | undefined = row.state === null ? undefined : JSON.parse(row.state)
  if (state?.erased) return null
  return { author: row.author_id, atMs: row.at_ms, wire: row.wire, state, pinned: row.pinned }
}

export async function saveState(
  sql: Sql,
  roomId: string,
  seq: number,
  { state, pinned }: { state: MessageState; pinned: number | null },
): Promise<void> {
  const crowded = state.reactions?.some(({ count, who }) => count > who.length) ? 1 : 0
  await sql`
    insert into message_states (room_id, seq, v, state, crowded, pinned)
    values (${roomId}, ${seq}, ${state.v}, ${JSON.stringify(state)}, ${crowded}, ${pinned})
    on conflict (room_id, seq) do update set
      v = excluded.v, state = excluded.state, crowded = excluded.crowded, pinned = excluded.pinned`
}

export async function countPins(sql: Sql, roomId: string): Promise<number> {
  const [row] = await sql<{ count: number }[]>`
    select cast(count(*) as integer) as count from message_states where room_id = ${roomId} and pinned is not null`
  return row?.count ?? 0
}

export async function hasReacted(
  sql: Sql,
  at: { room: string; message: number; kind: string },
  principalId: string,
): Promise<boolean> {
  const rows = await sql<{ seq: number }[]>`
    select seq from reactions
    where room_id = ${at.room} and seq = ${at.message} and principal_id = ${principalId} and kind = ${at.kind}`
  return rows.length > 0
}

export async function saveReaction(
  sql: Sql,
  at: { room: string; message: number; kind: string; on: boolean },
  principalId: string,
): Promise<void> {
  if (at.on)
    await sql`
      insert into reactions (room_id, seq, principal_id, kind)
      values (${at.room}, ${at.message}, ${principalId}, ${at.kind})`
  else
    await sql`
      delete from reactions
      where room_id = ${at.room} and seq = ${at.message} and principal_id = ${principalId} and kind = ${at.kind}`
}

/** Notes an event that holds words of a message or of what it leads to: an edit, or cards. */
export async function insertEdit(sql: Sql, roomId: string, message: number, seq: number): Promise<void> {
  await sql`insert into message_edits (room_id, message, seq) values (${roomId}, ${message}, ${seq})`
}

/** What holds words of a message beside itself, oldest first. */
export async function findEdits(sql: Sql, roomId: string, message: number): Promise<EditRow[]> {
  return sql<EditRow[]>`
    select e.seq, e.type, e.at_ms, e.wire from message_edits m join events e on e.room_id = m.room_id and e.seq = m.seq
    where m.room_id = ${roomId} and m.message = ${message} order by m.seq`
}

/** An erased message has no earlier words. Its reactions stay: nobody is shown them, and there may be 100,000 (HOUSE-13). */
export async function forgetEdits(sql: Sql, roomId: string, message: number): Promise<void> {
  await sql`delete from message_edits where room_id = ${roomId} and message = ${message}`
}

/** Notes whose words a message says again. */
export async function insertForward(sql: Sql, authorId: string, roomId: string, seq: number): Promise<void> {
  await sql`insert into forwards (author_id, room_id, seq) values (${authorId}, ${roomId}, ${seq})`
}

/** The next messages that say again what somebody said. */
export async function findForwards(
  sql: Sql,
  authorId: string,
  limit: number,
): Promise<{ room: string; seq: number }[]> {
  return sql<{ room: string; seq: number }[]>`
    select room_id as room, seq from forwards where author_id = ${authorId} limit ${limit}`
}

export async function deleteForward(sql: Sql, authorId: string, roomId: string, seq: number): Promise<void> {
  await sql`delete from forwards where author_id = ${authorId} and room_id = ${roomId} and seq = ${seq}`
}

export async function findWire(sql: Sql, roomId: string, seq: number): Promise<string | null> {
  const [row] = await sql<{ wire: string }[]>`select wire from events where room_id = ${roomId} and seq = ${seq}`
  return row?.wire ?? null
}

/** Whoever erased a message is called otherwise from now on, in the state of that message. */
export async function renameEraser(sql: Sql, roomId: string, seq: number, { id, name }: Named): Promise<void> {
  const [row] = await sql<{ state: string }[]>`
    select state from message_states where room_id = ${roomId} and seq = ${seq}`
  const state: MessageState | null = row ? JSON.parse(row.state) : null
  if (state?.erased?.by.id !== id) return
  const renamed = { ...state, erased: { ...state.erased, by: { id, name } } }
  await sql`update message_states set state = ${JSON.stringify(renamed)} where room_id = ${roomId} and seq = ${seq}`
}

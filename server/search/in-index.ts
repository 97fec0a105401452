import type { Sql } from '#server/storage/database.ts'
import { findIndexedRoom } from './indexed-text.ts'
import { sqliteIndex } from './search-index-sqlite.ts'

/** Whether search has a message of `by`, for who looks whether it is in step with the log. Null: it has not come so far yet. */
export async function isInIndex(
  sql: Sql,
  roomId: string,
  { seq, by }: { seq: number; by: string },
): Promise<boolean | null> {
  const room = await findIndexedRoom(sql, roomId)
  if (!room || room.indexed < seq) return null
  const wanted = { room: room.room, from: seq, to: seq, phrases: [], facets: [by], limit: 1 }
  return (await sqliteIndex.find(sql, wanted)).length === 1
}

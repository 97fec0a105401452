import type { Sql } from '#server/storage/database.ts'
import type { Analysed } from './analyse.ts'
import type { Phrase } from './read-query.ts'

/** A message as the index knows it. `room` is the index's own number of a room, `seq` the message's place there. */
export type Place = { room: number; seq: number }
export type Document = Place & { analysed: Analysed; facets: readonly string[] }

/** What to find in one room: newest first, numbers from `from` to `to`. */
export type Wanted = {
  room: number
  from: number
  to: number
  phrases: readonly Phrase[]
  facets: readonly string[]
  limit: number
}

/** What an index must be able to do, whatever database it lies in. It keeps no text: only what texts are found by. */
export type SearchIndex = {
  /** Adds messages. Quick only in ascending order of (room, seq). */
  add(sql: Sql, documents: readonly Document[]): Promise<void>
  /** Takes a message out, so that nothing of it is left on the disk. It must be what was added, word by word (P-7). */
  remove(sql: Sql, document: Document): Promise<void>
  /** Numbers of the messages in which all phrases stand, newest first. */
  find(sql: Sql, wanted: Wanted): Promise<number[]>
  /** Puts small parts together: a little at a time, so that no write becomes a long one (HOUSE-13). */
  tidy(sql: Sql): Promise<void>
  empty(sql: Sql): Promise<void>
}

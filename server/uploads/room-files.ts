import type { File } from '#protocol/files.ts'
import type { Sql } from '#server/storage/database.ts'
import { fileOf } from './file-rows.ts'

/** A file as its room has it. `hash` names its bytes. */
export type RoomFileRow = { seq: number; place: number; atMs: number; hash: string; file: File }

/**
 * Files of the messages of a room up to number `asOf`, oldest first. Each is looked up when it is wanted: its reader may take hours,
 * and what was erased meanwhile is not there any more (P-7).
 */
export async function* filesOfRoom(sql: Sql, room: string, asOf: number): AsyncGenerator<RoomFileRow> {
  type Row = { id: string; facts: string; seq: number; place: number; hash: string; made_ms: number }
  for (let after = { seq: 0, place: 0 }; ; ) {
    const [row] = await sql<Row[]>`
      select id, facts, seq, place, hash, made_ms from files
      where room_id = ${room} and seq is not null and seq >= ${after.seq} and seq <= ${asOf}
        and (seq > ${after.seq} or place > ${after.place})
      order by seq, place limit 1`
    if (!row) return
    yield { seq: row.seq, place: row.place, atMs: row.made_ms, hash: row.hash, file: fileOf(row) }
    after = row
  }
}

// bun leave-wal.ts <folder> <bytes>: writes into the room of the bench until the write-ahead log has so many bytes, as a server would
// whose checkpoints did not come, and is gone as after kill -9.
import { Database } from 'bun:sqlite'
import { statSync } from 'node:fs'
import path from 'node:path'
import { eventOf, ROOM } from '../search/fill-room.ts'

const [folder = '', bytes = '0'] = process.argv.slice(2)
const A_WRITE = 500
/** Of other messages than those that the room was filled with, and than those of a round before: a millisecond has 100,000. */
const FIRST = (Date.now() % 1e9) * 1e5
const file = path.join(folder, 'teahouse.sqlite')
const handle = new Database(file)
for (const pragma of ['journal_mode = wal', 'synchronous = normal', 'wal_autocheckpoint = 0'])
  handle.run(`pragma ${pragma}`)
const head = handle.query<{ seq: number }, { $room: string }>(
  'update room_heads set seq = seq + 1, lines = lines + 1 where room_id = $room returning seq',
)
const insert = handle.query(
  `insert into events (room_id, seq, at_ms, type, author_id, cid, check_hash, wire) values ($room, $seq, $at, $type, $author, $cid, $hash, $wire)`,
)
const write = handle.transaction((from: number) => {
  for (let at = from; at < from + A_WRITE; at++) {
    const { type, author, cid, checkHash, wire } = eventOf(FIRST + at, `a cup of tea in the log, ${at}`, Date.now())
    const seq = head.get({ $room: ROOM })?.seq ?? 0
    insert.run({
      $room: ROOM,
      $seq: seq,
      $at: Date.now(),
      $type: type,
      $author: author,
      $cid: cid,
      $hash: checkHash,
      $wire: wire,
    })
  }
})
for (let from = 0; statSync(`${file}-wal`).size < Number(bytes); from += A_WRITE) write(from)
process.kill(process.pid, 'SIGKILL')

// What the disk and a bare database can do, measured first: durable figures mean nothing without it.
import { Database } from 'bun:sqlite'
import { closeSync, fdatasyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import path from 'node:path'
import { migrate } from '#server/storage/migrate.ts'
import { sqliteTag } from '#server/storage/sqlite-statements.ts'
import type { DiskFigures } from './results.ts'
import { quantile } from './statistics.ts'

const SYNCS = 1_000
const PAGE_BYTES = 4_096

/** 1,000 times: 4 kB at the end of a file, then `fdatasync`. */
export function measureDisk(folder: string): DiskFigures {
  const own = mkdtempSync(path.join(folder, 'disk-'))
  const file = openSync(path.join(own, 'file'), 'w')
  const page = new Uint8Array(PAGE_BYTES).fill(7)
  const times: number[] = []
  for (let at = 0; at < SYNCS; at++) {
    const start = Bun.nanoseconds()
    writeSync(file, page)
    fdatasyncSync(file)
    times.push((Bun.nanoseconds() - start) / 1e6)
  }
  closeSync(file)
  rmSync(own, { recursive: true, force: true })
  return { syncs: SYNCS, p50Ms: quantile(times, 0.5), p99Ms: quantile(times, 0.99) }
}

/** As the product sets them (server/storage/database-sqlite.ts). */
const pragmas = [
  'journal_mode = wal',
  'synchronous = normal',
  'wal_autocheckpoint = 0',
  'foreign_keys = on',
  'secure_delete = on',
]
const ROOMS = 1_000
const ROWS = 30_000
export const rawBatches = [1, 10, 100, 1_000] as const

/**
 * The least that storing a message takes, for comparison: the product's own schema with all its indexes, the same two
 * statements, prepared, `batch` messages a commit, and an `fdatasync` of the write-ahead log after each. One thread,
 * nothing else to do, no checkpoints. The answer is rows a second.
 */
export async function measureRawInsert(folder: string, batch: number): Promise<number> {
  const own = mkdtempSync(path.join(folder, 'raw-'))
  const file = path.join(own, 'raw.sqlite')
  const db = new Database(file)
  for (const pragma of pragmas) db.run(`pragma ${pragma}`)
  await migrate(sqliteTag(db), (statement) => db.run(statement))
  const roomIds = Array.from({ length: ROOMS }, (_, at) => `r${String(at).padStart(12, '0')}`)
  db.transaction(() => {
    for (const room of roomIds) {
      db.run('insert into rooms (id, name, name_key, title, created_ms) values (?, ?, ?, ?, 0)', [
        room,
        room,
        room,
        room,
      ])
      db.run(`insert into room_heads (room_id, epoch, floor, seq, last_ms) values (?, 'e00000000000', 1, 0, 0)`, [room])
    }
  })()
  const perSecond = insertRows(db, openSync(`${file}-wal`, 'r'), roomIds, batch)
  db.close()
  rmSync(own, { recursive: true, force: true })
  return perSecond
}

function insertRows(db: Database, wal: number, roomIds: readonly string[], batch: number): number {
  const head = db.query<{ seq: number }, [number, number, string]>(
    `update room_heads set seq = seq + 1, lines = lines + 1, last_ms = case when last_ms > ? then last_ms else ? end
      where room_id = ? returning seq, last_ms, epoch, lines`,
  )
  const event = db.query(`insert into events (room_id, seq, at_ms, type, author_id, cid, check_hash, wire)
    values (?, ?, ?, 'message.posted', ?, ?, ?, ?) on conflict (room_id, author_id, cid) do nothing returning seq`)
  const rows = batch === 1 ? ROWS / 10 : ROWS
  const store = (at: number): void => {
    const room = roomIds[at % ROOMS] ?? ''
    const cid = `00000001-0000-4000-8000-${at.toString(16).padStart(12, '0')}`
    const author = `p${room.slice(1)}`
    const by = { id: author, name: `bench ${at % ROOMS}`, look: 1 }
    const seq = head.get(at, at, room)?.seq ?? 0
    const wire = JSON.stringify({ type: 'message.posted', by, cid, body: 'x'.repeat(120) })
    event.get(room, seq, at, author, cid, 'aaaaaaaaaaaaaaaaaaaaaa', wire)
  }
  const storeBatch = db.transaction((from: number) => {
    for (let at = from; at < from + batch; at++) store(at)
  })
  const start = Bun.nanoseconds()
  for (let at = 0; at < rows; at += batch) {
    storeBatch(at)
    fdatasyncSync(wal)
  }
  const seconds = (Bun.nanoseconds() - start) / 1e9
  closeSync(wal)
  return rows / seconds
}

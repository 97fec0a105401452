import { afterEach, expect, test } from 'bun:test'
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Database } from './database.ts'
import { StorageRefused } from './database.ts'
import { openSqlite } from './database-sqlite.ts'
import { damageOfWal } from './wal-soundness.ts'

const FRAME_BYTES = 4_096 + 24
const cleanups: (() => Promise<void> | void)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

const newFile = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'teahouse-sound-'))
  cleanups.push(() => rmSync(folder, { recursive: true }))
  return join(folder, 'house.sqlite')
}

async function write(database: Database, count: number, name: string, syncEvery = 1): Promise<void> {
  for (let at = 0; at < count; at++) {
    const id = `${name}${at}`
    await database.transaction(async (sql) => {
      await sql`insert into rooms (id, name, name_key, title, created_ms) values (${id}, ${id}, ${id}, ${'x'.repeat(3_000)}, 1)`
    })
    if (at % syncEvery === 0) await database.makeDurable()
  }
  await database.makeDurable()
}

/** A database whose process was killed, and the bytes of its WAL. */
async function killedHouse(commits: number): Promise<{ file: string; wal: Buffer }> {
  const file = newFile()
  const database = await openSqlite(file)
  cleanups.push(() => database.close())
  await write(database, commits, 'room')
  const copy = newFile()
  for (const end of ['', '-wal']) copyFileSync(file + end, copy + end)
  const wal = readFileSync(`${copy}-wal`)
  // The zeros behind it are many, and say nothing.
  return { file: copy, wal: wal.subarray(0, 32 + (framesOf(wal).count + 4) * FRAME_BYTES) }
}

const frameOf = (wal: Buffer, number: number): Buffer =>
  wal.subarray(32 + number * FRAME_BYTES, 32 + (number + 1) * FRAME_BYTES)
const isOurs = (wal: Buffer, frame: Buffer): boolean => frame.subarray(8, 16).equals(wal.subarray(16, 24))

/** How many frames there are, and which of them end a transaction. */
function framesOf(wal: Buffer): { count: number; commits: number[] } {
  const commits: number[] = []
  let count = 0
  for (; isOurs(wal, frameOf(wal, count)); count++) if (frameOf(wal, count).readUInt32BE(4) !== 0) commits.push(count)
  return { count, commits }
}

function damaged(file: string, wal: Buffer, change: (wal: Buffer) => void): number | null {
  const copy = Buffer.from(wal)
  change(copy)
  writeFileSync(`${file}-wal`, copy)
  return damageOfWal(`${file}-wal`)?.atByte ?? null
}

const flip = (at: number) => (wal: Buffer) => void wal.writeUInt8(wal.readUInt8(at) ^ 0x04, at)

test('[P-16] [F-7] a turned bit of the WAL is found in every part of a frame, and told with its place', async () => {
  const { file, wal } = await killedHouse(12)
  expect(damageOfWal(`${file}-wal`)).toBeNull()
  const { commits } = framesOf(wal)
  // Behind these stands the end of another transaction: the one of a wrong frame, and one that came after it was synced.
  const last = commits.at(-3) ?? 0
  expect(last).toBeGreaterThan(20)
  const places = [0, 2, 5, 8, 13, 16, 21, 24, 1_000, FRAME_BYTES - 1]
  for (let frame = 0; frame <= last; frame += 3) {
    for (const place of places) {
      const begins = 32 + frame * FRAME_BYTES
      expect([frame, place, damaged(file, wal, flip(begins + place))]).toEqual([frame, place, begins])
    }
  }
  for (let at = 0; at < 32; at++) expect([at, damaged(file, wal, flip(at))]).toEqual([at, 0])
})

test('[P-3] [F-2] what a loss of power leaves of the last transaction is no damage', async () => {
  const { file, wal } = await killedHouse(6)
  const { count, commits } = framesOf(wal)
  const first = (commits.at(-2) ?? 0) + 1
  expect(count - first).toBeGreaterThan(0)
  for (let torn = first; torn < count; torn++) {
    expect(damaged(file, wal, (copy) => void frameOf(copy, torn).fill(0))).toBeNull()
    expect(damaged(file, wal, (copy) => void frameOf(copy, torn).fill(0, 24 + 512))).toBeNull()
  }
  expect(damaged(file, wal, (copy) => void copy.fill(0))).toBeNull()
  expect(damageOfWal(`${file}-none`)).toBeNull()
})

test('[P-3] [F-2] nor is what a second loss of power leaves, before the end of what the first one has left', async () => {
  const file = newFile()
  const database = await openSqlite(file)
  cleanups.push(() => database.close())
  await write(database, 6, 'room')
  const sound = framesOf(readFileSync(`${file}-wal`)).count
  await database.transaction(async (sql) => {
    for (let at = 0; at < 30; at++)
      await sql`insert into rooms (id, name, name_key, title, created_ms) values (${`large${at}`}, ${`l${at}`}, ${`l${at}`}, ${'x'.repeat(3_000)}, 1)`
  })
  // The words of one page of it never came to the disk.
  const once = tornCopy(file, sound)
  expect(damageOfWal(`${once}-wal`)).toBeNull()
  const again = await openSqlite(once)
  cleanups.push(() => again.close())
  expect((await again.read`select id from rooms`).length).toBe(6)
  await write(again, 1, 'later')
  const twice = tornCopy(once, sound)
  const { commits } = framesOf(readFileSync(`${twice}-wal`))
  expect(commits.filter((frame) => frame > sound).length).toBe(2)
  expect(damageOfWal(`${twice}-wal`)).toBeNull()
  const third = await openSqlite(twice)
  cleanups.push(() => third.close())
  expect((await third.read`select id from rooms`).length).toBe(6)
})

function tornCopy(file: string, frame: number): string {
  const copy = newFile()
  for (const end of ['', '-wal']) copyFileSync(file + end, copy + end)
  const wal = readFileSync(`${copy}-wal`)
  frameOf(wal, frame).fill(0, 24)
  writeFileSync(`${copy}-wal`, wal)
  return copy
}

test('[P-16] frames of an earlier turn of the WAL behind its end are no damage', async () => {
  const file = newFile()
  const database = await openSqlite(file)
  cleanups.push(() => database.close())
  await write(database, 3_200, 'room', 400)
  const isBegunAnew = (wal: Buffer) => frameOf(wal, framesOf(wal).count).some((byte) => byte !== 0)
  let wal = readFileSync(`${file}-wal`)
  for (let round = 0; round < 100 && !isBegunAnew(wal); round++) {
    await write(database, 10, `later${round}.`)
    wal = readFileSync(`${file}-wal`)
  }
  expect(isBegunAnew(wal)).toBe(true)
  expect(damageOfWal(`${file}-wal`)).toBeNull()
})

test('[P-16] [F-7] a house with a damaged WAL does not open, says where, and opens with what lies before it', async () => {
  const { file, wal } = await killedHouse(12)
  const { commits } = framesOf(wal)
  const at = 32 + (commits.at(-8) ?? 0) * FRAME_BYTES
  damaged(file, wal, flip(at + 100))
  await expect(openSqlite(file)).rejects.toBeInstanceOf(StorageRefused)
  await expect(openSqlite(file)).rejects.toThrow(`damaged at byte ${at}: messages behind it would be lost`)
  writeFileSync(`${file}-wal`, readFileSync(`${file}-wal`).subarray(0, at))
  const again = await openSqlite(file)
  cleanups.push(() => again.close())
  expect((await again.read`select id from rooms`).length).toBe(4)
})

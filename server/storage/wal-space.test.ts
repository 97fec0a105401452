import { Database as Handle } from 'bun:sqlite'
import { afterEach, expect, test } from 'bun:test'
import { copyFileSync, mkdtempSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Database } from './database.ts'
import { openSqlite } from './database-sqlite.ts'
import { reserveWal, WAL_RESERVE_BYTES, type WalFile } from './wal-space.ts'

const cleanups: (() => Promise<void> | void)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

const newFile = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'teahouse-wal-'))
  cleanups.push(() => rmSync(folder, { recursive: true }))
  return join(folder, 'house.sqlite')
}

async function openHouse(file: string): Promise<Database> {
  const database = await openSqlite(file)
  cleanups.push(() => database.close())
  return database
}

async function addRoom(database: Database, name: string): Promise<void> {
  await database.transaction(async (sql) => {
    await sql`insert into rooms (id, name, name_key, title, created_ms) values (${name}, ${name}, ${name}, ${name}, 1)`
  })
  await database.makeDurable()
}

const COUNT_ROOMS = `
  const { Database } = require('bun:sqlite')
  const house = new Database(process.argv[1], { readwrite: true })
  process.stdout.write(String(house.query('select count(*) as count from rooms').get().count))`

const rooms = async (database: Database): Promise<string[]> =>
  (await database.read<{ id: string }[]>`select id from rooms order by id`).map(({ id }) => id)

/** The files as they lie there when the process is killed. */
function crashCopy(file: string): string {
  const copy = newFile()
  for (const end of ['', '-wal']) copyFileSync(file + end, copy + end)
  return copy
}

test('[P-3] the WAL is as long as it will be before the first message', async () => {
  const file = newFile()
  const database = await openHouse(file)
  expect(statSync(`${file}-wal`).size).toBe(WAL_RESERVE_BYTES)
  await addRoom(database, 'one')
  expect(statSync(`${file}-wal`).size).toBe(WAL_RESERVE_BYTES)
})

test('[P-16] the index of the WAL has its room before the first message, and no lock is lost by it', async () => {
  const file = newFile()
  const database = await openHouse(file)
  const { size, blocks } = statSync(`${file}-shm`)
  // 65,536 frames of 4 kB in blocks of 4,096, the first of which is shorter.
  expect(size).toBe(17 * 32_768)
  expect(blocks * 512).toBeGreaterThanOrEqual(size)
  await addRoom(database, 'one')
  // Another process sees that somebody is here: with our locks lost it would take itself for the first, and cut the index to nothing.
  const other = Bun.spawnSync([process.execPath, '-e', COUNT_ROOMS, file])
  expect(other.stdout.toString()).toBe('1')
  expect(statSync(`${file}-shm`).size).toBe(size)
  await addRoom(database, 'two')
  expect(await rooms(database)).toEqual(['one', 'two'])
})

test('[P-15] after a kill everything is there, and the zeros behind it are nothing', async () => {
  const file = newFile()
  const database = await openHouse(file)
  await addRoom(database, 'one')
  await addRoom(database, 'two')
  const copy = crashCopy(file)
  const again = await openHouse(copy)
  expect(await rooms(again)).toEqual(['one', 'two'])
  await addRoom(again, 'three')
  const third = await openHouse(crashCopy(copy))
  expect(await rooms(third)).toEqual(['one', 'three', 'two'])
  expect(new Handle(copy, { readonly: true }).query('pragma quick_check').values()).toEqual([['ok']])
})

test('[P-15] a WAL of an older start is filled up behind its frames', async () => {
  const file = newFile()
  const database = await openHouse(file)
  await addRoom(database, 'one')
  const copy = crashCopy(file)
  // In the middle of the zeros, where a shorter reserve would have ended, and not at the end of a frame.
  truncateSync(`${copy}-wal`, 1024 * 1024 + 7)
  const again = await openHouse(copy)
  expect(statSync(`${copy}-wal`).size).toBe(WAL_RESERVE_BYTES)
  await addRoom(again, 'two')
  expect(await rooms(again)).toEqual(['one', 'two'])
})

test('[P-16] a disk without room for the reserve gets its last bytes back, and the server starts', async () => {
  const file = newFile()
  writeFileSync(file, 'frames')
  const real = await open(file, 'a+')
  let writes = 0
  const filling: WalFile = {
    stat: real.stat.bind(real),
    truncate: real.truncate.bind(real),
    datasync: real.datasync.bind(real),
    write: ((...words: Parameters<typeof real.write>) => {
      if (++writes > 3) throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' })
      return real.write(...words)
    }) as typeof real.write,
  }
  await reserveWal(filling)
  await real.close()
  expect(writes).toBe(4)
  expect(statSync(file).size).toBe(6)
})

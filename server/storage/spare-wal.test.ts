import { Database as Handle } from 'bun:sqlite'
import { afterAll, expect, test } from 'bun:test'
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openSqlite } from './database-sqlite.ts'
import { WAL_RESERVE_BYTES } from './wal-space.ts'

const folder = mkdtempSync(join(tmpdir(), 'teahouse-spare-wal-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const ROUNDS = 40
const fileIn = (name: string): string => join(folder, name, 'teahouse.sqlite')
const namesIn = (file: string): string[] =>
  readdirSync(join(file, '..'))
    .filter((name) => name.startsWith('teahouse.sqlite'))
    .sort()

/** Writes the same pages again and again, each time a transaction of its own: a frame of an earlier one in the database would be seen. */
async function write(store: Awaited<ReturnType<typeof openSqlite>>, from: number): Promise<void> {
  for (let round = from; round < from + ROUNDS; round++)
    await store.transaction(async (sql) => {
      await sql`insert into spare_rows (at, word) values (${round}, ${`word ${round} `.repeat(100)})`
      await sql`update spare_rows set seen = ${round}`
    })
  await store.makeDurable()
}

/** An open house with rows, and what is then to be found in it. */
async function openedHouse(name: string) {
  const file = fileIn(name)
  const store = await openSqlite(file)
  await store.transaction(
    async (sql) => await sql`create table spare_rows (at integer primary key, word text, seen integer)`,
  )
  await write(store, 0)
  return { file, store }
}

/** What lies in a copy of the database with such files beside it, once it was opened and closed. */
async function readsAll(name: string, database: string, beside: Record<string, Uint8Array>): Promise<void> {
  const copy = fileIn(name)
  mkdirSync(join(copy, '..'))
  copyFileSync(database, copy)
  for (const [end, bytes] of Object.entries(beside)) writeFileSync(copy + end, bytes)
  const store = await openSqlite(copy)
  await write(store, ROUNDS)
  await store.close()
  expectAll(copy, 2 * ROUNDS)
  expect(namesIn(copy)).toEqual(['teahouse.sqlite', 'teahouse.sqlite-wal-spare'])
}

function stateOf(file: string) {
  // One that may write takes its WAL with it when it goes.
  const handle = new Handle(file)
  try {
    const rows = handle.query('select count(*) as rows, min(seen) as least, max(seen) as most from spare_rows').get()
    return { rows, check: handle.query('pragma integrity_check').get() }
  } finally {
    handle.close()
  }
}
const expectAll = (file: string, count: number): void =>
  expect(stateOf(file)).toEqual({
    rows: { rows: count, least: count - 1, most: count - 1 },
    check: { integrity_check: 'ok' },
  })

test('[P-3] a house that was closed has no WAL, and zeros in the blocks of the one it had; the next start uses them', async () => {
  const { file, store } = await openedHouse('again')
  const { ino } = statSync(`${file}-wal`)
  await store.close()
  expect(namesIn(file)).toEqual(['teahouse.sqlite', 'teahouse.sqlite-wal-spare'])
  expect(readFileSync(`${file}-wal-spare`).equals(Buffer.alloc(WAL_RESERVE_BYTES))).toBe(true)
  for (let start = 1; start < 4; start++) {
    const again = await openSqlite(file)
    expect(statSync(`${file}-wal`)).toMatchObject({ ino, size: WAL_RESERVE_BYTES, nlink: 1 })
    expect(existsSync(`${file}-wal-spare`)).toBe(false)
    await write(again, start * ROUNDS)
    await again.close()
    expectAll(file, (start + 1) * ROUNDS)
  }
})

test('[P-3] [P-17] killed between any two steps of closing, or with the removed name back after a power loss: all is there', async () => {
  const { file, store } = await openedHouse('steps')
  const frames = readFileSync(`${file}-wal`)
  const early = join(folder, 'early.sqlite')
  copyFileSync(file, early)
  await store.close()
  const headless = Buffer.from(frames).fill(0, 0, 32)
  const half = Buffer.from(headless).fill(0, 64 * 1024)
  const zeros = Buffer.alloc(WAL_RESERVE_BYTES)
  // Nothing copied yet, and the second name made.
  await readsAll('linked', early, { '-wal': frames, '-wal-aside': frames })
  // SQLite has removed the first name; its head is zeros; some frames are; all are; it has its name.
  for (const [step, aside] of Object.entries({ removed: frames, headless, half, zeros })) {
    await readsAll(step, file, { '-wal-aside': aside })
    await readsAll(`${step}-back`, file, { '-wal': aside, '-wal-aside': aside })
  }
  await readsAll('named', file, { '-wal-spare': zeros })
  await readsAll('named-back', file, { '-wal': zeros, '-wal-spare': zeros })
})

test('were frames taken before the head, such a power loss would bring back older pages', async () => {
  const { file, store } = await openedHouse('wrong-order')
  const frames = readFileSync(`${file}-wal`)
  await store.close()
  writeFileSync(`${file}-wal`, frames.fill(0, 200 * 1024, 32 * 1024 * 1024))
  expect(() => expectAll(file, ROUNDS)).toThrow()
})

test('[F-24] whoever still reads keeps the WAL that it reads: no spare is made of it', async () => {
  const { file, store } = await openedHouse('read')
  const reader = new Handle(file, { readonly: true })
  reader.run('begin')
  expect(reader.query('select count(*) as rows from spare_rows').get()).toEqual({ rows: ROUNDS })
  await store.close()
  expect(namesIn(file)).toEqual(['teahouse.sqlite', 'teahouse.sqlite-shm', 'teahouse.sqlite-wal'])
  expect(reader.query('select max(seen) as most from spare_rows').get()).toEqual({ most: ROUNDS - 1 })
  reader.run('commit')
  reader.close()
  expectAll(file, ROUNDS)
})

test('whoever has it open and reads nothing is left an empty WAL: what was erased is in no file', async () => {
  const { file, store } = await openedHouse('idle')
  const idle = new Handle(file, { readonly: true })
  expect(idle.query('select count(*) as rows from spare_rows').get()).toEqual({ rows: ROUNDS })
  await store.close()
  expect(statSync(`${file}-wal`).size).toBe(0)
  idle.close()
  expectAll(file, ROUNDS)
})

test('[P-3] a WAL that somebody else has written stays, and a spare is no reason to lose it', async () => {
  const { file, store } = await openedHouse('beside')
  await store.close()
  const spare = readFileSync(`${file}-wal-spare`)
  const other = new Handle(file)
  other.run(`insert into spare_rows (at, seen) values (${ROUNDS}, ${ROUNDS})`)
  other.run(`update spare_rows set seen = ${ROUNDS}`)
  await readsAllOf(file, { '-wal': readFileSync(`${file}-wal`), '-wal-spare': spare })
  other.close()
})

/** As after a kill of that somebody. */
async function readsAllOf(from: string, beside: Record<string, Uint8Array>): Promise<void> {
  const copy = fileIn('beside-copy')
  mkdirSync(join(copy, '..'))
  copyFileSync(from, copy)
  for (const [end, bytes] of Object.entries(beside)) writeFileSync(copy + end, bytes)
  await (await openSqlite(copy)).close()
  expectAll(copy, ROUNDS + 1)
}

test('what is no spare is not used: one with frames, and any beside a database that has no WAL', async () => {
  const { file, store } = await openedHouse('foreign')
  const frames = readFileSync(`${file}-wal`)
  await store.close()
  const later = await openSqlite(file)
  await write(later, ROUNDS)
  await later.close()
  writeFileSync(`${file}-wal-spare`, frames.fill(0, 200 * 1024))
  await (await openSqlite(file)).close()
  expectAll(file, 2 * ROUNDS)
  // As an operator's copy may be (`vacuum into`).
  const plain = new Handle(file)
  plain.run('pragma journal_mode = delete')
  plain.close()
  await (await openSqlite(file)).close()
  expect([...readFileSync(file).subarray(18, 20)]).toEqual([2, 2])
  expectAll(file, 2 * ROUNDS)
})

import { expect, test } from 'bun:test'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { standingOf, standingTables } from '#server/rooms/standing.ts'
import type { Sql } from './database.ts'
import { openSqlite } from './database-sqlite.ts'
import { tablesWritten } from './remembered.ts'

async function openMemory() {
  const database = await openSqlite(join(mkdtempSync(join(tmpdir(), 'remembered-')), 'house.sqlite'))
  const roles = database.remember<string>(['bans'])
  let reads = 0
  const find = async (sql: Sql): Promise<string> =>
    roles.find('room person', async () => {
      reads++
      const rows = await sql<{ by: string }[]>`select by_id as by from bans`
      return rows.map(({ by }) => by).join()
    })
  const ban = (sql: Sql, by: string) =>
    sql`insert into bans (room_id, principal_id, by_id, at_ms, was_member) values (${'r'}, ${by}, ${by}, ${0}, ${0})`
  await database.transaction(
    async (sql) => sql`insert into rooms (id, name, name_key, title, created_ms) values ('r', 'r', 'r', 'r', 0)`,
  )
  return { database, find, ban, reads: () => reads }
}

test('[P-27] what writes have read is read again as soon as a write touches the table, in the same write too', async () => {
  const { database, find, ban, reads } = await openMemory()
  const transaction: typeof database.transaction = (work) => database.transaction(work)
  expect(await transaction(find)).toBe('')
  expect(await transaction(find)).toBe('')
  expect(reads()).toBe(1)
  await transaction(async (sql) => {
    await ban(sql, 'ada')
    expect(await find(sql)).toBe('ada')
  })
  expect(await transaction(find)).toBe('ada')
  expect(reads()).toBe(2)
  await transaction(async (sql) => sql`delete from bans`)
  expect(await transaction(find)).toBe('')
  // Another table is nothing to it.
  await transaction(async (sql) => sql`delete from house`)
  expect(await transaction(find)).toBe('')
  expect(reads()).toBe(3)
  await database.close()
})

test('[P-27] what was read of a write that is undone is forgotten, also where it fails alone', async () => {
  const { database, find, ban } = await openMemory()
  const failing = async (sql: Sql): Promise<void> => {
    await ban(sql, 'ada')
    expect(await find(sql)).toBe('ada')
    throw new Error('no')
  }
  expect(await database.transaction(failing).catch(String)).toBe('Error: no')
  expect(await database.transaction(find)).toBe('')
  await database.transaction(async (sql) => {
    expect(await database.savepoint(() => failing(sql)).catch(String)).toBe('Error: no')
    expect(await find(sql)).toBe('')
  })
  await database.close()
})

test('what a write touches while it is read is not kept', async () => {
  const { database, ban } = await openMemory()
  const memory = database.remember<string>(['bans'])
  await database.transaction(async (sql) => {
    const old = memory.find('key', async () => {
      await ban(sql, 'ada')
      return 'old'
    })
    expect(await old).toBe('old')
    expect(await memory.find('key', () => 'new')).toBe('new')
  })
  await database.close()
})

test('the tables that a statement writes to', () => {
  expect(tablesWritten('insert into rooms (id) values (?)')).toEqual(['rooms'])
  expect(tablesWritten('INSERT OR IGNORE INTO\n  bans select 1')).toEqual(['bans'])
  expect(tablesWritten('with old as (select 1) update members set role = ? where id in old')).toEqual(['members'])
  expect(tablesWritten('replace into main.bans values (?)')).toEqual(['bans'])
  expect(tablesWritten('delete from members where room_id = ?')).toEqual(['members'])
  expect(tablesWritten('insert into a values (?) on conflict (id) do update set x = 1')).toContain('a')
  expect(tablesWritten('select role from members where room_id = ?')).toEqual([])
})

test('[P-27] a standing is made of the tables that its memory follows, and of no other', async () => {
  let text = ''
  const sql: Sql = (parts) => {
    text = parts.join('?')
    throw new Error('seen')
  }
  expect(await standingOf(sql, 'r', 'p').catch(String)).toBe('Error: seen')
  expect([...text.matchAll(/\b(?:from|join)\s+(\w+)/g)].map(([, table]) => table).sort()).toEqual(
    [...standingTables].sort(),
  )
})

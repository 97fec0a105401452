import { Database as Handle } from 'bun:sqlite'
import { afterAll, expect, test } from 'bun:test'
import { mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { StorageRefused } from './database.ts'
import { copyDatabase } from './snapshot.ts'

const folder = mkdtempSync(join(tmpdir(), 'teahouse-snapshot-'))
afterAll(() => rmSync(folder, { recursive: true }))

test('[T-13] the copy of a database, which lies in a folder of others, is for its owner alone and follows no link', async () => {
  const from = join(folder, 'house.sqlite')
  const handle = new Handle(from)
  handle.run('create table words (text)')
  handle.close()
  const to = join(folder, 'copy.sqlite')
  await copyDatabase(from, to)
  expect(statSync(to).mode & 0o777).toBe(0o600)
  const victim = join(folder, 'victim')
  writeFileSync(victim, '')
  symlinkSync(victim, join(folder, 'link.sqlite'))
  await expect(copyDatabase(from, join(folder, 'link.sqlite'))).rejects.toBeInstanceOf(StorageRefused)
  expect(statSync(victim).size).toBe(0)
})

import { Database } from 'bun:sqlite'
import { afterAll, expect, test } from 'bun:test'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openOwn } from './checkpoint-worker.ts'

const folder = mkdtempSync(join(tmpdir(), 'teahouse-checkpoint-worker-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const NORMAL = 1
const FULL = 2

/** What a connection says of itself. */
const asked = (handle: Database, pragma: string): unknown =>
  Object.values(handle.query<Record<string, unknown>, []>(`pragma ${pragma}`).get() ?? {})[0]

test('[P-29] [decision 0063] what begins the WAL anew is not synced by itself', () => {
  const path = join(folder, 'own.sqlite')
  const plain = new Database(path)
  plain.run('pragma journal_mode = wal')
  // Control: a connection that says nothing syncs it.
  expect(asked(plain, 'synchronous')).toBe(FULL)
  const own = openOwn(path)
  expect(asked(own, 'synchronous')).toBe(NORMAL)
  own.close()
  plain.close()
})

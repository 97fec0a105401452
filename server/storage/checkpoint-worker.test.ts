import { Database } from 'bun:sqlite'
import { afterAll, expect, test } from 'bun:test'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openOwn } from './checkpoint-worker.ts'
import { WAL_RESERVE_BYTES } from './wal-space.ts'

const folder = mkdtempSync(join(tmpdir(), 'teahouse-checkpoint-worker-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const NORMAL = 1
const FULL = 2

/** What a connection says of itself. */
const asked = (handle: Database, pragma: string): unknown =>
  Object.values(handle.query<Record<string, unknown>, []>(`pragma ${pragma}`).get() ?? {})[0]

test('[P-29] [decision 0063] what begins the WAL anew is not synced by itself, and what a reader let it grow to is given back', () => {
  const path = join(folder, 'own.sqlite')
  const plain = new Database(path)
  plain.run('pragma journal_mode = wal')
  // Control: a connection that says nothing syncs each of its frames, and keeps the WAL as large as it was.
  expect([asked(plain, 'synchronous'), asked(plain, 'journal_size_limit')]).toEqual([FULL, -1])
  const own = openOwn(path)
  expect([asked(own, 'synchronous'), asked(own, 'journal_size_limit')]).toEqual([NORMAL, 2 * WAL_RESERVE_BYTES])
  own.close()
  plain.close()
})

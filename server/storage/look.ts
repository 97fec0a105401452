import { Database as Handle, SQLiteError } from 'bun:sqlite'
import { existsSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Sql } from './database.ts'
import { StorageRefused } from './database.ts'
import { isFolderInUse } from './process-lock.ts'
import { sqliteTag } from './sqlite-statements.ts'
import { damagedWal, lastingDamageOfWal } from './wal-soundness.ts'

/** A look at a database that somebody else may be writing to. It can change nothing but tables of its own, which go with it. */
export type Look = {
  readonly sql: Sql
  /**
   * All that `work` reads is of one moment. Keep it short: as long as it lasts, the WAL cannot begin anew, and nobody else of this look
   * may read.
   */
  atOnce<T>(work: () => Promise<T>): Promise<T>
  /** What SQLite itself finds wrong, in its words; empty: nothing. `whole` also holds the indexes against their tables. */
  check(depth: 'quick' | 'whole', table?: string): string[]
  /** Makes or drops tables of this look's own, by `create temp table …`. */
  own(statement: string): void
  close(): void
}

/** Fits into memory whatever the database has; what does not goes to the disk. */
const CACHE_KIB = 16 * 1024

/** Refuses with `StorageRefused` where there is no database that could be read. */
export function openLook(path: string): Look {
  if (!existsSync(path)) throw new StorageRefused(`There is no database at ${path}.`)
  refuseDamaged(path)
  try {
    return lookThrough(new Handle(path, { readonly: true }))
  } catch (error) {
    if (!(error instanceof SQLiteError)) throw error
    throw new StorageRefused(`${path} cannot be read: ${error.message}`, { cause: error })
  }
}

/**
 * SQLite empties a WAL of which it can read nothing when the last who looked goes, also one who may only read: what could be saved of it would be
 * gone, and the next start would not know. A server that runs has read it before it was damaged, and goes later.
 */
function refuseDamaged(path: string): void {
  const damage = lastingDamageOfWal(`${path}-wal`)
  if (damage && !isFolderInUse(dirname(path))) throw damagedWal(`${path}-wal`, damage)
}

function lookThrough(handle: Handle): Look {
  for (const pragma of ['busy_timeout = 5000', `cache_size = -${CACHE_KIB}`, 'temp_store = file'])
    handle.run(`pragma ${pragma}`)
  handle.query('select count(*) from sqlite_schema').get()
  return {
    sql: sqliteTag(handle),
    async atOnce(work) {
      handle.run('begin')
      try {
        return await work()
      } finally {
        if (handle.inTransaction) handle.run('commit')
      }
    },
    check(depth, table) {
      const name = depth === 'quick' ? 'quick_check' : 'integrity_check'
      // A name of our own schema, or none.
      const rows = handle
        .query<Record<string, string>, []>(`pragma ${name}${table === undefined ? '' : `('${table}')`}`)
        .all()
      return rows.flatMap((row) => Object.values(row)).filter((words) => words !== 'ok')
    },
    own: (statement) => void handle.run(statement),
    close: () => handle.close(),
  }
}

/** Whether SQLite could not read what the file holds: the file is damaged. */
export const isUnreadable = (error: unknown): error is Error =>
  error instanceof SQLiteError && /^SQLITE_(CORRUPT|NOTADB|IOERR)/.test(error.code ?? '')

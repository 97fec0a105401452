import { Database as Handle, SQLiteError } from 'bun:sqlite'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { StorageRefused } from './database.ts'

/** Where `teahouse restore` puts a house together in a folder that cannot be replaced as a whole … */
export const HALF_INSIDE = 'restoring'
/** … and beside one that can. */
export const halfBeside = (folder: string): string => join(dirname(folder), `.${basename(folder)}.restoring`)

/** Where a restore was cut short there may be no folder for a moment: an empty house would take the place of a full one. */
export function requireNoHalfBeside(folder: string): void {
  const half = halfBeside(folder)
  if (existsSync(folder) || !existsSync(half)) return
  throw new StorageRefused(
    `DATA_DIR ${folder} is not there, but ${half} is: a restore was cut short. Restore again; to begin with an empty house, remove ${half}.`,
  )
}
const LOCK = 'teahouse.lock'

/**
 * One process a data folder (HOUSE-3). An exclusive SQLite transaction holds an operating-system lock that dies with the
 * process, so a kill -9 leaves nothing to clean up (F-29). Returns its release.
 */
export function lockFolder(folder: string): () => void {
  if (existsSync(join(folder, HALF_INSIDE)))
    throw new StorageRefused(
      `DATA_DIR ${folder} holds a restore that was cut short. Empty the folder and restore again.`,
    )
  const notePath = join(folder, 'running.json')
  const release = lockFile(join(folder, LOCK))
  if (!release)
    throw new StorageRefused(`DATA_DIR ${folder} is in use by another Teahouse${whoRuns(notePath)}. Stop it first.`)
  noteWho(notePath)
  return release
}

/** An exclusive lock on a file, which is made where there is none; it dies with the process. Returns its release; null: somebody else has it. */
export function lockFile(path: string): (() => void) | null {
  const lock = new Handle(path, { create: true })
  try {
    lock.run('pragma busy_timeout = 0')
    // Nothing is ever written into it, and a full disk is no reason not to start: whoever reads goes on reading (P-16).
    lock.run('pragma journal_mode = memory')
    lock.run('begin exclusive')
  } catch (cause) {
    lock.close()
    // Whatever else went wrong is told as what it is: a folder that may not be written holds no other Teahouse.
    if (!isBusy(cause)) throw cause
    return null
  }
  return () => {
    lock.run('rollback')
    lock.close()
  }
}

/** Whether somebody holds it now. Takes and makes nothing. */
export function isFolderInUse(folder: string): boolean {
  const path = join(folder, LOCK)
  if (!existsSync(path)) return false
  const lock = new Handle(path, { readonly: true })
  try {
    lock.run('pragma busy_timeout = 0')
    lock.query('select count(*) from sqlite_schema').get()
    return false
  } catch (error) {
    if (isBusy(error)) return true
    throw error
  } finally {
    lock.close()
  }
}

const isBusy = (error: unknown): boolean => error instanceof SQLiteError && /^SQLITE_BUSY/.test(error.code ?? '')

/** For the sentence of a refusal alone: a disk that has no room for it takes a server all the same. */
function noteWho(notePath: string): void {
  try {
    writeFileSync(notePath, JSON.stringify({ pid: process.pid }))
  } catch {
    // `whoRuns` does without it.
  }
}

function whoRuns(notePath: string): string {
  try {
    const note: unknown = JSON.parse(readFileSync(notePath, 'utf8'))
    if (note && typeof note === 'object' && 'pid' in note) return ` (process ${String(note.pid)})`
  } catch {
    // Whoever holds the lock has not written its note yet: the refusal is right without it.
  }
  return ''
}

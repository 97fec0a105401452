import { Database as Handle } from 'bun:sqlite'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { StorageRefused } from './database.ts'

/**
 * One process a data folder (HOUSE-3). An exclusive SQLite transaction holds an operating-system lock that dies with the
 * process, so a kill -9 leaves nothing to clean up (F-29). Returns its release.
 */
export function lockFolder(folder: string): () => void {
  const notePath = join(folder, 'running.json')
  const lock = new Handle(join(folder, 'teahouse.lock'), { create: true })
  try {
    lock.run('pragma busy_timeout = 0')
    lock.run('begin exclusive')
  } catch (cause) {
    lock.close()
    throw new StorageRefused(`DATA_DIR ${folder} is in use by another Teahouse${whoRuns(notePath)}. Stop it first.`, {
      cause,
    })
  }
  writeFileSync(notePath, JSON.stringify({ pid: process.pid }))
  return () => {
    lock.run('rollback')
    lock.close()
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

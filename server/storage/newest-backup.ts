import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import * as v from 'valibot'

const NOTE = 'backup.json'
const note = v.object({ path: v.string(), made_at: v.string() })

/** Remembers in the data folder where the newest backup lies. Whoever may only read there leaves it: the backup is right without it. */
export function noteBackup(folder: string, { path, atMs }: { path: string; atMs: number }): void {
  try {
    const made: v.InferOutput<typeof note> = { path, made_at: new Date(atMs).toISOString() }
    writeFileSync(join(folder, NOTE), `${JSON.stringify(made, null, 1)}\n`, { mode: 0o600 })
  } catch {
    // It is named in no sentence then.
  }
}

/** What to do about a database that is not what was written into it; it names the newest backup, where that is still there (P-16). */
export function restoreWords(databasePath: string): string {
  const path = newestBackup(dirname(databasePath))
  return `Restore the newest backup${path === null ? '' : `, ${path}`}`
}

function newestBackup(folder: string): string | null {
  try {
    const { path } = v.parse(note, JSON.parse(readFileSync(join(folder, NOTE), 'utf8')))
    return existsSync(path) ? path : null
  } catch {
    return null
  }
}

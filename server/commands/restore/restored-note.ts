import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as v from 'valibot'

const NOTE = 'restored.json'

/** From which moment a house goes on, and what is not there on purpose. */
const note = v.object({
  made_at: v.string(),
  restored_at: v.string(),
  version: v.string(),
  /** Files that were erased while the backup was made, or lost before it. */
  missing: v.array(v.string()),
})
export type RestoredNote = v.InferOutput<typeof note>

export function writeNote(folder: string, what: RestoredNote): void {
  writeFileSync(join(folder, NOTE), `${JSON.stringify(what, null, 1)}\n`, { mode: 0o600, flush: true })
}

/** Null: the house was never restored. */
export function readNote(folder: string): RestoredNote | null {
  try {
    return v.parse(note, JSON.parse(readFileSync(join(folder, NOTE), 'utf8')))
  } catch {
    return null
  }
}

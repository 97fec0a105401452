import { Database as Handle, SQLiteError } from 'bun:sqlite'
import { parentPort } from 'node:worker_threads'

/**
 * `passive` copies beside the writer. While the writer stands still, `restart` copies the rest and lets the WAL begin
 * anew in its old blocks, and `truncate` also empties the file.
 */
export type CheckpointMode = 'passive' | 'restart' | 'truncate'
export type CheckpointRequest = { path: string; mode: CheckpointMode }
export type CheckpointReply = { ok: true; walPages: number } | { ok: false; error: string; syncFailed: boolean }

/** The lane waits meanwhile: a backup that reads for a minute must not hold it up, and a reader of ours is done by then. */
const RESTART_WAIT_MS = 20
const WAIT_MS = 1_000

let handle: Handle | undefined

/** Copies the WAL into the database on a thread and a connection of its own: its syncs never hold the loop (decision 4). */
parentPort?.on('message', (request: CheckpointRequest) => parentPort?.postMessage(checkpoint(request)))

function checkpoint({ path, mode }: CheckpointRequest): CheckpointReply {
  try {
    handle ??= new Handle(path)
    handle.run(`pragma busy_timeout = ${mode === 'restart' ? RESTART_WAIT_MS : WAIT_MS}`)
    const row = handle.query<{ log: number }, []>(`pragma wal_checkpoint(${mode})`).get()
    return { ok: true, walPages: row?.log ?? 0 }
  } catch (error) {
    const syncFailed = error instanceof SQLiteError && /FSYNC$/.test(error.code ?? '')
    return { ok: false, error: String(error), syncFailed }
  }
}

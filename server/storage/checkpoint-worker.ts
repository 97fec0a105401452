import { Database as Handle, SQLiteError } from 'bun:sqlite'
import { parentPort } from 'node:worker_threads'

/**
 * `passive` copies beside the writer. While the writer stands still, `restart` copies the rest and lets the WAL begin
 * anew in its old blocks, and `truncate` also empties the file. `close` ends the connection.
 */
export type CheckpointMode = 'passive' | 'restart' | 'truncate' | 'close'
/** `keepBytes`: what a restart leaves of the WAL's file at most. */
export type CheckpointRequest = { path: string; mode: CheckpointMode; keepBytes: number }
export type CheckpointReply = { ok: true; walPages: number } | { ok: false; error: string; syncFailed: boolean }

/** The lane waits meanwhile: a backup that reads for a minute must not hold it up, and a reader of ours is done by then. */
const RESTART_WAIT_MS = 20
const WAIT_MS = 1_000

let handle: Handle | undefined

/** Copies the WAL into the database on a thread and a connection of its own: its syncs never hold the loop (decision 4). */
parentPort?.on('message', (request: CheckpointRequest) => parentPort?.postMessage(checkpoint(request)))

/** The worker's only connection, as all that it does needs it. */
export function openOwn(path: string): Handle {
  const own = new Handle(path)
  // A checkpoint syncs log and database all the same, and so does the head of a log begun anew. Only what `beginWal` writes is
  // not synced by itself: nobody was promised it, and the sync of the next commit takes it along.
  own.run('pragma synchronous = normal')
  return own
}

/**
 * Whoever writes first into a WAL that begins anew writes its head and syncs it, in the call: here, and not on the loop, where
 * everybody would wait for the disk (P-29). Nobody reads this number.
 */
function beginWal(own: Handle): void {
  const version = own.query<{ user_version: number }, []>('pragma user_version').get()?.user_version
  own.run(`pragma user_version = ${version === 1 ? 2 : 1}`)
}

function checkpoint({ path, mode, keepBytes }: CheckpointRequest): CheckpointReply {
  try {
    if (mode === 'close') {
      handle?.close()
      handle = undefined
      return { ok: true, walPages: 0 }
    }
    handle ??= openOwn(path)
    handle.run(`pragma busy_timeout = ${mode === 'restart' ? RESTART_WAIT_MS : WAIT_MS}`)
    // Whoever begins it anew gives back what is above.
    handle.run(`pragma journal_size_limit = ${keepBytes}`)
    const row = handle.query<{ busy: number; log: number }, []>(`pragma wal_checkpoint(${mode})`).get()
    if (mode === 'restart' && row?.busy === 0) beginWal(handle)
    return { ok: true, walPages: row?.log ?? 0 }
  } catch (error) {
    const syncFailed = error instanceof SQLiteError && /FSYNC$/.test(error.code ?? '')
    return { ok: false, error: String(error), syncFailed }
  }
}

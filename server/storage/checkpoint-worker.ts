import { Database as Handle } from 'bun:sqlite'
import { parentPort } from 'node:worker_threads'

/**
 * `passive` copies beside the writer. While the writer stands still, `restart` copies the rest and lets the WAL begin
 * anew in its old blocks, and `truncate` also empties the file.
 */
export type CheckpointMode = 'passive' | 'restart' | 'truncate'
export type CheckpointRequest = { path: string; mode: CheckpointMode }
export type CheckpointReply = { ok: true; walPages: number } | { ok: false; error: string }

let handle: Handle | undefined

/** Copies the WAL into the database on a thread and a connection of its own: its syncs never hold the loop (decision 4). */
parentPort?.on('message', (request: CheckpointRequest) => parentPort?.postMessage(checkpoint(request)))

function checkpoint({ path, mode }: CheckpointRequest): CheckpointReply {
  try {
    handle ??= new Handle(path)
    handle.run('pragma busy_timeout = 1000')
    const row = handle.query<{ log: number }, []>(`pragma wal_checkpoint(${mode})`).get()
    return { ok: true, walPages: row?.log ?? 0 }
  } catch (error) {
    return { ok: false, error: String(error) }
  }
}

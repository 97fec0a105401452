import { Database as Handle } from 'bun:sqlite'
import { closeSync, openSync } from 'node:fs'
import { parentPort } from 'node:worker_threads'

export type SnapshotRequest = { from: string; to: string }
export type SnapshotReply = { ok: true } | { ok: false; code: string; error: string }

parentPort?.on('message', (request: SnapshotRequest) => parentPort?.postMessage(snapshot(request)))

function snapshot({ from, to }: SnapshotRequest): SnapshotReply {
  try {
    const handle = new Handle(from, { readonly: true })
    try {
      handle.run('pragma busy_timeout = 5000')
      // Else it would be made with the rights of the umask, in a folder of others, under a name that they can guess: `wx` follows no link.
      closeSync(openSync(to, 'wx', 0o600))
      handle.prepare('vacuum into ?').run(to)
    } finally {
      handle.close()
    }
    return { ok: true }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    return { ok: false, code, error: error instanceof Error ? error.message : String(error) }
  }
}

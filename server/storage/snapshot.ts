import { Worker } from 'node:worker_threads'
import { programFile } from '#server/kit/programs.ts'
import { StorageFull, StorageRefused } from './database.ts'
import type { SnapshotReply, SnapshotRequest } from './snapshot-worker.ts'

/**
 * Writes the database of one moment to a new file, beside whoever writes to it (decision 0037): on a thread of its own, so that this one
 * can tell how far it is. What was erased is in no page of the copy. Rejects with `StorageFull`, `StorageRefused`.
 */
export async function copyDatabase(from: string, to: string): Promise<void> {
  const worker = new Worker(programFile('storage/snapshot-worker'))
  try {
    const reply = await new Promise<SnapshotReply>((resolve, reject) => {
      worker.once('message', resolve)
      worker.once('error', reject)
      // One that ends without a word is waited for by nobody.
      worker.once('exit', (code) => reject(new Error(`The worker of snapshots ended with ${code}`)))
      worker.postMessage({ from, to } satisfies SnapshotRequest)
    })
    if (reply.ok) return
    if (/^SQLITE_FULL|^ENOSPC$|^EDQUOT$/.test(reply.code)) throw new StorageFull({ cause: new Error(reply.error) })
    throw new StorageRefused(`${from} cannot be copied: ${reply.error}`)
  } finally {
    await worker.terminate()
  }
}

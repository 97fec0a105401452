import { open, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Clock } from '#server/kit/clock.ts'
import { errorCode } from './disk-refusal.ts'
import { S3Store } from './file-store-s3.ts'
import type { S3Place } from './s3-door.ts'

/** What is kept, for who only looks: nothing is made, deleted or judged. */
export type StoredBytes = {
  /** Null: there are no such bytes. */
  sizeOf(hash: string): Promise<number | null>
  /** Null: there are no such bytes. Whether they are what their name says is for the reader to see. */
  read(hash: string): Promise<{ bytes: number; pieces: AsyncIterable<Uint8Array> } | null>
}

export type StoredBytesNeeds = {
  /** Null: the folder. */
  place: S3Place | null
  folder: string
  clock: Pick<Clock, 'after'>
  /** Why a bucket does not answer. */
  onTrouble(why: string): void
}

const HASH = /^[0-9a-f]{64}$/
const PIECE_BYTES = 1024 * 1024

/** A second process may look beside the server: opening the store itself would clear away what that one is about to keep. */
export function openStoredBytes({ place, folder, clock, onTrouble }: StoredBytesNeeds): StoredBytes {
  if (place === null) return bytesOfFolder(folder)
  const store = new S3Store({ place, clock, onTrouble, onDamaged: () => {} })
  return {
    sizeOf: async (hash) => (await store.read(hash, { from: 0, to: 0 }))?.bytes ?? null,
    async read(hash) {
      const found = await store.read(hash)
      return found && { bytes: found.bytes, pieces: found.body instanceof Blob ? found.body.stream() : found.body }
    },
  }
}

function bytesOfFolder(folder: string): StoredBytes {
  const pathOf = (hash: string): string => {
    if (!HASH.test(hash)) throw new Error('This is not a hash')
    return join(folder, hash.slice(0, 2), hash)
  }
  const sizeOf = (hash: string) =>
    stat(pathOf(hash)).then(
      ({ size }) => size,
      (error: unknown) => {
        if (errorCode(error) === 'ENOENT') return null
        throw error
      },
    )
  return {
    sizeOf,
    async read(hash) {
      const bytes = await sizeOf(hash)
      return bytes === null ? null : { bytes, pieces: piecesOf(pathOf(hash)) }
    },
  }
}

/** A plain file from its beginning to its end. */
export async function* piecesOf(path: string): AsyncGenerator<Uint8Array> {
  const file = await open(path, 'r')
  try {
    for (;;) {
      const piece = Buffer.allocUnsafe(PIECE_BYTES)
      const { bytesRead } = await file.read(piece, 0, PIECE_BYTES)
      if (bytesRead === 0) return
      yield piece.subarray(0, bytesRead)
    }
  } finally {
    await file.close()
  }
}

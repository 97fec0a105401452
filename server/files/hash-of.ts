import { createHash } from 'node:crypto'
import { open } from 'node:fs/promises'

/** A quarter of a millisecond of hashing between two turns (HOUSE-13). */
const PIECE_BYTES = 256 * 1024

export type HashOf = (path: string) => Promise<{ hash: string; bytes: number }>

/** The SHA-256 of a file's bytes, and how many there are. */
export async function hashOf(path: string): Promise<{ hash: string; bytes: number }> {
  const hash = createHash('sha256')
  const bytes = await readThrough(path, (piece) => void hash.update(piece))
  return { hash: hash.digest('hex'), bytes }
}

/** The MD5 by which a store elsewhere names what it has taken. It proves nothing against who wants to deceive. */
export async function md5Of(path: string): Promise<string> {
  const md5 = createHash('md5')
  await readThrough(path, (piece) => void md5.update(piece))
  return md5.digest('hex')
}

async function readThrough(path: string, take: (piece: Uint8Array) => void): Promise<number> {
  const piece = Buffer.allocUnsafe(PIECE_BYTES)
  const file = await open(path, 'r')
  try {
    let bytes = 0
    for (;;) {
      const { bytesRead } = await file.read(piece, 0, PIECE_BYTES, bytes)
      if (bytesRead === 0) return bytes
      take(piece.subarray(0, bytesRead))
      bytes += bytesRead
    }
  } finally {
    await file.close()
  }
}

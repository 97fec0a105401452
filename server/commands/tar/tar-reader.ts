import type { FileHandle } from 'node:fs/promises'
import { BLOCK, paddingOf, readTarHeader, type TarEntry } from './tar-header.ts'

const PIECE_BYTES = 1024 * 1024

/** `pieces` reads the file anew each time it is asked; what is not read is passed over. */
export type ReadEntry = TarEntry & { pieces(): AsyncGenerator<Uint8Array> }

/** It is no tar, or one that was cut or damaged. */
export class TarBroken extends Error {}

/** The files of a tar in their order, at the memory of a piece. Ends only at a tar's end: what was cut throws `TarBroken`. */
export async function* readTar(file: FileHandle): AsyncGenerator<ReadEntry> {
  const { size } = await file.stat()
  for (let at = 0; ; ) {
    const entry = entryOf(await exactly(file, at, BLOCK))
    if (!entry) return
    const from = at + BLOCK
    if (from + entry.bytes > size) throw new TarBroken('it ends in the middle of a file')
    yield { ...entry, pieces: () => piecesOf(file, from, entry.bytes) }
    at = from + entry.bytes + paddingOf(entry.bytes)
  }
}

function entryOf(head: Buffer): TarEntry | null {
  try {
    return readTarHeader(head)
  } catch (error) {
    throw new TarBroken(error instanceof Error ? error.message : 'a head in it is damaged')
  }
}

async function* piecesOf(file: FileHandle, from: number, bytes: number): AsyncGenerator<Uint8Array> {
  for (let done = 0; done < bytes; ) {
    const piece = await exactly(file, from + done, Math.min(PIECE_BYTES, bytes - done))
    done += piece.length
    yield piece
  }
}

async function exactly(file: FileHandle, at: number, bytes: number): Promise<Buffer> {
  const piece = Buffer.alloc(bytes)
  for (let done = 0; done < bytes; ) {
    const { bytesRead } = await file.read(piece, done, bytes - done, at + done)
    if (bytesRead === 0) throw new TarBroken('it ends before its end')
    done += bytesRead
  }
  return piece
}

import { createHash } from 'node:crypto'
import type { FileHandle } from 'node:fs/promises'
import { BLOCK, paddingOf, tarHeader } from './tar-header.ts'

type Pieces = AsyncIterable<Uint8Array> | Iterable<Uint8Array>
/** `sha256`: what the bytes must be; with others nothing is added. */
export type Wish = { name: string; bytes: number; pieces: Pieces; sha256?: string }

/**
 * So much is written before it is sent to the disk, and then the disk is left alone for as long as that took: else the syncs of a chat beside
 * it would stand behind ours (decision 0037).
 */
const SYNC_BYTES = 4 * 1024 * 1024
const MOST_REST_MS = 100

/** Writes a tar, file by file, at the memory of a piece. */
export class TarWriter {
  readonly #file: FileHandle
  readonly #atMs: number
  readonly #onBytes: (count: number) => void
  #end = 0
  #unsynced = 0

  constructor(file: FileHandle, atMs: number, onBytes: (count: number) => void = () => {}) {
    this.#file = file
    this.#atMs = atMs
    this.#onBytes = onBytes
  }

  /** The SHA-256 of what was added. Null, and nothing was added: the bytes are fewer, more, or others than was said. */
  async add({ name, bytes, pieces, sha256 }: Wish): Promise<string | null> {
    const hash = createHash('sha256')
    let at = this.#end
    at += await this.#write(tarHeader({ name, bytes }, this.#atMs), at)
    let left = bytes
    for await (const piece of pieces) {
      left -= piece.length
      if (left < 0) return null
      hash.update(piece)
      at += await this.#write(piece, at)
      this.#onBytes(piece.length)
    }
    const found = hash.digest('hex')
    // What was written of it lies behind the end: the next file is written over it, and `end` cuts it off.
    if (left !== 0 || (sha256 !== undefined && sha256 !== found)) return null
    this.#end = at + (await this.#write(Buffer.alloc(paddingOf(bytes)), at))
    return found
  }

  /** Two empty blocks; then all of it outlives a power loss. Returns the size of the whole. */
  async end(): Promise<number> {
    const bytes = this.#end + (await this.#write(Buffer.alloc(2 * BLOCK), this.#end))
    await this.#file.truncate(bytes)
    await this.#file.sync()
    return bytes
  }

  async #write(bytes: Uint8Array, at: number): Promise<number> {
    for (let done = 0; done < bytes.length; )
      done += (await this.#file.write(bytes, done, bytes.length - done, at + done)).bytesWritten
    this.#unsynced += bytes.length
    if (this.#unsynced >= SYNC_BYTES) await this.#sync()
    return bytes.length
  }

  async #sync(): Promise<void> {
    this.#unsynced = 0
    const sinceMs = performance.now()
    await this.#file.datasync()
    await new Promise((resolve) => setTimeout(resolve, Math.min(MOST_REST_MS, performance.now() - sinceMs)))
  }
}

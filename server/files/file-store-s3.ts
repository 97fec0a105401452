import { createHash } from 'node:crypto'
import { rm, stat } from 'node:fs/promises'
import type { Clock } from '#server/kit/clock.ts'
import { Refusal } from '#server/kit/refusal.ts'
import type { Bytes, Range } from './blobs.ts'
import type { FileStore, StoredFile } from './file-store.ts'
import { md5Of } from './hash-of.ts'
import { Places } from './places.ts'
import { S3Door, type S3Place } from './s3-door.ts'

export type S3StoreNeeds = {
  place: S3Place
  clock: Pick<Clock, 'after'>
  /** Why the store does not do what it should, in words for who runs the house. */
  onTrouble(why: string): void
  /** Bytes that are not what they were when they were kept. They are not served as if they were right (F-7). */
  onDamaged(hash: string): void
}

const HASH = /^[0-9a-f]{64}$/
/** Read in pieces, each only when the reader has taken the one before: this is all that one reader holds in memory. */
const PIECE_BYTES = 1024 * 1024
const PIECE_MS = 15_000
const SMALL_MS = 15_000
/** A file is given this long, and a second for each half MiB. */
const PUT_MS = 30_000
const PUT_MS_A_BYTE = 1_000 / (512 * 1024)
/** Files that are sent to the store at the same time, and that wait for it. */
const PUTS = { atOnce: 4, waiting: 128 }
const NOTE = 'README.txt'
const NOTE_WORDS = 'Files of a Teahouse. Their names are the SHA-256 of their bytes. Nothing else belongs here.\n'
const WRONG = 'it answered something that is not what was asked for'

/** Files in a bucket of anything that speaks S3 (decision 0034). */
export class S3Store implements FileStore {
  readonly #needs: S3StoreNeeds
  readonly #door: S3Door
  readonly #puts = new Places(PUTS)

  constructor(needs: S3StoreNeeds) {
    this.#needs = needs
    this.#door = new S3Door(needs)
  }

  /** Whether the bucket takes something from us. A no is told to the diary. */
  async isWell(): Promise<boolean> {
    try {
      const note = new Blob([NOTE_WORDS], { type: 'text/plain' })
      return (await this.#door.ask('PUT', NOTE, { body: note, waitMs: SMALL_MS })) !== null
    } catch {
      return false
    }
  }

  async put(hash: string, path: string): Promise<void> {
    const name = nameOf(hash)
    await this.#puts.taken(async () => {
      const { size } = await stat(path)
      const waitMs = PUT_MS + size * PUT_MS_A_BYTE
      const answer = await this.#door.ask('PUT', name, { body: Bun.file(path), waitMs })
      await this.#requireKept(hash, path, answer?.headers.get('etag') ?? '')
    })
    await rm(path, { force: true })
  }

  async read(hash: string, range?: Range): Promise<Bytes | null> {
    const first = await this.#piece(hash, range?.from ?? 0, range?.to)
    if (!first) return null
    const to = range?.to ?? first.total - 1
    const hasher = range ? null : createHash('sha256')
    return { bytes: first.total, body: this.#stream({ hash, first, to, hasher }) }
  }

  async delete(hash: string): Promise<void> {
    await this.#door.ask('DELETE', nameOf(hash), { waitMs: SMALL_MS })
  }

  async *list(): AsyncGenerator<StoredFile> {
    for await (const { name, bytes, putMs } of this.#door.list()) {
      const hash = name.slice(3)
      if (HASH.test(hash) && name === nameOf(hash)) yield { hash, bytes, putMs }
    }
  }

  async freeBytes(): Promise<null> {
    return null
  }

  /** Its ETag is mostly the MD5 of what it has. Where it says something else (parts, encryption), all of it is read again. */
  async #requireKept(hash: string, path: string, etag: string): Promise<void> {
    if (etag.replaceAll('"', '') === (await md5Of(path))) return
    const kept = await this.read(hash)
    if (!kept) throw this.#door.refusalFor(new Error('it has not kept what it said it had'))
    await new Response(kept.body).arrayBuffer().catch((error: unknown) => {
      throw this.#door.refusalFor(error)
    })
  }

  /** Pieces one after the other, each when the reader has taken the one before; the last one only when all of them were right. */
  #stream({ hash, first, to, hasher }: Reading): ReadableStream<Uint8Array> {
    let piece: Piece | null = first
    let next = first.at
    const pull = async (reader: ReadableStreamDefaultController<Uint8Array>) => {
      piece ??= await this.#piece(hash, next, to)
      if (!piece) throw this.#door.refusalFor(new Error('a file went while it was read'))
      const { bytes } = piece
      next += bytes.length
      piece = null
      hasher?.update(bytes)
      if (next > to && hasher && hasher.digest('hex') !== hash) {
        this.#needs.onDamaged(hash)
        throw new Refusal('unavailable')
      }
      reader.enqueue(bytes)
      if (next > to) reader.close()
    }
    return new ReadableStream<Uint8Array>({ pull }, { highWaterMark: 0 })
  }

  async #piece(hash: string, at: number, to = Number.MAX_SAFE_INTEGER): Promise<Piece | null> {
    // At least two bytes: some stores read a range of the first byte alone as if none had been asked for.
    const last = Math.min(Math.max(to, at + 1), at + PIECE_BYTES - 1)
    const asked = { range: `bytes=${at}-${last}`, waitMs: PIECE_MS, mostBytes: PIECE_BYTES }
    const answer = await this.#door.ask('GET', nameOf(hash), asked)
    if (!answer) return null
    const [, from, until, total] = /^bytes (\d+)-(\d+)\/(\d+)$/.exec(answer.headers.get('content-range') ?? '') ?? []
    const { bytes } = answer
    const isIt = answer.status === 206 && Number(from) === at && Number(until) === at + bytes.length - 1
    // Less than was asked for is right at the end of the file only.
    const isAll = Number(until) === last || Number(until) === Number(total) - 1
    if (!isIt || !isAll || bytes.length === 0) throw this.#door.refusalFor(new Error(WRONG))
    return { at, bytes: bytes.subarray(0, to - at + 1), total: Number(total) }
  }
}

type Piece = { at: number; bytes: Uint8Array<ArrayBuffer>; total: number }
type Reading = { hash: string; first: Piece; to: number; hasher: ReturnType<typeof createHash> | null }

/** As on the disk, so that a bucket can be copied into a folder and back. */
function nameOf(hash: string): string {
  if (!HASH.test(hash)) throw new Error('This is not a hash')
  return `${hash.slice(0, 2)}/${hash}`
}

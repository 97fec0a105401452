import { type Clock, nextTurn } from '#server/kit/clock.ts'
import { Turns } from '#server/kit/turns.ts'
import type { Sql } from '#server/storage/database.ts'
import { type BlobRow, dropUnnamed, hasBlob, nextBlobs, noteBlob } from './blob-rows.ts'
import type { Blobs, Bytes, Range } from './blobs.ts'
import { asReadRefusal } from './disk-refusal.ts'
import type { FileStore } from './file-store.ts'
import { type HashOf, hashOf } from './hash-of.ts'

/** The two doors to the database, as far as this part goes through them. */
type Storage = { readonly read: Sql; write<T>(work: (tx: { readonly sql: Sql }) => Promise<T>): Promise<T> }
export type BlobsNeeds = {
  storage: Storage
  clock: Clock
  store: FileStore
  /** What was to be kept could not be read: why. */
  onBroken?: (why: string) => void
  hash?: HashOf
}

/** So long nobody has to name what was kept. */
export const GRACE_MS = 3_600_000
/** Files that are hashed and synced at once: more would stand in line with the commits of the chat. */
const AT_ONCE = 2
/** Rows looked at in a turn, files looked up in one: some milliseconds (HOUSE-13). */
const PAGE = 500
const A_TURN = 50

/** Bytes with their row: first the bytes are durable, then there is a row; first the row goes, then the bytes (P-19). */
export class KeptBlobs implements Blobs {
  readonly #needs: BlobsNeeds
  /** What is being done with some bytes: the next one waits. Never more than there are writers. */
  readonly #queues = new Map<string, Promise<unknown>>()
  readonly #turns = new Turns(AT_ONCE)
  #total = 0

  constructor(needs: BlobsNeeds) {
    this.#needs = needs
  }

  /** Bytes of all that is kept. */
  get total(): number {
    return this.#total
  }

  /** Adds up what is there. Call it before anything is kept. */
  async start(): Promise<void> {
    for await (const { bytes } of this.#rows()) this.#total += bytes
  }

  keep(path: string): Promise<{ hash: string; bytes: number }> {
    return this.#turns.take(() => this.#keep(path))
  }

  async #keep(path: string): Promise<{ hash: string; bytes: number }> {
    const { storage, clock, store, onBroken = () => {}, hash: read = hashOf } = this.#needs
    const { hash, bytes } = await read(path).catch((error: unknown) => {
      throw asReadRefusal(error, onBroken)
    })
    await this.#alone(hash, async () => {
      await store.put(hash, path)
      const isNew = await storage.write(({ sql }) => noteBlob(sql, { hash, bytes, atMs: clock.nowMs() }))
      if (isNew) this.#total += bytes
    })
    return { hash, bytes }
  }

  read(hash: string, range?: Range): Promise<Bytes | null> {
    return this.#needs.store.read(hash, range)
  }

  /** Drops what nobody names any more; call it now and then. */
  async sweepUnnamed(): Promise<void> {
    const before = this.#needs.clock.nowMs() - GRACE_MS
    for await (const { hash, made_ms, named } of this.#rows())
      if (named === 0 && made_ms < before) await this.#drop(hash, before)
  }

  /** Drops what nobody names any more, and files of which no row knows; call it a few times a day. */
  async sweep(): Promise<void> {
    await this.sweepUnnamed()
    await this.#sweepFiles()
  }

  async #drop(hash: string, before: number): Promise<void> {
    await this.#alone(hash, async () => {
      const dropped = await this.#needs.storage.write(({ sql }) => dropUnnamed(sql, hash, before))
      if (dropped === null) return
      this.#total -= dropped
      await this.#needs.store.delete(hash)
    })
  }

  /** What a kill between bytes and row, or between row and bytes, has left. */
  async #sweepFiles(): Promise<void> {
    const { storage, clock, store } = this.#needs
    const before = clock.nowMs() - GRACE_MS
    let looked = 0
    for await (const { hash, putMs } of store.list()) {
      if (++looked % A_TURN === 0) await nextTurn()
      if (putMs >= before || (await hasBlob(storage.read, hash))) continue
      await this.#alone(hash, async () => {
        if (!(await hasBlob(storage.read, hash))) await store.delete(hash)
      })
    }
  }

  async *#rows(): AsyncGenerator<BlobRow> {
    for (let after = '', more = true; more; ) {
      const page = await nextBlobs(this.#needs.storage.read, after, PAGE)
      yield* page
      after = page.at(-1)?.hash ?? ''
      more = page.length === PAGE
      await nextTurn()
    }
  }

  /** Keeping and dropping the same bytes wait for each other: else one could delete what the other has just put. */
  async #alone<T>(hash: string, work: () => Promise<T>): Promise<T> {
    const before = this.#queues.get(hash) ?? Promise.resolve()
    const mine = before.then(work, work)
    this.#queues.set(hash, mine)
    try {
      return await mine
    } finally {
      if (this.#queues.get(hash) === mine) this.#queues.delete(hash)
    }
  }
}

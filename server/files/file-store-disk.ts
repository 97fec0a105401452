import { copyFile, mkdir, readdir, rename, rm, rmdir, stat, statfs } from 'node:fs/promises'
import { join } from 'node:path'
import type { Clock } from '#server/kit/clock.ts'
import type { Bytes, Range } from './blobs.ts'
import { asReadRefusal, asRefusal, errorCode, isBroken } from './disk-refusal.ts'
import { makeDurable } from './durable.ts'
import type { FileStore, StoredFile } from './file-store.ts'
import type { HashOf } from './hash-of.ts'
import { Places } from './places.ts'
import { Soundness } from './soundness.ts'

const HASH = /^[0-9a-f]{64}$/
/** For files that come from another disk: they are copied here, and renamed when they are whole. */
const COMING = 'coming'

export type DiskStoreNeeds = {
  clock: Pick<Clock, 'steadyMs'>
  /** Bytes that are not what they were when they were kept. They are not served (F-7). */
  onDamaged(hash: string): void
  /** Nothing was kept, or could be read, for the disk fails: what did not succeed. */
  onBroken(why: string): void
  hash?: HashOf
  makeDurable?: (path: string) => Promise<void>
}

/** Many large files that are synced at once hold up the sync of the log, and with it everybody who talks (PERF-17). */
const PUTS = { atOnce: 2, waiting: 1_000 }

/** Files of a folder: `ab/abcd…`, so that no folder has too many names. */
export class DiskStore implements FileStore {
  readonly #folder: string
  readonly #soundness: Soundness
  readonly #needs: DiskStoreNeeds
  readonly #makeDurable: (path: string) => Promise<void>
  readonly #puts = new Places(PUTS)
  /** Shelves whose names outlive a power loss, or are being made to: 256 at most. */
  readonly #shelves = new Map<string, Promise<void>>()
  #copies = 0

  private constructor(folder: string, needs: DiskStoreNeeds) {
    this.#folder = folder
    this.#soundness = new Soundness(needs.clock, needs.hash)
    this.#needs = needs
    this.#makeDurable = needs.makeDurable ?? makeDurable
  }

  /** Makes the folder, and forgets what a process before this one was copying. */
  static async open(folder: string, needs: DiskStoreNeeds): Promise<DiskStore> {
    await rm(join(folder, COMING), { recursive: true, force: true })
    await mkdir(join(folder, COMING), { recursive: true, mode: 0o700 })
    return new DiskStore(folder, needs)
  }

  async put(hash: string, path: string): Promise<void> {
    try {
      await this.#puts.taken(() => this.#put(hash, path))
    } catch (error) {
      if (isBroken(error)) this.#needs.onBroken(error.message)
      throw asRefusal(error)
    }
  }

  async read(hash: string, range?: Range): Promise<Bytes | null> {
    const path = this.#pathOf(hash)
    try {
      const { size: bytes } = await stat(path)
      if (await this.#soundness.isSound(hash, path)) {
        const file = Bun.file(path)
        return { bytes, body: range ? file.slice(range.from, range.to + 1) : file }
      }
    } catch (error) {
      // Also what is swept between the two looks at it.
      if (errorCode(error) === 'ENOENT') return null
      throw asReadRefusal(error, this.#needs.onBroken)
    }
    this.#needs.onDamaged(hash)
    return null
  }

  async delete(hash: string): Promise<void> {
    this.#soundness.forget(hash)
    await rm(this.#pathOf(hash), { force: true })
  }

  async *list(): AsyncGenerator<StoredFile> {
    for (const shelf of await readdir(this.#folder)) {
      if (!/^[0-9a-f]{2}$/.test(shelf)) continue
      for (const hash of await readdir(join(this.#folder, shelf))) {
        if (!HASH.test(hash)) continue
        const found = await stat(this.#pathOf(hash)).catch(() => null)
        if (found) yield { hash, bytes: found.size, putMs: found.mtimeMs }
      }
    }
  }

  async freeBytes(): Promise<number> {
    const { bavail, bsize } = await statfs(this.#folder)
    return bavail * bsize
  }

  async #put(hash: string, path: string): Promise<void> {
    const shelf = join(this.#folder, hash.slice(0, 2))
    await this.#makeShelf(shelf)
    try {
      await this.#makeBytesDurable(path)
      await this.#move(path, join(shelf, hash))
      await this.#makeDurable(shelf)
    } catch (error) {
      // Whoever comes next looks whether it is there.
      this.#shelves.delete(shelf)
      throw error
    }
  }

  /** Whoever comes while another one makes it waits: a file whose shelf is lost is lost, too (P-19). */
  #makeShelf(shelf: string): Promise<void> {
    const known = this.#shelves.get(shelf)
    if (known) return known
    const made = this.#newShelf(shelf)
    this.#shelves.set(shelf, made)
    made.catch(() => this.#shelves.delete(shelf))
    return made
  }

  async #newShelf(shelf: string): Promise<void> {
    await mkdir(shelf, { recursive: true, mode: 0o700 })
    try {
      await this.#makeDurable(this.#folder)
    } catch (error) {
      // A later sync says nothing of what this one could not write: only a shelf that is made anew does. One with files stays.
      await rmdir(shelf).catch(() => {})
      throw error
    }
  }

  /** What the kernel could not write it calls clean from then on: such bytes are not to be kept by a second try (F-3). */
  async #makeBytesDurable(path: string): Promise<void> {
    try {
      await this.#makeDurable(path)
    } catch (error) {
      await rm(path, { force: true })
      throw error
    }
  }

  /** A name always leads to whole bytes: they are durable before they have it. */
  async #move(from: string, to: string): Promise<void> {
    try {
      await rename(from, to)
    } catch (error) {
      if (errorCode(error) !== 'EXDEV') throw error
      const copy = join(this.#folder, COMING, `${++this.#copies}`)
      await copyFile(from, copy)
      await this.#makeBytesDurable(copy)
      await rename(copy, to)
      await rm(from, { force: true })
    }
  }

  #pathOf(hash: string): string {
    // A hash is made by us or comes from our database; that it is none would be a way out of the folder (T-41).
    if (!HASH.test(hash)) throw new Error('This is not a hash')
    return join(this.#folder, hash.slice(0, 2), hash)
  }
}

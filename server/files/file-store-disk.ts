import { copyFile, mkdir, readdir, rename, rm, stat, statfs } from 'node:fs/promises'
import { join } from 'node:path'
import type { Clock } from '#server/kit/clock.ts'
import type { Bytes, Range } from './blobs.ts'
import { asRefusal, errorCode } from './disk-refusal.ts'
import { makeDurable } from './durable.ts'
import type { FileStore, StoredFile } from './file-store.ts'
import { Places } from './places.ts'
import { Soundness } from './soundness.ts'

const HASH = /^[0-9a-f]{64}$/
/** For files that come from another disk: they are copied here, and renamed when they are whole. */
const COMING = 'coming'

export type DiskStoreNeeds = {
  clock: Pick<Clock, 'steadyMs'>
  /** Bytes that are not what they were when they were kept. They are not served (F-7). */
  onDamaged(hash: string): void
}

/** Many large files that are synced at once hold up the sync of the log, and with it everybody who talks (PERF-17). */
const PUTS = { atOnce: 2, waiting: 1_000 }

/** Files of a folder: `ab/abcd…`, so that no folder has too many names. */
export class DiskStore implements FileStore {
  readonly #folder: string
  readonly #soundness: Soundness
  readonly #onDamaged: (hash: string) => void
  readonly #puts = new Places(PUTS)
  #copies = 0

  private constructor(folder: string, { clock, onDamaged }: DiskStoreNeeds) {
    this.#folder = folder
    this.#soundness = new Soundness(clock)
    this.#onDamaged = onDamaged
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
      throw asRefusal(error)
    }
  }

  async read(hash: string, range?: Range): Promise<Bytes | null> {
    const path = this.#pathOf(hash)
    const bytes = await sizeOf(path)
    if (bytes === null) return null
    if (!(await this.#soundness.isSound(hash, path))) {
      this.#onDamaged(hash)
      return null
    }
    const file = Bun.file(path)
    return { bytes, body: range ? file.slice(range.from, range.to + 1) : file }
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
    const made = await mkdir(shelf, { recursive: true, mode: 0o700 })
    if (made !== undefined) await makeDurable(this.#folder)
    await makeDurable(path)
    await this.#move(path, join(shelf, hash))
    await makeDurable(shelf)
  }

  /** A name always leads to whole bytes: they are durable before they have it. */
  async #move(from: string, to: string): Promise<void> {
    try {
      await rename(from, to)
    } catch (error) {
      if (errorCode(error) !== 'EXDEV') throw error
      const copy = join(this.#folder, COMING, `${++this.#copies}`)
      await copyFile(from, copy)
      await makeDurable(copy)
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

async function sizeOf(path: string): Promise<number | null> {
  try {
    return (await stat(path)).size
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null
    throw error
  }
}

import { type FileHandle, mkdir, open, readdir, readFile, rm, stat, statfs, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { asRefusal, errorCode, isBroken } from '#server/files/index.ts'
import { Refusal } from '#server/kit/refusal.ts'
import { Turns } from '#server/kit/turns.ts'

/** Another one: the machine was started anew. Only Linux says so. */
const BOOT_ID = '/proc/sys/kernel/random/boot_id'
const NOTE = 'boot'
export type PartialDisk = {
  /** Nothing is taken, for the disk fails: what did not succeed. */
  onBroken?: (why: string) => void
  datasync?: (file: Pick<FileHandle, 'datasync'>) => Promise<void>
}
/** An upload, and what is made of it. The folder may be a mount, which has names of its own. */
const OURS = /^u[0-9a-z]+(?:\.\w+)*$/

/**
 * Files on their way, one each: what came is its length. They outlive the process, not the machine, after which all of them
 * begin anew.
 */
export class PartialFiles {
  readonly #folder: string
  readonly #disk: Required<PartialDisk>
  /** One after the other, for each of them stands in line with the commits of the chat. */
  readonly #syncs = new Turns(1)
  /** What is written to now: whoever is removed meanwhile has no name any more, and counts for nothing. */
  readonly #writing = new Map<string, { isGone: boolean }>()
  /** How much has come of each; as many as there are files in the folder. */
  readonly #came = new Map<string, number>()
  #total = 0

  constructor(folder: string, { onBroken = () => {}, datasync = (file) => file.datasync() }: PartialDisk = {}) {
    this.#folder = folder
    this.#disk = { onBroken, datasync }
  }

  /** Call it before anything else. */
  async start(): Promise<void> {
    const boot = await textOf(BOOT_ID)
    const note = join(this.#folder, NOTE)
    await mkdir(this.#folder, { recursive: true, mode: 0o700 })
    if (boot !== (await textOf(note))) {
      for (const id of await this.ids()) await this.remove(id)
      // Only then: on a full disk a note that is written anew may be empty, and all would be removed with the next start.
      await writeFile(note, boot)
    }
    for (const id of await this.ids()) this.#note(id, await this.lengthOf(id))
  }

  /** Bytes of all that has come and is no file yet. */
  get total(): number {
    return this.#total
  }

  /** Bytes that the disk takes. */
  async freeBytes(): Promise<number> {
    const { bavail, bsize } = await statfs(this.#folder)
    return bavail * bsize
  }

  pathOf(id: string): string {
    return join(this.#folder, id)
  }

  async lengthOf(id: string): Promise<number> {
    return (await sizeOf(this.pathOf(id))) ?? 0
  }

  /**
   * Adds what comes, as it comes, from this offset on. What came before a failure stays, unless a sync failed. Refuses with `wrong_offset`,
   * `storage_full`, `unavailable`.
   */
  async append(id: string, offset: number, pieces: AsyncIterable<Uint8Array>): Promise<void> {
    try {
      await this.#append(id, offset, pieces)
    } catch (error) {
      if (isBroken(error)) this.#disk.onBroken(error.message)
      throw asRefusal(error)
    }
  }

  async #append(id: string, offset: number, pieces: AsyncIterable<Uint8Array>): Promise<void> {
    const file = await open(this.pathOf(id), 'a', 0o600)
    try {
      const { size } = await file.stat()
      if (size !== offset) throw new Refusal('wrong_offset', { offset: size })
      await this.#write(id, file, size, pieces)
      // A whole file that is synced at its end held up the sync of the log for 200 ms; its slices do for 4 (decision 0043).
      await this.#syncs.take(() => this.#sync(id, file))
    } finally {
      await file.close()
    }
  }

  async #write(id: string, file: FileHandle, from: number, pieces: AsyncIterable<Uint8Array>): Promise<void> {
    const mine = { isGone: false }
    this.#writing.set(id, mine)
    let came = from
    try {
      for await (const piece of pieces) {
        if (!mine.isGone) await writeWhole(file, piece)
        if (mine.isGone) throw new Refusal('not_found')
        came += piece.length
        this.#note(id, came)
      }
    } finally {
      if (this.#writing.get(id) === mine) this.#writing.delete(id)
    }
  }

  /** What the kernel could not write it calls clean from then on: no later sync says so, and a file would be kept that the disk has not (P-19). */
  async #sync(id: string, file: FileHandle): Promise<void> {
    try {
      await this.#disk.datasync(file)
    } catch (error) {
      await this.remove(id)
      throw error
    }
  }

  /** It, and whatever was made of it and was not taken away. What is still being added to it is refused with `not_found`. */
  async remove(id: string): Promise<void> {
    this.#note(id, 0)
    const writing = this.#writing.get(id)
    if (writing) writing.isGone = true
    for (const name of await readdir(this.#folder)) {
      if (name === id || name.startsWith(`${id}.`)) await rm(join(this.#folder, name), { recursive: true, force: true })
    }
  }

  /** The ids of which something is there. */
  async ids(): Promise<string[]> {
    const names = await readdir(this.#folder)
    return [...new Set(names.filter((name) => OURS.test(name)).map((name) => name.replace(/\..*$/, '')))]
  }

  #note(id: string, bytes: number): void {
    this.#total += bytes - (this.#came.get(id) ?? 0)
    if (bytes > 0) this.#came.set(id, bytes)
    else this.#came.delete(id)
  }
}

async function writeWhole(file: FileHandle, piece: Uint8Array): Promise<void> {
  for (let at = 0; at < piece.length; ) at += (await file.write(piece, at)).bytesWritten
}

async function textOf(path: string): Promise<string> {
  return readFile(path, 'utf8').catch(() => '')
}

async function sizeOf(path: string): Promise<number | null> {
  try {
    return (await stat(path)).size
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null
    throw error
  }
}

import { afterEach, beforeEach, describe, expect, test } from 'bun:test'
import { createHash, randomBytes } from 'node:crypto'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Bytes } from './blobs.ts'
import type { FileStore } from './file-store.ts'

export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

/** Of what was read, whatever it came as. */
export const bytesOf = async (read: Bytes | null): Promise<Buffer | null> =>
  read && Buffer.from(await new Response(read.body).arrayBuffer())

/** What every answer to the port `FileStore` keeps. `open` makes a store that is empty. */
export function describeFileStore(name: string, open: () => Promise<FileStore>): void {
  describe(`a store of files: ${name}`, () => {
    const shelf = new Shelf(open)
    beforeEach(() => shelf.begin())
    afterEach(() => shelf.end())
    describeBytes(shelf)
    describeWhole(shelf)
  })
}

/** A store, and a folder for what is put into it. */
class Shelf {
  readonly #open: () => Promise<FileStore>
  #folder = ''
  #store: FileStore | null = null
  #files = 0
  #openedMs = 0

  constructor(open: () => Promise<FileStore>) {
    this.#open = open
  }

  get store(): FileStore {
    if (!this.#store) throw new Error('the shelf is not there yet')
    return this.#store
  }

  async begin(): Promise<void> {
    this.#openedMs = Date.now()
    this.#folder = mkdtempSync(join(tmpdir(), 'teahouse-store-'))
    this.#store = await this.#open()
  }

  end(): void {
    rmSync(this.#folder, { recursive: true })
  }

  /** Puts bytes, and gives their hash. */
  async put(bytes: Uint8Array): Promise<string> {
    const path = join(this.#folder, `${++this.#files}`)
    writeFileSync(path, bytes)
    const hash = sha256(bytes)
    await this.store.put(hash, path)
    expect(existsSync(path)).toBe(false)
    return hash
  }

  read = async (hash: string): Promise<Buffer | null> => bytesOf(await this.store.read(hash))

  async list(): Promise<{ hash: string; bytes: number }[]> {
    const found: { hash: string; bytes: number }[] = []
    for await (const { hash, bytes, putMs } of this.store.list()) {
      // Whole seconds, in some stores.
      expect(putMs).toBeWithin(this.#openedMs - 1_000, Date.now() + 1_000)
      found.push({ hash, bytes })
    }
    return found.sort(byHash)
  }
}

const byHash = (one: { hash: string }, other: { hash: string }): number => (one.hash < other.hash ? -1 : 1)

function describeBytes(shelf: Shelf): void {
  test('what was put is read, whole and in parts, and the file that was given is gone', async () => {
    const bytes = randomBytes(100_000)
    const hash = await shelf.put(bytes)
    expect((await shelf.read(hash))?.equals(bytes)).toBe(true)
    const ranges = [
      { from: 0, to: 0 },
      { from: 0, to: 99_999 },
      { from: 99_999, to: 99_999 },
      { from: 1_000, to: 70_000 },
    ]
    for (const range of ranges) {
      const part = await shelf.store.read(hash, range)
      expect(part?.bytes).toBe(100_000)
      expect((await bytesOf(part))?.equals(bytes.subarray(range.from, range.to + 1))).toBe(true)
    }
  })

  test('to put again is harmless, to delete again too; what is not there is null', async () => {
    const bytes = randomBytes(1_000)
    const hash = await shelf.put(bytes)
    expect(await shelf.put(bytes)).toBe(hash)
    expect((await shelf.read(hash))?.equals(bytes)).toBe(true)
    await shelf.store.delete(hash)
    await shelf.store.delete(hash)
    expect(await shelf.store.read(hash)).toBeNull()
    expect(await shelf.store.read(sha256(randomBytes(8)), { from: 0, to: 1 })).toBeNull()
  })

  test('several at once', async () => {
    const all = Array.from({ length: 12 }, () => randomBytes(20_000))
    const hashes = await Promise.all(all.map((bytes) => shelf.put(bytes)))
    for (const [at, hash] of hashes.entries())
      expect((await shelf.read(hash))?.equals(all[at] ?? Buffer.of())).toBe(true)
  })
}

function describeWhole(shelf: Shelf): void {
  test('it lists all that it has, with sizes', async () => {
    expect(await shelf.list()).toEqual([])
    const had: { hash: string; bytes: number }[] = []
    for (const bytes of [1, 2, 3_000]) had.push({ hash: await shelf.put(randomBytes(bytes)), bytes })
    expect(await shelf.list()).toEqual(had.sort(byHash))
    await shelf.store.delete(had[0]?.hash ?? '')
    expect(await shelf.list()).toEqual(had.slice(1))
  })

  test('[T-41] what is no hash leads nowhere', async () => {
    const leads = (hash: string) =>
      shelf.read(hash).then(
        () => 'somewhere',
        () => 'nowhere',
      )
    for (const hash of ['../../etc/passwd', '', `${'a'.repeat(63)}/`, 'A'.repeat(64)])
      expect([hash, await leads(hash)]).toEqual([hash, 'nowhere'])
  })

  test('what is free is a number, or not known', async () => {
    const free = await shelf.store.freeBytes()
    expect(free === null || free > 0).toBe(true)
  })
}

import { closeSync, fsyncSync, linkSync, openSync, readSync, rmSync, statSync } from 'node:fs'
import { type FileHandle, open, rename } from 'node:fs/promises'
import { dirname } from 'node:path'
import { WAL_RESERVE_BYTES } from './wal-space.ts'

/** A WAL whose head is all zeros has no frames, whatever lies behind it: https://www.sqlite.org/fileformat2.html#walformat. */
const HEAD_BYTES = 32
const BLOCK_BYTES = 1024 * 1024
const ZEROS = Buffer.alloc(BLOCK_BYTES)

const walOf = (database: string): string => `${database}-wal`
/** Zeros, whole, in blocks that have been written: the WAL of the next start. */
const spareOf = (database: string): string => `${database}-wal-spare`
/** The second name of the WAL's file while the house is closed. */
const asideOf = (database: string): string => `${database}-wal-aside`

/**
 * Before the database is opened, by the one who has its folder: the spare becomes its WAL, where there is none. Then nothing has to be filled
 * up (decision 0077). Whoever else opens the database in this moment has made a WAL, and that one stays.
 */
export function takeSpare(database: string): void {
  const spare = spareOf(database)
  rmSync(asideOf(database), { force: true })
  if (statSync(spare, { throwIfNoEntry: false }) === undefined) return
  try {
    if (startOf(spare, HEAD_BYTES).equals(ZEROS.subarray(0, HEAD_BYTES)) && isInWalMode(database))
      linkSync(spare, walOf(database))
  } catch {
    // There is a WAL, or no right to use this one: then it is in nobody's way for long.
  }
  rmSync(spare, { force: true })
  // Before SQLite writes: under its old name a power loss must not find it again.
  syncFolder(database)
}

/** While the database is still open: a second name, by which its WAL is there when SQLite has removed the first. */
export function setAside(database: string): void {
  try {
    linkSync(walOf(database), asideOf(database))
  } catch {
    // A file system without such names: the next start fills up a new one.
  }
}

/**
 * When the last connection of this process is closed. SQLite removes a WAL when everything in it is in the database and synced, and nobody has it
 * open: that, and nothing else, makes a spare of what was set aside. Its zeros are on the disk when this resolves; what was erased is in no file then.
 */
export async function keepSpare(database: string): Promise<void> {
  const aside = asideOf(database)
  try {
    // Another name that is left is SQLite's, for somebody who still reads, or an operator's copy: not ours to write to.
    if (statSync(aside).nlink > 1) return
    syncFolder(database)
    const file = await open(aside, 'r+')
    try {
      await empty(file)
    } finally {
      await file.close()
    }
    await rename(aside, spareOf(database))
  } catch {
    // Without a spare all goes on as in a new house.
  } finally {
    rmSync(aside, { force: true })
  }
}

/**
 * The head first, and on the disk, before any frame: should a power loss bring back the removed name, SQLite finds all frames, which the database has,
 * or none. Some of them would be older than the database.
 */
async function empty(file: FileHandle): Promise<void> {
  await file.write(ZEROS, 0, HEAD_BYTES, 0)
  await file.datasync()
  await file.truncate(Math.min(WAL_RESERVE_BYTES, (await file.stat()).size))
  const block = Buffer.alloc(BLOCK_BYTES)
  for (let at = 0; ; at += BLOCK_BYTES) {
    const { bytesRead } = await file.read(block, 0, BLOCK_BYTES, at)
    if (bytesRead === 0) break
    if (!block.subarray(0, bytesRead).equals(ZEROS.subarray(0, bytesRead))) await file.write(ZEROS, 0, bytesRead, at)
  }
  await file.datasync()
}

/** A WAL beside a database of another mode would be used, and the database would not say so: https://www.sqlite.org/fileformat2.html#file_format_version_numbers. */
const isInWalMode = (database: string): boolean =>
  startOf(database, 20)
    .subarray(18)
    .equals(Buffer.from([2, 2]))

function startOf(path: string, bytes: number): Buffer {
  const file = openSync(path, 'r')
  try {
    const start = Buffer.alloc(bytes)
    return start.subarray(0, readSync(file, start, 0, bytes, 0))
  } finally {
    closeSync(file)
  }
}

function syncFolder(database: string): void {
  const folder = openSync(dirname(database), 'r')
  try {
    fsyncSync(folder)
  } finally {
    closeSync(folder)
  }
}

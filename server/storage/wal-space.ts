import { rmSync, statSync, writeFileSync } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { dirname } from 'node:path'
import { StorageRefused } from './database.ts'

/** Some 1,500 commits of one message: then a checkpoint lets the WAL begin anew in the same blocks. */
export const WAL_RESERVE_BYTES = 32 * 1024 * 1024
/** What a long reader beside us (a backup) has let the file grow to is given back down to this, when it begins anew. */
export const CALM_WAL_BYTES = 2 * WAL_RESERVE_BYTES
/** … and down to this where thousands of messages a second are stored: they would let it grow again. */
export const MOST_WAL_BYTES = 8 * WAL_RESERVE_BYTES
/** A block of the WAL's index is of 4,096 frames, the first of 34 fewer: https://www.sqlite.org/walformat.html#wal_index_format. */
const INDEX_BLOCK_BYTES = 32 * 1024
const INDEX_BLOCK_FRAMES = 4_096
const PAGE_BYTES = 4_096
const INDEX_BYTES = INDEX_BLOCK_BYTES * Math.ceil(MOST_WAL_BYTES / PAGE_BYTES / INDEX_BLOCK_FRAMES + 1)
/** The first block of the index, and as much again for what SQLite writes before it is filled. */
const START_BYTES = 2 * INDEX_BLOCK_BYTES
/** What statfs(2) and stat(2) count in. */
const STAT_BLOCK_BYTES = 512
const ZEROS = new Uint8Array(1024 * 1024)

export type WalFile = Pick<FileHandle, 'stat' | 'write' | 'truncate' | 'datasync'>

/**
 * Fills the WAL up with zeros behind its end, before anything is written. A sync of a file that grows must also store
 * where its new blocks lie; that of a file that is written over need not: half the time, half the processor (decision
 * 0019). Zeros are no frames: SQLite finds the end of a WAL by check sums, never by the file's length. A disk that
 * has no room for them goes without.
 */
export async function reserveWal(wal: WalFile): Promise<void> {
  if (await fillUp(wal, WAL_RESERVE_BYTES)) await wal.datasync()
}

/**
 * Refuses with `StorageRefused` where the disk has no room for the index of the WAL, before SQLite makes it: its first bytes are
 * written before `reserveWalIndex` can fill it up. One that is there is cut to nothing and made anew in its own room, or another process has it open.
 */
export function requireRoomForIndex(database: string): void {
  const index = statSync(`${database}-shm`, { throwIfNoEntry: false })
  if (index && index.blocks * STAT_BLOCK_BYTES >= INDEX_BLOCK_BYTES) return
  const probe = `${database}-room`
  try {
    // Written and not asked for: what a file system says is free is not always for this user.
    writeFileSync(probe, ZEROS.subarray(0, START_BYTES))
  } catch (cause) {
    // What else is wrong with the folder is said by whoever opens the database.
    if (isFull(cause)) throw noRoom(probe, cause)
  } finally {
    rmSync(probe, { force: true })
  }
}

const noRoom = (file: string, cause: unknown): StorageRefused =>
  new StorageRefused(
    `The disk of ${dirname(file)} has no room: ${START_BYTES / 1024} kB of free space are needed to start. Make some, and start again.`,
    { cause },
  )

const isFull = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT')

/**
 * Fills up the index of the WAL, too, which SQLite maps into memory. It makes room for a block of it by one byte in each 4 kB:
 * where the blocks of a file system are smaller, the rest is a hole, and a write into a hole on a full disk is the end of the process
 * (SIGBUS, P-16). What lies behind its end is zeroed by SQLite before it is used.
 *
 * Call it with the write lock of the database, when SQLite has made the first block: nobody else changes that one meanwhile, and what it has is written
 * over it once more, which fills its holes. Where even that finds no room it rejects with `StorageRefused`.
 *
 * The file is to stay open until every connection of this process is closed: closing it would give up *their* locks on it
 * (fcntl(2), “Record locking”).
 */
export async function reserveWalIndex(path: string): Promise<FileHandle> {
  const index = await open(path, 'r+')
  try {
    await fillHoles(index)
    await fillUp(index, INDEX_BYTES)
    return index
  } catch (error) {
    await index.close()
    throw isFull(error) ? noRoom(path, error) : error
  }
}

/** The head of the index, in the first page, was written by SQLite, and is: readers change it at any time. */
async function fillHoles(index: FileHandle): Promise<void> {
  const block = new Uint8Array(INDEX_BLOCK_BYTES - PAGE_BYTES)
  const { bytesRead } = await index.read(block, 0, block.length, PAGE_BYTES)
  await index.write(block, 0, bytesRead, PAGE_BYTES)
}

/** Whether there was room for it. */
async function fillUp(file: WalFile, bytes: number): Promise<boolean> {
  const { size } = await file.stat()
  try {
    for (let end = size; end < bytes; )
      end += (await file.write(ZEROS, 0, Math.min(ZEROS.length, bytes - end), end)).bytesWritten
    return true
  } catch {
    await file.truncate(size)
    return false
  }
}

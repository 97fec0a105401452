import { Database as Handle, SQLiteError, type Statement } from 'bun:sqlite'
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { dirname } from 'node:path'
import { type Clock, systemClock } from '#server/kit/clock.ts'
import { CheckpointPace } from './checkpoint-pace.ts'
import type { CheckpointReply } from './checkpoint-worker.ts'
import { Checkpointer } from './checkpointer.ts'
import { type Database, type Sql, StorageFull, StorageRefused } from './database.ts'
import { migrate } from './migrate.ts'
import { lockFolder, requireNoHalfBeside } from './process-lock.ts'
import { Memories, type Remembered } from './remembered.ts'
import { keepSpare, setAside, takeSpare } from './spare-wal.ts'
import { type SqliteTag, sqliteTag } from './sqlite-statements.ts'
import { unreadable } from './unreadable.ts'
import { damagedWal, damageOfWal } from './wal-soundness.ts'
import { CALM_WAL_BYTES, requireRoomForIndex, reserveWal, reserveWalIndex } from './wal-space.ts'

const FULL_CODES = /^SQLITE_(FULL|READONLY|IOERR|CANTOPEN)/

/** Opens, locks and migrates the database at `path`, making folder and file. Refuses with `StorageRefused`. */
export async function openSqlite(
  path: string,
  clock: Pick<Clock, 'steadyMs' | 'after'> = systemClock,
): Promise<Database> {
  const folder = dirname(path)
  requireNoHalfBeside(folder)
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
  } catch (cause) {
    throw unwritable(folder, cause)
  }
  const unlock = lockedFolder(folder)
  try {
    const damage = damageOfWal(`${path}-wal`)
    if (damage) throw damagedWal(`${path}-wal`, damage)
    requireRoomForIndex(path)
    takeSpare(path)
    return await SqliteDatabase.open(path, unlock, clock)
  } catch (error) {
    unlock()
    const told = unreadable(path, error)
    if (error instanceof SQLiteError && told === error)
      throw new StorageRefused(`${path} cannot be opened: ${error.message}`, { cause: error })
    throw told
  }
}

function lockedFolder(folder: string): () => void {
  try {
    return lockFolder(folder)
  } catch (error) {
    if (error instanceof StorageRefused) throw error
    throw unwritable(folder, error)
  }
}

function unwritable(folder: string, cause: unknown): StorageRefused {
  const code = cause instanceof Error && 'code' in cause ? ` (${String(cause.code)})` : ''
  const message = `DATA_DIR ${folder} cannot be used${code}: a folder that this user may make and write is expected.`
  return new StorageRefused(message, { cause })
}

type Held = {
  path: string
  writer: Handle
  reader: Handle
  wal: FileHandle
  walIndex: FileHandle
  checkpointer: Checkpointer
  pace: CheckpointPace
  unlock: () => void
}

class SqliteDatabase implements Database {
  readonly read: Sql
  readonly #path: string
  readonly #writer: Handle
  readonly #reader: Handle
  readonly #write: Sql
  readonly #tags: readonly SqliteTag[]
  /** Prepared once: compiling them for each commit costs half as much as the commit. */
  readonly #begin: Statement
  readonly #commit: Statement
  readonly #wal: FileHandle
  readonly #walIndex: FileHandle
  readonly #checkpointer: Checkpointer
  readonly #pace: CheckpointPace
  readonly #memories = new Memories()
  readonly #unlock: () => void
  /** False once the writer may hold more than the last sync made durable. */
  #durable = true
  /** The bulk is copied: a short stop of the writer now lets the WAL begin anew, which bounds its file. */
  #restartDue = false
  #copying: Promise<void> | null = null
  #syncFailure: string | null = null

  static async open(
    path: string,
    unlock: () => void,
    clock: Pick<Clock, 'steadyMs' | 'after'>,
  ): Promise<SqliteDatabase> {
    const writer = new Handle(path, { create: true })
    // Migrations sync by themselves, page by page; afterwards decision 4 holds: commit without a sync, then our own.
    for (const pragma of ['journal_mode = wal', 'synchronous = full', 'busy_timeout = 5000', 'foreign_keys = on']) {
      writer.run(`pragma ${pragma}`)
    }
    const walIndex = await reservedIndex(writer, `${path}-shm`)
    const migrating = sqliteTag(writer)
    await migrate(migrating, (statement) => writer.run(statement))
    migrating.finalize()
    writer.run('pragma wal_autocheckpoint = 0')
    // What a long reader beside us (a backup) has let it grow to is given back when it begins anew.
    writer.run(`pragma journal_size_limit = ${CALM_WAL_BYTES}`)
    writer.run('pragma synchronous = normal')
    // What is erased is overwritten with zeros, also in pages that are free afterwards (decision 0013).
    writer.run('pragma secure_delete = on')
    const reader = new Handle(path, { readonly: true })
    reader.run('pragma busy_timeout = 5000')
    const wal = await openWal(path)
    const pace = new CheckpointPace(clock)
    const checkpointer = new Checkpointer(path, clock)
    return new SqliteDatabase({ path, writer, reader, wal, walIndex, checkpointer, pace, unlock })
  }

  private constructor({ path, writer, reader, wal, walIndex, checkpointer, pace, unlock }: Held) {
    this.#path = path
    this.#writer = writer
    this.#begin = writer.prepare('begin immediate')
    this.#commit = writer.prepare('commit')
    this.#reader = reader
    const write = sqliteTag(writer)
    const read = sqliteTag(reader)
    this.#tags = [write, read]
    this.#write = (text, ...values) => {
      pace.count()
      this.#memories.hear(text)
      return write(text, ...values)
    }
    this.read = read
    this.#wal = wal
    this.#walIndex = walIndex
    this.#pace = pace
    this.#checkpointer = checkpointer
    this.#unlock = unlock
  }

  async transaction<T>(work: (sql: Sql) => Promise<T>): Promise<T> {
    await this.#restartWhenDue()
    try {
      this.#begin.run()
      const result = await work(this.#write)
      this.#durable = false
      this.#commit.run()
      return result
    } catch (error) {
      if (this.#writer.inTransaction) this.#writer.run('rollback')
      this.#memories.forgetAll()
      if (!(error instanceof SQLiteError && FULL_CODES.test(error.code ?? ''))) throw error
      // What is copied makes room in the WAL that there is.
      this.#pace.hurry()
      this.#copyWhenDue()
      throw new StorageFull({ cause: error })
    }
  }

  async savepoint<T>(work: () => Promise<T>): Promise<T> {
    this.#writer.run('savepoint one')
    try {
      const result = await work()
      this.#writer.run('release one')
      return result
    } catch (error) {
      if (this.#writer.inTransaction) {
        this.#writer.run('rollback to one')
        this.#writer.run('release one')
      }
      this.#memories.forgetAll()
      throw error
    }
  }

  remember<T>(tables: readonly string[]): Remembered<T> {
    return this.#memories.of<T>(tables)
  }

  async makeDurable(): Promise<void> {
    if (this.#durable) return
    this.#durable = true
    await this.#wal.datasync()
    this.#copyWhenDue()
    // P-16: what the kernel could not write it calls clean from then on; nothing after it could be believed.
    if (this.#syncFailure !== null) throw new Error(`A checkpoint could not be synced: ${this.#syncFailure}`)
  }

  async close(): Promise<void> {
    await this.#wal.datasync()
    await this.#copying
    // The bulk beside the loop. What SQLite does with the last connection is then a look, and the removal of the WAL.
    await this.#checkpointer.run('passive')
    await this.#checkpointer.close()
    setAside(this.#path)
    await this.#wal.close()
    for (const tag of this.#tags) tag.finalize()
    this.#begin.finalize()
    this.#commit.finalize()
    this.#reader.close()
    this.#writer.close()
    await this.#walIndex.close()
    await keepSpare(this.#path)
    if (existsSync(`${this.#path}-wal`)) await emptyWal(this.#path)
    this.#unlock()
  }

  /**
   * Under steady writing a checkpoint never catches up by itself: what is written meanwhile keeps the WAL from beginning
   * anew. So the bulk is copied beside the writer, and only for the rest the lane waits (the loop does not).
   */
  async #restartWhenDue(): Promise<void> {
    if (!this.#restartDue) return
    this.#restartDue = false
    this.#hear(await this.#checkpointer.run('restart', this.#pace.keepBytes))
  }

  /** One that found no place, or readers in its way, is made up for by the next. */
  #hear(reply: CheckpointReply): void {
    if (!reply.ok && reply.syncFailed) this.#syncFailure = reply.error
  }

  /** While a restart is due, the next transaction asks for it first: the rest that the lane waits for must stay small. */
  #copyWhenDue(): void {
    if (this.#copying || this.#restartDue || !this.#pace.isDue) return
    this.#pace.begin()
    this.#copying = this.#copyBulk()
  }

  async #copyBulk(): Promise<void> {
    this.#hear(await this.#checkpointer.copyBulk(() => this.#pace.statements))
    this.#copying = null
    this.#restartDue = true
  }
}

/** Somebody else has it open: what was erased is to be in it no more than can be helped. Who reads in this moment keeps it. */
async function emptyWal(path: string): Promise<void> {
  const checkpointer = new Checkpointer(path)
  await checkpointer.run('truncate')
  await checkpointer.close()
}

/** SQLite makes the index with the first read. */
async function reservedIndex(writer: Handle, path: string): Promise<FileHandle> {
  writer.run('begin immediate')
  try {
    return await reserveWalIndex(path)
  } finally {
    writer.run('rollback')
  }
}

/** The WAL's file stays the same for as long as the writer is open; SQLite makes it with the first read. */
async function openWal(path: string): Promise<FileHandle> {
  const wal = await open(`${path}-wal`, 'a+')
  await reserveWal(wal)
  // The folder's entry of a file just made must be durable, too, or a power loss takes the whole file.
  const folder = openSync(dirname(path), 'r')
  try {
    fsyncSync(folder)
  } finally {
    closeSync(folder)
  }
  return wal
}

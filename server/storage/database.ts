import { StartRefused } from '#server/kit/start-refused.ts'
import type { Remembered } from './remembered.ts'

/** What a statement takes. Flags are 0 and 1, times are `…_ms`, numbers of a room are whole (house.md, shared dialect). */
export type Value = string | number | null | Uint8Array

/**
 * A statement as a template: ``await sql<Row[]>`select … where id = ${id}` ``. One dialect for SQLite and Postgres. The
 * rows' type is a promise of whoever writes the statement. `undefined` cannot be bound: it does not compile.
 */
export type Sql = <Rows extends readonly object[]>(
  text: TemplateStringsArray,
  ...values: readonly Value[]
) => Rows | Promise<Rows>

/** One database: a door for reading what is committed, and a door for writing that the lane alone uses (HOUSE-3, 4). */
export type Database = {
  readonly read: Sql
  /** Runs `work` in a write transaction and commits it. When it throws, nothing was committed. */
  transaction<T>(work: (sql: Sql) => Promise<T>): Promise<T>
  /** Inside `transaction`: runs `work` so that it can fail alone. */
  savepoint<T>(work: () => Promise<T>): Promise<T>
  /** A memory of what writes read of these tables, which empties itself as soon as a write touches one of them. */
  remember<T>(tables: readonly string[]): Remembered<T>
  /** Resolves when everything committed so far outlives a power loss. A failure is final: see decision 4. */
  makeDurable(): Promise<void>
  close(): Promise<void>
}

/** The disk cannot take more, or may not be written: nothing was stored, and it may pass (P-16). */
export class StorageFull extends Error {
  constructor(options: ErrorOptions) {
    super('The disk is full or cannot be written', options)
    this.name = 'StorageFull'
  }
}

/** The data folder belongs to a running server, or cannot be used. */
export class StorageRefused extends StartRefused {
  override readonly name = 'StorageRefused'
}

import type { Bytes, Range } from './blobs.ts'

export type StoredFile = { hash: string; bytes: number; putMs: number }

/**
 * Where bytes lie, by their hash. It knows nothing of who names them: that stands in the database, which is asked first. What
 * every answer to this port has to keep is file-store.contract.ts.
 */
export type FileStore = {
  /**
   * Takes over the file at `path`. Resolves when it outlives a power loss (P-19); until then nobody finds half of it. To put again
   * what is there is harmless. Refuses with `storage_full`, `unavailable`: then the file at `path` may still be there, to be put again.
   */
  put(hash: string, path: string): Promise<void>
  /**
   * Null: it is not there, or is no longer what it was (F-7). A stream that finds that out ends without its end. Refuses with
   * `unavailable`: it may be there, and cannot be read now.
   */
  read(hash: string, range?: Range): Promise<Bytes | null>
  /** What is not there is deleted already. */
  delete(hash: string): Promise<void>
  /** All that is there, in no order. */
  list(): AsyncIterable<StoredFile>
  /** Bytes that it could take; null where nobody knows. */
  freeBytes(): Promise<number | null>
}

/** Which bytes of a file: from the first to the last of them, both counted. */
export type Range = { from: number; to: number }

/** Bytes as they are read, and how many the whole has. */
export type Bytes = { bytes: number; body: Blob | ReadableStream<Uint8Array> }

/** Files by the SHA-256 of their bytes: the same bytes are kept once, and never change. */
export type Blobs = {
  /**
   * Takes over the file at `path`, which is gone from there afterwards. Resolves when it outlives a power loss (P-19): only then
   * may a message name it. Who keeps something names it within the hour: later it may be swept. Refuses with `storage_full`, `unavailable`.
   */
  keep(path: string): Promise<{ hash: string; bytes: number }>
  /** Null: there are no such bytes. `range` lies within them. Refuses with `unavailable`: they cannot be read now. */
  read(hash: string, range?: Range): Promise<Bytes | null>
}

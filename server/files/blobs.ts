/** Which bytes of a file: from the first to the last of them, both counted. */
export type Range = { from: number; to: number }

/** Files by the SHA-256 of their bytes: the same bytes are kept once, and never change. */
export type Blobs = {
  /**
   * Takes over the file at `path`, which is gone from there afterwards. Resolves when it outlives a power loss (P-19): only then
   * may a message name it.
   */
  keep(path: string): Promise<{ hash: string; bytes: number }>
  /** Null: there are no such bytes. */
  read(hash: string, range?: Range): Promise<{ bytes: number; body: Blob | ReadableStream<Uint8Array> } | null>
}

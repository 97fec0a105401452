/** Bytes of a file, read in small pieces: a head is looked for in few of them, wherever it may lie. */
export type ByteSource = {
  bytes: number
  /** At most `length` bytes from `from`: fewer at the end of the file, none when the budget is used up. */
  read(from: number, length: number): Promise<Uint8Array>
}

/** Reads of one file: a crafted one has no end of boxes (HOUSE-12). */
const MOST_READS = 400
const MOST_PIECE = 64 * 1024
/** What is read at once, since what comes next mostly lies near. */
const WINDOW = 4_096

export function byteSource(file: Pick<Blob, 'size' | 'slice'>): ByteSource {
  let reads = 0
  let held = { from: 0, bytes: new Uint8Array() }
  return {
    bytes: file.size,
    async read(from, length) {
      const to = Math.min(file.size, from + Math.min(length, MOST_PIECE))
      if (from < 0 || from >= to) return new Uint8Array()
      if (from < held.from || to > held.from + held.bytes.length) {
        reads += 1
        if (reads > MOST_READS) return new Uint8Array()
        const piece = file.slice(from, Math.max(to, from + WINDOW))
        held = { from, bytes: new Uint8Array(await piece.arrayBuffer()) }
      }
      return held.bytes.subarray(from - held.from, to - held.from)
    },
  }
}

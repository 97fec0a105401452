/** A tar is made of blocks of this size. */
export const BLOCK = 512
/** What eleven octal digits can say; above it the size is written in binary, which GNU tar, bsdtar and Python read. */
const MOST_OCTAL = 8 ** 11 - 1
const NAME_BYTES = 100
const SUM = { from: 148, length: 8 }

export type TarEntry = { name: string; bytes: number }

/** The head of a plain file of its owner's, as POSIX has it (ustar). */
export function tarHeader({ name, bytes }: TarEntry, atMs: number): Buffer {
  const head = Buffer.alloc(BLOCK)
  if (Buffer.byteLength(name) > NAME_BYTES) throw new Error('the name is too long for a tar')
  head.write(name, 0)
  head.write('0000600\0', 100)
  head.write('0000000\0', 108)
  head.write('0000000\0', 116)
  writeSize(head, bytes)
  head.write(
    `${Math.floor(atMs / 1_000)
      .toString(8)
      .padStart(11, '0')}\0`,
    136,
  )
  head.write('0', 156)
  head.write('ustar\x0000', 257)
  head.write(`${sumOf(head).toString(8).padStart(6, '0')}\0 `, SUM.from)
  return head
}

function writeSize(head: Buffer, bytes: number): void {
  if (bytes <= MOST_OCTAL) {
    head.write(`${bytes.toString(8).padStart(11, '0')}\0`, 124)
    return
  }
  head[124] = 0x80
  head.writeBigUInt64BE(BigInt(bytes), 128)
}

/** Null: an empty block, with which a tar ends. Throws where it is no head of a plain file. */
export function readTarHeader(head: Buffer): TarEntry | null {
  if (head.every((byte) => byte === 0)) return null
  const sum = Number.parseInt(head.toString('latin1', SUM.from, SUM.from + 6), 8)
  if (sum !== sumOf(head)) throw new Error('a head in it is damaged')
  if (head[156] !== 0x30) throw new Error('it holds something that is no file')
  const name = head.toString('utf8', 0, Math.min(head.indexOf(0), NAME_BYTES))
  const bytes =
    head[124] === 0x80 ? Number(head.readBigUInt64BE(128)) : Number.parseInt(head.toString('latin1', 124, 135), 8)
  if (!Number.isSafeInteger(bytes) || bytes < 0) throw new Error('a size in it is damaged')
  return { name, bytes }
}

/** Of all bytes, those of the sum itself as spaces. */
function sumOf(head: Buffer): number {
  let sum = 0
  for (const [at, byte] of head.entries()) sum += at >= SUM.from && at < SUM.from + SUM.length ? 0x20 : byte
  return sum
}

/** Empty bytes behind a file, up to the next block. */
export const paddingOf = (bytes: number): number => (BLOCK - (bytes % BLOCK)) % BLOCK

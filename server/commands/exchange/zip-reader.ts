import { type FileHandle, open } from 'node:fs/promises'
import { CommandRefused } from '../refused.ts'

/** Where a file lies in an archive (APPNOTE 6.3, 4.3.12); its bytes are stored as they are. */
export type ZipEntry = { name: string; at: number; bytes: number }

const PIECE_BYTES = 1024 * 1024
/** The end of a directory, and the longest comment behind it. */
const END_BYTES = 22 + 0xffff
/** A directory of so much names a million files: ours never have as many. */
const MOST_DIRECTORY_BYTES = 128 * 1024 * 1024
const SIGNS = { end: 0x06054b50, end64: 0x06064b50, locator64: 0x07064b50, entry: 0x02014b50, local: 0x04034b50 }

/** An archive as our export writes it: nothing in it is packed. Throws `CommandRefused` for any other. */
export class ZipReader {
  readonly entries: ReadonlyMap<string, ZipEntry>
  readonly #file: FileHandle
  readonly #path: string

  private constructor(file: FileHandle, path: string, entries: Map<string, ZipEntry>) {
    this.#file = file
    this.#path = path
    this.entries = entries
  }

  static async open(path: string): Promise<ZipReader> {
    const file = await open(path, 'r')
    try {
      return new ZipReader(file, path, await readDirectory(file))
    } catch (error) {
      await file.close()
      throw refusalOf(error, path)
    }
  }

  async *read(entry: ZipEntry): AsyncGenerator<Uint8Array> {
    try {
      yield* piecesOf(this.#file, entry)
    } catch (error) {
      throw refusalOf(error, this.#path)
    }
  }

  close(): Promise<void> {
    return this.#file.close()
  }
}

class Damaged extends Error {}

const refusalOf = (error: unknown, path: string): unknown =>
  error instanceof Damaged
    ? new CommandRefused(`${path} is no archive of a room, or damaged: ${error.message}.`)
    : error

async function* piecesOf(file: FileHandle, { at, bytes }: ZipEntry): AsyncGenerator<Uint8Array> {
  const head = await exactly(file, at, 30)
  if (head.readUInt32LE(0) !== SIGNS.local) throw new Damaged('its directory leads to no file')
  const from = at + 30 + head.readUInt16LE(26) + head.readUInt16LE(28)
  for (let done = 0; done < bytes; ) {
    const piece = await exactly(file, from + done, Math.min(PIECE_BYTES, bytes - done))
    done += piece.length
    yield piece
  }
}

async function exactly(file: FileHandle, at: number, bytes: number): Promise<Buffer> {
  if (at < 0 || !Number.isSafeInteger(at)) throw new Damaged('its directory leads out of it')
  const piece = Buffer.alloc(bytes)
  for (let done = 0; done < bytes; ) {
    const { bytesRead } = await file.read(piece, done, bytes - done, at + done)
    if (bytesRead === 0) throw new Damaged('it ends before its end')
    done += bytesRead
  }
  return piece
}

type Directory = { at: number; bytes: number; count: number }

async function findDirectory(file: FileHandle): Promise<Directory> {
  const { size } = await file.stat()
  const tailBytes = Math.min(size, END_BYTES)
  const tail = await exactly(file, size - tailBytes, tailBytes)
  const sign = Buffer.alloc(4)
  sign.writeUInt32LE(SIGNS.end)
  const end = tail.lastIndexOf(sign)
  if (end < 0 || end + 22 > tail.length) throw new Damaged('it has no directory')
  const plain = {
    count: tail.readUInt16LE(end + 10),
    bytes: tail.readUInt32LE(end + 12),
    at: tail.readUInt32LE(end + 16),
  }
  const isLarge = plain.count === 0xffff || plain.bytes === 0xffffffff || plain.at === 0xffffffff
  return isLarge ? largeDirectory(file, await exactly(file, size - tailBytes + end - 20, 20)) : plain
}

async function largeDirectory(file: FileHandle, locator: Buffer): Promise<Directory> {
  if (locator.readUInt32LE(0) !== SIGNS.locator64) throw new Damaged('its directory cannot be found')
  const end = await exactly(file, Number(locator.readBigUInt64LE(8)), 56)
  if (end.readUInt32LE(0) !== SIGNS.end64) throw new Damaged('its directory cannot be found')
  return {
    count: Number(end.readBigUInt64LE(32)),
    bytes: Number(end.readBigUInt64LE(40)),
    at: Number(end.readBigUInt64LE(48)),
  }
}

async function readDirectory(file: FileHandle): Promise<Map<string, ZipEntry>> {
  const { at, bytes, count } = await findDirectory(file)
  if (bytes > MOST_DIRECTORY_BYTES) throw new Damaged('its directory is too large')
  const directory = await exactly(file, at, bytes)
  const entries = new Map<string, ZipEntry>()
  for (let from = 0, left = count; left > 0; left--) {
    if (from + 46 > bytes || directory.readUInt32LE(from) !== SIGNS.entry) throw new Damaged('its directory is damaged')
    const nameBytes = directory.readUInt16LE(from + 28)
    const extraBytes = directory.readUInt16LE(from + 30)
    if (directory.readUInt16LE(from + 10) !== 0) throw new Damaged('something in it is packed')
    const name = directory.toString('utf8', from + 46, from + 46 + nameBytes)
    const extra = directory.subarray(from + 46 + nameBytes, from + 46 + nameBytes + extraBytes)
    const [size, offset] = largeOf(
      extra,
      directory.readUInt32LE(from + 24),
      directory.readUInt32LE(from + 20),
      directory.readUInt32LE(from + 42),
    )
    entries.set(name, { name, at: offset, bytes: size })
    from += 46 + nameBytes + extraBytes + directory.readUInt16LE(from + 32)
  }
  return entries
}

/** What does not fit into 32 bits stands in an extra field, in a fixed order (4.5.3). */
function largeOf(extra: Buffer, bytes: number, packed: number, at: number): [number, number] {
  const FULL = 0xffffffff
  if (bytes !== FULL && packed !== FULL && at !== FULL) return [bytes, at]
  for (let from = 0; from + 4 <= extra.length; from += 4 + extra.readUInt16LE(from + 2)) {
    if (extra.readUInt16LE(from) !== 1) continue
    let next = from + 4
    const large = () => {
      if (next + 8 > extra.length) throw new Damaged('its directory is damaged')
      next += 8
      return Number(extra.readBigUInt64LE(next - 8))
    }
    const size = bytes === FULL ? large() : bytes
    if (packed === FULL) large()
    return [size, at === FULL ? large() : at]
  }
  throw new Damaged('its directory is damaged')
}

/** The line before a chunk: a number, and words that nobody reads. */
const LINE_BYTES = 1_024

/** The bytes of a body as they come, without what HTTP puts between them (RFC 9112, 6 and 7). */
export type BodyReader = {
  /** Gives what of it belongs to the body. Throws where it is none. */
  take(bytes: Buffer): Buffer[]
  /** All of it was here. */
  readonly done: boolean
  /** Its end is that of the connection. */
  readonly isOpenEnded: boolean
}

export function bodyReader(headers: ReadonlyMap<string, string>): BodyReader {
  const coding = headers.get('transfer-encoding')
  if (coding !== undefined) {
    if (coding.toLowerCase() !== 'chunked') throw new Error('the body is packed')
    return new ChunkedBody()
  }
  return new PlainBody(lengthOf(headers))
}

/** Infinity: to the end of the connection. */
export function lengthOf(headers: ReadonlyMap<string, string>): number {
  const said = headers.get('content-length')
  if (said === undefined) return Number.POSITIVE_INFINITY
  if (!/^\d{1,15}$/.test(said)) throw new Error('the length is no number')
  return Number(said)
}

class PlainBody implements BodyReader {
  #left: number
  readonly isOpenEnded: boolean

  constructor(length: number) {
    this.#left = length
    this.isOpenEnded = length === Number.POSITIVE_INFINITY
  }

  get done(): boolean {
    return this.#left === 0
  }

  take(bytes: Buffer): Buffer[] {
    const mine = bytes.length > this.#left ? bytes.subarray(0, this.#left) : bytes
    this.#left -= mine.length
    return mine.length > 0 ? [mine] : []
  }
}

class ChunkedBody implements BodyReader {
  readonly isOpenEnded = false
  /** Of the chunk that is read; 0: the next is the line that tells its size. */
  #left = 0
  /** The line break behind a chunk is still to come. */
  #isBehind = false
  #line = ''
  #done = false

  get done(): boolean {
    return this.#done
  }

  take(bytes: Buffer): Buffer[] {
    const found: Buffer[] = []
    let rest = bytes
    while (rest.length > 0 && !this.#done) {
      if (this.#left > 0) {
        const mine = rest.subarray(0, this.#left)
        found.push(mine)
        this.#left -= mine.length
        this.#isBehind = this.#left === 0
        rest = rest.subarray(mine.length)
      } else rest = this.#takeLine(rest)
    }
    return found
  }

  #takeLine(bytes: Buffer): Buffer {
    const end = bytes.indexOf(0x0a)
    this.#line += bytes.subarray(0, end < 0 ? bytes.length : end).toString('latin1')
    if (this.#line.length > LINE_BYTES) throw new Error('a chunk has no size')
    if (end < 0) return bytes.subarray(bytes.length)
    const line = this.#line.trim()
    this.#line = ''
    if (this.#isBehind && line === '') this.#isBehind = false
    else this.#begin(line)
    return bytes.subarray(end + 1)
  }

  #begin(line: string): void {
    const [, size] = /^([\da-f]{1,8})(?:\s*;.*)?$/i.exec(line) ?? []
    if (size === undefined || this.#isBehind) throw new Error('a chunk has no size')
    this.#left = Number.parseInt(size, 16)
    this.#done = this.#left === 0
  }
}

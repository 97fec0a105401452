import { createHash, randomBytes } from 'node:crypto'
import { connect, type Socket } from 'node:net'
import { PATIENCE_MS } from './patience.ts'

export const opcodes = { continuation: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const

/** A frame as it came over the wire. `headBytes` are those before the payload. */
export type WireFrame = { fin: boolean; opcode: number; masked: boolean; headBytes: number; payload: Buffer }

export type FrameOptions = {
  fin?: boolean
  opcode?: number
  /** Clients must; a test may not. */
  masked?: boolean
  /** The length that the head claims, when it lies. */
  claims?: bigint
  rsv?: number
  /** Bits that tell the length, where they are not the fewest. */
  lengthBits?: 16 | 64
  /** Four bytes; by chance when they are not given. */
  mask?: Uint8Array
}

const CLOSE_ABNORMAL = 1006

/** The bytes of one frame as a client sends it. */
export function frameBytes(data: string | Uint8Array, options: FrameOptions = {}): Buffer {
  const { fin = true, opcode = opcodes.text, masked = true, claims, rsv = 0, lengthBits = 7 } = options
  const payload = Buffer.from(data)
  const length = claims ?? BigInt(payload.length)
  const head = [(fin ? 0x80 : 0) | (rsv << 4) | opcode]
  const flag = masked ? 0x80 : 0
  if (length < 126n && lengthBits === 7) head.push(flag | Number(length))
  else if (length < 65_536n && lengthBits < 64) head.push(flag | 126, ...bytesOf(length, 2))
  else head.push(flag | 127, ...bytesOf(length, 8))
  if (!masked) return Buffer.concat([Buffer.from(head), payload])
  const mask = options.mask ?? randomBytes(4)
  return Buffer.concat([Buffer.from(head), mask, payload.map((byte, at) => byte ^ (mask[at % 4] ?? 0))])
}

const bytesOf = (value: bigint, count: number): number[] =>
  Array.from({ length: count }, (_, at) => Number((value >> BigInt(8 * (count - 1 - at))) & 0xffn))

export type Handshake = { port: number; path?: string; headers?: Readonly<Record<string, string | null>> }

/** The head of an upgrade. A header that is null is left out; others replace or follow the usual ones. */
export function handshakeText(
  { port, path = '/', headers = {} }: Handshake,
  key = randomBytes(16).toString('base64'),
): string {
  const usual: Record<string, string | null> = {
    Host: `127.0.0.1:${port}`,
    Upgrade: 'websocket',
    Connection: 'Upgrade',
    'Sec-WebSocket-Key': key,
    'Sec-WebSocket-Version': '13',
  }
  const lines = Object.entries({ ...usual, ...headers }).flatMap(([name, value]) =>
    value === null ? [] : [`${name}: ${value}`],
  )
  return `GET ${path} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`
}

/** A TCP connection that knows WebSocket no further than a test wants: it sends any bytes and shows those that came. */
export class RawSocket {
  readonly tcp: Socket
  /** All bytes that came before the first frame: the answer to the handshake. */
  head = ''
  readonly frames: WireFrame[] = []
  /** What the text frames among them said. */
  readonly texts: string[] = []
  /** Bytes that came, whole. */
  received = 0
  ended = false
  #rest: Buffer = Buffer.alloc(0)
  #read = 0
  #wakers = new Set<() => void>()

  constructor(port: number) {
    this.tcp = connect({ port, host: '127.0.0.1', noDelay: true })
    this.tcp.on('data', (chunk: Buffer) => this.#take(chunk))
    this.tcp.on('error', () => {})
    this.tcp.on('close', () => {
      this.ended = true
      this.#wake()
    })
  }

  get status(): number {
    return Number(/^HTTP\/1\.1 (\d{3})/.exec(this.head)?.[1] ?? 0)
  }

  /** The code of the close frame; 1006 when the line ended without one; null while it is open. */
  get closeCode(): number | null {
    const frame = this.frames.find(({ opcode }) => opcode === opcodes.close)
    if (frame) return frame.payload.length < 2 ? 1005 : frame.payload.readUInt16BE(0)
    return this.ended ? CLOSE_ABNORMAL : null
  }

  write(bytes: string | Uint8Array): Promise<void> {
    return new Promise((resolve) => this.tcp.write(bytes, () => resolve()))
  }

  send(data: string | Uint8Array, options: FrameOptions = {}): Promise<void> {
    return this.write(frameBytes(data, options))
  }

  /** Resolves when `holds` gives something; looks again whenever something came. */
  async until<T>(what: string, holds: () => T | null | undefined | false, waitMs = PATIENCE_MS): Promise<T> {
    const deadline = Date.now() + waitMs
    for (;;) {
      const found = holds()
      if (found !== null && found !== undefined && found !== false) return found
      const leftMs = deadline - Date.now()
      if (leftMs <= 0 || this.ended) throw new Error(this.#complaint(what))
      await this.#news(leftMs)
    }
  }

  /** The next text frame that was not taken yet. */
  next(): Promise<string> {
    return this.until('text', () => {
      return this.#read < this.texts.length ? (this.texts[this.#read++] ?? null) : null
    })
  }

  /** Text frames that came and were not taken. */
  untaken(): string[] {
    return this.texts.slice(this.#read)
  }

  closed(waitMs = PATIENCE_MS): Promise<number> {
    return this.until('close', () => this.closeCode, waitMs)
  }

  answered(): Promise<number> {
    return this.until('answer', () => this.status || null)
  }

  /** Says that nothing more will come, and goes on reading until the server has ended, too. */
  async finished(): Promise<void> {
    this.tcp.end()
    await this.until('end', () => this.ended)
  }

  /** Takes nothing from the kernel until `resume`. */
  stopReading(): void {
    this.tcp.pause()
  }

  resume(): void {
    this.tcp.resume()
  }

  /** Ends the line without a word. */
  destroy(): void {
    this.tcp.destroy()
  }

  [Symbol.dispose](): void {
    this.destroy()
  }

  #complaint(what: string): string {
    const shown = this.texts.slice(-5).map((text) => text.slice(0, 200))
    return `waited for ${what} in vain; ended ${this.ended}, status ${this.status}, close ${this.closeCode}, last texts ${shown.join(' | ')}`
  }

  #news(waitMs: number): Promise<void> {
    return new Promise((resolve) => {
      const wake = () => {
        clearTimeout(timer)
        this.#wakers.delete(wake)
        resolve()
      }
      const timer = setTimeout(wake, waitMs)
      this.#wakers.add(wake)
    })
  }

  #wake(): void {
    for (const wake of [...this.#wakers]) wake()
  }

  #take(chunk: Buffer): void {
    this.received += chunk.length
    this.#rest = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk])
    if (this.status !== 101) this.#takeHead()
    if (this.status === 101) while (this.#takeFrame());
    this.#wake()
  }

  #takeHead(): void {
    const end = this.#rest.indexOf('\r\n\r\n')
    if (end < 0) return
    this.head = this.#rest.subarray(0, end + 4).toString('latin1')
    this.#rest = this.#rest.subarray(end + 4)
  }

  #takeFrame(): boolean {
    const bytes = this.#rest
    const [first = 0, second = 0] = bytes
    if (bytes.length < 2) return false
    const short = second & 0x7f
    const lengthBytes = short === 126 ? 2 : short === 127 ? 8 : 0
    const masked = (second & 0x80) !== 0
    const headBytes = 2 + lengthBytes + (masked ? 4 : 0)
    if (bytes.length < headBytes) return false
    const length = short === 126 ? bytes.readUInt16BE(2) : short === 127 ? Number(bytes.readBigUInt64BE(2)) : short
    if (bytes.length < headBytes + length) return false
    const payload = Buffer.from(bytes.subarray(headBytes, headBytes + length))
    const opcode = first & 0x0f
    this.frames.push({ fin: (first & 0x80) !== 0, opcode, masked, headBytes, payload })
    if (opcode === opcodes.text) this.texts.push(payload.toString())
    this.#rest = bytes.subarray(headBytes + length)
    return true
  }
}

/** Connects and shakes hands; resolves when the answer's head has come, whatever it says. */
export async function openRaw(handshake: Handshake): Promise<RawSocket> {
  const socket = new RawSocket(handshake.port)
  await socket.write(handshakeText(handshake))
  await socket.answered()
  return socket
}

/** What a server must answer to a key (RFC 6455, 4.2.2). */
export const acceptOf = (key: string): string =>
  createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64')

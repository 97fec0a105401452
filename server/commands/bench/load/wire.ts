// WebSocket framing of whoever plays a crowd; bench/generator uses it, too, where wire.h is that of its form in C.

export type Frame = { op: number; header: number; payload: number }

const PEEKED = 10
const MASK = [0x37, 0xfa, 0x21, 0x3d] as const
const encoder = new TextEncoder()

/** A whole masked frame of a client. */
export function frameOf(op: number, payload: Uint8Array | string): Uint8Array {
  const bytes = typeof payload === 'string' ? encoder.encode(payload) : payload
  const header = bytes.length < 126 ? 6 : 8
  const frame = new Uint8Array(header + bytes.length)
  frame[0] = 0x80 | op
  frame[1] = 0x80 | Math.min(bytes.length, 126)
  if (header === 8) new DataView(frame.buffer).setUint16(2, bytes.length)
  frame.set(MASK, header - 4)
  for (const [at, byte] of bytes.entries()) frame[header + at] = byte ^ (MASK[at & 3] ?? 0)
  return frame
}

/** Null when the header is not complete yet. Throws for frames that no server should send to us. */
export function readHeader(bytes: Uint8Array, at: number): Frame | null {
  const [first, second] = [bytes[at], bytes[at + 1]]
  if (first === undefined || second === undefined) return null
  if ((first & 0xf0) !== 0x80 || second & 0x80) throw new Error('a fragmented, masked or compressed frame came')
  const header = second < 126 ? 2 : second === 126 ? 4 : 10
  if (bytes.length - at < header) return null
  const view = new DataView(bytes.buffer, bytes.byteOffset + at)
  const payload = header === 2 ? second : header === 4 ? view.getUint16(2) : Number(view.getBigUint64(2))
  return { op: first & 0x0f, header, payload }
}

type Hear = (frame: Frame, payload: Uint8Array) => void

/**
 * Cuts a stream of bytes into frames. With `whole` each payload is given entirely; without, at least its first ten
 * bytes, and the rest is passed over without being kept.
 */
export class FrameReader {
  whole = true
  #rest: Uint8Array | null = null
  #skip = 0

  feed(chunk: Uint8Array, hear: Hear): void {
    let bytes = this.#rest ? Buffer.concat([this.#rest, chunk]) : chunk
    this.#rest = null
    let at = Math.min(this.#skip, bytes.length)
    this.#skip -= at
    for (;;) {
      const frame = readHeader(bytes, at)
      const wanted = frame && frame.header + (this.whole ? frame.payload : Math.min(PEEKED, frame.payload))
      if (!frame || wanted === null || bytes.length - at < wanted) break
      hear(frame, bytes.subarray(at + frame.header, at + wanted))
      const end = at + frame.header + frame.payload
      at = Math.min(end, bytes.length)
      this.#skip = end - at
    }
    if (at < bytes.length) {
      bytes = bytes.subarray(at)
      // Copied: the buffer belongs to the socket.
      this.#rest = Uint8Array.from(bytes)
    }
  }
}

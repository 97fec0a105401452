import { limits } from '#protocol/limits.ts'
import { opcodes } from '#tests/kit/raw-socket.ts'

/** What RFC 6455 lets a server do with these bytes of a client, after which nothing more comes. */
export type Expected = {
  /** Payloads of the pongs, in order, as latin1. */
  pongs: readonly string[]
  /** Whole text messages: each is answered once. */
  texts: number
  /** Close codes that may be on the wire; null: none, because the line just ended. */
  closes: ReadonlySet<number | null>
  /** Where what came of it was decided: bytes behind it are not looked at. */
  decidedAt: number
}

type Head = { fin: boolean; rsv: number; opcode: number; masked: boolean; length: bigint; long: boolean; bytes: number }
type Open = { opcode: number; pieces: Buffer[]; bytes: number }

const strict = new TextDecoder('utf-8', { fatal: true })
const most = BigInt(limits.commandBytes)

/**
 * Reads a client's bytes as the standard says, by code that has nothing in common with the server: what both make of the same nonsense is
 * compared. Two things it takes as our runtime does (decision 0038): a length
 * of data may be told in more bits than it needs, and what is too much only together with the pieces before is known when it is there.
 */
export function readFrames(bytes: Buffer): Expected {
  const pongs: string[] = []
  let texts = 0
  let open: Open | null = null
  let at = 0
  const ends = (...codes: (number | null)[]): Expected => ({ pongs, texts, closes: new Set(codes), decidedAt: at })
  while (at < bytes.length) {
    const head = readHead(bytes, at)
    if (head === null) return ends(null, ...faultsOfStart(bytes, at, open))
    const faults = faultsOf(head, open)
    at += head.bytes
    if (faults.length > 0) return ends(...faults)
    const length = Number(head.length)
    const tooMuch = isData(head.opcode) && (open?.bytes ?? 0) + length > limits.commandBytes
    if (tooMuch) return ends(1009, ...(at + length > bytes.length ? [null] : []))
    // A text that can no longer be one may be refused before it is whole.
    if (at + length > bytes.length) return ends(null, ...(isData(head.opcode) ? [1007] : []))
    const payload = unmasked(bytes, at, length)
    at += length
    if (head.opcode === opcodes.ping) pongs.push(payload.toString('latin1'))
    else if (head.opcode === opcodes.close) return ends(closeOf(payload))
    else if (isData(head.opcode)) {
      open = joined(open, head.opcode, payload)
      if (!head.fin) continue
      if (open.opcode === opcodes.binary) return ends(1003)
      if (!isText(Buffer.concat(open.pieces))) return ends(1007)
      texts++
      open = null
    }
  }
  const mayBeBad = open !== null && open.opcode === opcodes.text && !isText(Buffer.concat(open.pieces))
  return ends(null, ...(mayBeBad ? [1007] : []))
}

const isData = (opcode: number): boolean => opcode <= opcodes.binary

function joined(open: Open | null, opcode: number, payload: Buffer): Open {
  if (!open) return { opcode, pieces: [payload], bytes: payload.length }
  open.pieces.push(payload)
  open.bytes += payload.length
  return open
}

/** Null while not all of it is here. */
function readHead(bytes: Buffer, at: number): Head | null {
  const [first, second] = [bytes[at], bytes[at + 1]]
  if (first === undefined || second === undefined) return null
  const short = second & 0x7f
  const lengthBytes = short === 126 ? 2 : short === 127 ? 8 : 0
  const masked = (second & 0x80) !== 0
  const whole = 2 + lengthBytes + (masked ? 4 : 0)
  if (bytes.length < at + whole) return null
  const length =
    short === 126 ? BigInt(bytes.readUInt16BE(at + 2)) : short === 127 ? bytes.readBigUInt64BE(at + 2) : BigInt(short)
  return {
    fin: (first & 0x80) !== 0,
    rsv: (first >> 4) & 7,
    opcode: first & 0x0f,
    masked,
    length,
    long: short > 125,
    bytes: whole,
  }
}

/** Close codes of all that is wrong with a frame, by its head alone; which of them counts is not said anywhere. */
function faultsOf({ fin, rsv, opcode, masked, length, long }: Head, open: Open | null): number[] {
  const isControl = opcode >= opcodes.close
  const known = opcode <= opcodes.binary || (isControl && opcode <= opcodes.pong)
  const outOfPlace = isControl ? !fin || long : opcode === opcodes.continuation ? !open : open !== null
  const faults: number[] = []
  if (rsv !== 0 || !known || !masked || outOfPlace) faults.push(1002)
  if (!isControl && length > most) faults.push(1009)
  return faults
}

/** A head that is not whole may be refused for what is here of it. */
function faultsOfStart(bytes: Buffer, at: number, open: Open | null): number[] {
  const filled = Buffer.concat([bytes.subarray(at), Buffer.alloc(14)])
  // A second byte that has not come is taken for one that would be good.
  if (bytes.length - at < 2) filled[1] = 0x80
  const head = readHead(filled, 0)
  return head ? [...faultsOf(head, open), 1009] : []
}

function closeOf(payload: Buffer): number {
  if (payload.length === 0) return 1005
  if (payload.length === 1) return 1002
  const code = payload.readUInt16BE(0)
  const given = (code >= 1000 && code <= 1014 && ![1004, 1005, 1006].includes(code)) || (code >= 3000 && code <= 4999)
  if (!given) return 1002
  return isText(payload.subarray(2)) ? code : 1007
}

function isText(bytes: Buffer): boolean {
  try {
    strict.decode(bytes)
    return true
  } catch {
    return false
  }
}

function unmasked(bytes: Buffer, at: number, length: number): Buffer {
  const payload = Buffer.from(bytes.subarray(at, at + length))
  for (let place = 0; place < length; place++)
    payload[place] = (payload[place] ?? 0) ^ (bytes[at - 4 + (place % 4)] ?? 0)
  return payload
}

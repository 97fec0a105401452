import { type FrameOptions, frameBytes, opcodes } from '#tests/kit/raw-socket.ts'

/** `v1` is `/ws`, `classic` the gateway at `/`. */
export type Door = 'v1' | 'classic'

/**
 * What is sent to an open socket, and what must come of it. Nothing is echoed by a chat: that a text was read shows its answer, that
 * the socket is well a ping that is answered and a command that works.
 */
export type Case = {
  /** After the groups of the Autobahn test suite. */
  id: string
  what: string
  door?: Door
  /** Beside the usual ones of the upgrade. */
  headers?: Readonly<Record<string, string>>
  /** The first bytes go out with the head of the upgrade, in one segment. */
  withHead?: true
  /** Each is written by itself, with a turn of the loop between. */
  sends: readonly Uint8Array[]
  /** How texts are answered, in any order: `ref code`. */
  answers?: readonly string[]
  /** Payloads of pongs, as latin1. */
  pongs?: readonly string[]
  /** The close code on the wire: 1005 is a close frame without one. Null: the socket must live. */
  closes: number | null
  /** Bytes that make a message whole which is open still: a ping before them must be answered. */
  finish?: Uint8Array
}

/** `extension`: what the answer to the upgrade agreed to, and must not. */
export type Seen = {
  answers: readonly string[]
  pongs: readonly string[]
  closes: number | null
  extension: string | null
}

/** A head of an upgrade, and the status that answers it. */
export type HeadCase = { id: string; what: string; head: (port: number) => readonly string[]; status: number }

/** Where we do otherwise than the suite says. It fails when it has vanished, for then it must be struck out. */
export type Difference = { id: RegExp; is: Partial<Seen> | { status: number }; reason: string }

export const text = (said: string | Uint8Array, options: FrameOptions = {}): Buffer => frameBytes(said, options)
export const binary = (said: string | Uint8Array): Buffer => frameBytes(said, { opcode: opcodes.binary })
export const ping = (said: string | Uint8Array = '', options: FrameOptions = {}): Buffer =>
  frameBytes(said, { opcode: opcodes.ping, ...options })
export const pong = (said: string | Uint8Array = ''): Buffer => frameBytes(said, { opcode: opcodes.pong })
/** The first piece of a message, and those that follow. */
export const first = (said: string | Uint8Array): Buffer => frameBytes(said, { fin: false })
export const middle = (said: string | Uint8Array = ''): Buffer =>
  frameBytes(said, { fin: false, opcode: opcodes.continuation })
export const last = (said: string | Uint8Array = ''): Buffer => frameBytes(said, { opcode: opcodes.continuation })

/** A close frame; `code` null is one without a body. */
export function close(code: number | null, reason: string | Uint8Array = ''): Buffer {
  if (code === null) return frameBytes('', { opcode: opcodes.close })
  const head = Buffer.alloc(2)
  head.writeUInt16BE(code)
  return frameBytes(Buffer.concat([head, Buffer.from(reason)]), { opcode: opcodes.close })
}

/** A command that there is not, of so many bytes: it is answered with `ref unknown_type`. */
export function command(ref: number, bytes = 0): string {
  const around = `[${ref},"nosuch",""]`
  return `[${ref},"nosuch","${'x'.repeat(Math.max(0, bytes - around.length))}"]`
}
/** The same with any bytes where its words are. */
export const commandOf = (ref: number, words: Uint8Array): Buffer =>
  Buffer.concat([Buffer.from(`[${ref},"nosuch","`), words, Buffer.from('"]')])
export const unknown = (ref: number): string => `${ref} unknown_type`

/** Cut after every `size` bytes. */
export const chopped = (bytes: Uint8Array, size: number): Uint8Array[] =>
  Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) => bytes.subarray(at * size, (at + 1) * size))

/** A message as frames whose payloads are these. */
export const fragments = (pieces: readonly (string | Uint8Array)[]): Buffer[] =>
  pieces.map((piece, at) => {
    const opcode = at === 0 ? opcodes.text : opcodes.continuation
    return frameBytes(piece, { opcode, fin: at === pieces.length - 1 })
  })

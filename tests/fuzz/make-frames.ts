import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { deflateRawSync } from 'node:zlib'
import { limits } from '#protocol/limits.ts'
import { type FrameOptions, frameBytes, opcodes } from '#tests/kit/raw-socket.ts'
import type { Dice } from './dice.ts'

const folder = path.join(import.meta.dir, 'corpus', 'frames')

/** Inputs that are kept: those of threats.md, and what was ever found. A line is a frame or more in hex, `#` begins a remark. */
export const corpus: readonly Buffer[] = readdirSync(folder)
  .toSorted()
  .map((name) => {
    const lines = readFileSync(path.join(folder, name), 'utf8').split('\n')
    return Buffer.from(lines.map((line) => line.replace(/#.*/, '').replaceAll(' ', '')).join(''), 'hex')
  })

/** Texts above these might be taken for nonsense in a row, which has a close code of its own. */
const MOST_TEXTS = 15
const MOST_FRAMES = 30

/** The bytes of a client, how they are cut into writes, and how many frames they were made of. */
export type Stream = { bytes: Buffer; writes: readonly Buffer[]; frames: number }
/** What somebody says who means it, by its `ref`. */
export type Say = (ref: number, dice: Dice) => string

/** Case `number`: the kept ones first, as they are, then frames by the dice with something wrong about them. */
export function makeStream(number: number, dice: Dice, say: Say): Stream {
  const kept = corpus[number]
  if (kept) return { bytes: kept, writes: [kept], frames: 1 }
  const frames = sensible(dice, say)
  if (dice.oneIn(3)) frames.splice(dice.below(frames.length + 1), 0, strange(dice))
  if (dice.oneIn(8)) frames.splice(dice.below(frames.length + 1), 0, dice.pick(corpus) ?? Buffer.alloc(0))
  const bytes = dice.oneIn(3) ? Buffer.concat(frames) : mangled(Buffer.concat(frames), frames, dice)
  return { bytes, writes: cut(bytes, dice), frames: frames.length }
}

function sensible(dice: Dice, say: Say): Buffer[] {
  const frames: Buffer[] = []
  const count = dice.between(1, MOST_FRAMES)
  let ref = 0
  while (frames.length < count) {
    if (ref < MOST_TEXTS && dice.oneIn(2)) {
      const words = Buffer.from(say(++ref, dice))
      frames.push(...(dice.oneIn(3) ? inPieces(words, dice) : [framed(words, dice)]))
    } else frames.push(control(dice))
  }
  if (dice.oneIn(10)) frames.push(closing(dice))
  return frames
}

const framed = (payload: string | Buffer, dice: Dice, options: FrameOptions = {}): Buffer =>
  frameBytes(payload, { mask: dice.bytes(4), ...options })

function control(dice: Dice): Buffer {
  const payload = dice.bytes(dice.oneIn(8) ? 125 : dice.below(12))
  return framed(payload, dice, { opcode: dice.pick([opcodes.ping, opcodes.ping, opcodes.pong]) })
}

function inPieces(words: Buffer, dice: Dice): Buffer[] {
  const frames: Buffer[] = []
  for (let at = 0; at < words.length || frames.length === 0; ) {
    const next = at + dice.below(words.length - at + 2)
    const opcode = frames.length === 0 ? opcodes.text : opcodes.continuation
    frames.push(framed(words.subarray(at, next), dice, { opcode, fin: next >= words.length }))
    at = next
    if (at < words.length && dice.oneIn(3)) frames.push(control(dice))
  }
  return frames
}

function closing(dice: Dice): Buffer {
  const code = dice.oneIn(2) ? dice.between(990, 1020) : dice.below(0x1_0000)
  const body = Buffer.concat([Buffer.from([code >> 8, code & 255]), dice.bytes(dice.oneIn(2) ? 0 : dice.below(124))])
  return framed(body.subarray(0, dice.oneIn(6) ? dice.below(2) : body.length), dice, { opcode: opcodes.close })
}

/** One frame that somebody made who knows the standard, and means no good. */
function strange(dice: Dice): Buffer {
  const most = BigInt(limits.commandBytes)
  const some = dice.bytes(dice.below(40))
  return dice.pick([
    () =>
      framed(some, dice, { opcode: dice.below(16), fin: dice.oneIn(2), rsv: dice.below(8), masked: !dice.oneIn(4) }),
    () =>
      framed(some, dice, {
        claims: dice.pick([2n ** 63n - 1n, 2n ** 63n, 2n ** 64n - 1n, 2n ** 32n, most, most + 1n]),
      }),
    () => framed(some, dice, { claims: BigInt(dice.below(300)), lengthBits: dice.pick([16, 64]) }),
    () => framed(deflateRawSync(dice.oneIn(2) ? some : Buffer.alloc(5_000)), dice, { rsv: dice.pick([0, 4]) }),
    () => framed(some, dice, { opcode: opcodes.binary }),
    () => framed(some, dice),
    () => framed(Buffer.alloc(Number(most) + dice.between(-1, 1), 'x'), dice, { fin: !dice.oneIn(3) }),
    () => Buffer.concat(Array.from({ length: dice.below(60) }, () => framed('', dice, { opcode: 0, fin: false }))),
    () => some,
  ])()
}

/** The bytes of good frames, spoilt. */
function mangled(bytes: Buffer, frames: readonly Buffer[], dice: Dice): Buffer {
  if (bytes.length === 0) return bytes
  const at = placeIn(frames, dice)
  return dice.pick([
    () => flipped(bytes, at, dice),
    () => flipped(bytes, at, dice),
    () => Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + dice.between(1, 9))]),
    () => Buffer.concat([bytes.subarray(0, at), dice.bytes(dice.between(1, 9)), bytes.subarray(at)]),
    () => bytes.subarray(0, at),
    () => Buffer.concat([bytes.subarray(0, at), bytes]),
    () => Buffer.concat(frames.toSorted(() => dice.below(3) - 1)),
  ])()
}

/** A place among the bytes; mostly in the head of a frame, where most harm can be done. */
function placeIn(frames: readonly Buffer[], dice: Dice): number {
  const which = dice.below(frames.length)
  const start = frames.slice(0, which).reduce((sum, frame) => sum + frame.length, 0)
  const length = frames[which]?.length ?? 0
  return start + dice.below(dice.oneIn(3) ? length + 1 : Math.min(length, 8) + 1)
}

function flipped(bytes: Buffer, at: number, dice: Dice): Buffer {
  const copy = Buffer.from(bytes)
  for (let times = dice.between(1, 8), place = at; times > 0; times--, place = dice.below(copy.length))
    copy[place] = (copy[place] ?? 0) ^ (1 << dice.below(8))
  return copy
}

function cut(bytes: Buffer, dice: Dice): Buffer[] {
  const everyByte = bytes.length < 200 && dice.oneIn(40)
  const pieces = everyByte ? bytes.length : dice.oneIn(2) ? 1 : dice.between(2, 5)
  const places = everyByte ? [...bytes.keys()] : Array.from({ length: pieces - 1 }, () => dice.below(bytes.length + 1))
  const sorted = [0, ...places.toSorted((one, other) => one - other), bytes.length]
  return sorted.slice(1).flatMap((end, index) => {
    const piece = bytes.subarray(sorted[index] ?? 0, end)
    return piece.length > 0 ? [piece] : []
  })
}

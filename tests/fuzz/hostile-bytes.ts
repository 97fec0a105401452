import type { Dice } from './dice.ts'

const MUTATIONS = 6
/** Numbers at which a length turns over, of one, two and four bytes. */
const lengths = [0, 1, 2, 0x7f, 0x80, 0xff, 0x100, 0x7fff, 0xffff, 0x1_0000, 0x7fff_ffff, 0x8000_0000, 0xffff_ffff]

/** Bytes that were a file once: flipped, cut, doubled, put elsewhere, with other numbers in them. */
export function mutatedBytes(bytes: Uint8Array, dice: Dice): Uint8Array<ArrayBuffer> {
  let mutated = Uint8Array.from(bytes)
  for (let left = 1 + dice.below(MUTATIONS); left > 0; left--) mutated = mutatedOnce(mutated, dice)
  return mutated
}

function mutatedOnce(bytes: Uint8Array<ArrayBuffer>, dice: Dice): Uint8Array<ArrayBuffer> {
  if (bytes.length === 0) return bytes
  // Heads are where numbers are: half of all changes are there.
  const at = dice.oneIn(2) ? dice.below(Math.min(64, bytes.length)) : dice.below(bytes.length)
  switch (dice.below(7)) {
    case 0:
      return bytes.slice(0, at)
    case 1:
      return withLength(bytes, at, dice)
    case 2:
      return withLength(bytes, at, dice)
    case 3:
      return spliced(bytes, at, dice.size(64), new Uint8Array())
    case 4:
      return spliced(bytes, at, 0, bytes.slice(at, at + dice.size(512)))
    case 5:
      return spliced(bytes, at, 0, Uint8Array.from(dice.some(dice.size(32), () => dice.below(256))))
    default:
      return bytes.with(at, (bytes[at] ?? 0) ^ (1 << dice.below(8))).slice()
  }
}

function withLength(bytes: Uint8Array<ArrayBuffer>, at: number, dice: Dice): Uint8Array<ArrayBuffer> {
  const size = dice.one([1, 2, 4])
  if (at + size > bytes.length) return bytes
  const changed = bytes.slice()
  const view = new DataView(changed.buffer)
  const value = dice.one(lengths)
  const isLittle = dice.oneIn(2)
  if (size === 1) view.setUint8(at, value)
  else if (size === 2) view.setUint16(at, value, isLittle)
  else view.setUint32(at, value, isLittle)
  return changed
}

function spliced(
  bytes: Uint8Array<ArrayBuffer>,
  at: number,
  without: number,
  between: Uint8Array,
): Uint8Array<ArrayBuffer> {
  const rest = bytes.subarray(Math.min(bytes.length, at + without))
  const all = new Uint8Array(at + between.length + rest.length)
  all.set(bytes.subarray(0, at))
  all.set(between, at)
  all.set(rest, at + between.length)
  return all
}

/** Cuts of bytes, none or more: how they come over a line. */
export function pieces(bytes: Uint8Array, dice: Dice): Uint8Array[] {
  const cuts = dice.some(dice.below(6), () => dice.below(bytes.length + 1)).sort((a, b) => a - b)
  return [0, ...cuts].map((from, index) => bytes.subarray(from, cuts[index] ?? bytes.length))
}

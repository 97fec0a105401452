import { broken, requireShowable, type Size } from './picture-fault.ts'
import { joined, latin, type PictureParts, viewOf } from './picture-parts.ts'

const HEAD_BYTES = 13
const EXTENSION = 0x21
const IMAGE = 0x2c
const TRAILER = 0x3b
const CONTROL = 0xf9
const PROGRAM = 0xff
/** How often it is played, as Netscape wrote it. */
const LOOP = 'NETSCAPE2.0'

type Walk = {
  bytes: Uint8Array
  at: number
  kept: Uint8Array[]
  frames: number
  extent: Size
  /** What belongs to the next image: its delay, and which colour is none. */
  control: Uint8Array | null
  looped: boolean
  seeThrough: boolean
  /** As many of `kept` as make the first frame. */
  first: number
}

/**
 * Copies the blocks that draw, in new order and with nothing else: comments, texts, what programs wrote, and all after
 * the end are left behind (T-37, T-42). The packed pixels are walked over in their blocks, never unpacked.
 */
export function gifParts(bytes: Uint8Array): PictureParts {
  if (bytes.length < HEAD_BYTES) throw broken()
  const view = viewOf(bytes)
  const palette = paletteBytes(bytes[10] ?? 0)
  const walk: Walk = {
    bytes,
    at: HEAD_BYTES + palette,
    kept: [],
    frames: 0,
    extent: { width: view.getUint16(6, true), height: view.getUint16(8, true) },
    control: null,
    looped: false,
    seeThrough: false,
    first: 0,
  }
  if (walk.at > bytes.length) throw broken()
  while (walk.at < bytes.length && bytes[walk.at] !== TRAILER) step(walk)
  if (walk.frames === 0) throw broken()
  return assembled(walk, headAnew(walk, palette))
}

const paletteBytes = (flags: number): number => (flags & 0x80 ? 3 << ((flags & 7) + 1) : 0)

/** The screen is as large as what is drawn on it, so that no viewer has to make it larger by itself. */
function headAnew({ bytes, extent }: Walk, palette: number): Uint8Array {
  const head = bytes.slice(0, HEAD_BYTES + palette)
  head.set(latin('GIF89a'))
  viewOf(head).setUint16(6, extent.width, true)
  viewOf(head).setUint16(8, extent.height, true)
  head[12] = 0
  return head
}

function assembled(walk: Walk, head: Uint8Array): PictureParts {
  const { kept, frames, extent, first, seeThrough } = walk
  const whole = (blocks: readonly Uint8Array[]) => joined([head, ...blocks, Uint8Array.of(TRAILER)])
  return {
    format: 'gif',
    ...extent,
    still: whole(kept.slice(0, first)),
    ...(frames > 1 && { moving: whole(kept) }),
    seeThrough,
    lossless: true,
  }
}

function step(walk: Walk): void {
  const kind = walk.bytes[walk.at]
  if (kind === IMAGE) image(walk)
  else if (kind === EXTENSION) extension(walk)
  else throw broken()
}

function extension(walk: Walk): void {
  const label = walk.bytes[walk.at + 1]
  const from = walk.at
  walk.at = endOfBlocks(walk.bytes, from + 2)
  if (label === CONTROL) hearControl(walk, from)
  if (label === PROGRAM) hearLoop(walk, from)
}

/** Past the zero that ends a row of blocks, each with its length before it. */
function endOfBlocks(bytes: Uint8Array, from: number): number {
  let at = from
  for (let length = bytes[at]; length !== 0; length = bytes[at]) {
    if (length === undefined) throw broken()
    at += 1 + length
  }
  return at + 1
}

function hearControl(walk: Walk, from: number): void {
  if (walk.bytes[from + 2] !== 4 || walk.at !== from + 8) throw broken()
  walk.control = walk.bytes.slice(from, walk.at)
  // How to clear, and whether a colour is none; the other bits mean nothing, or wait for a key.
  walk.control[3] = (walk.control[3] ?? 0) & 0x1d
}

function hearLoop(walk: Walk, from: number): void {
  const { bytes } = walk
  const isLoop = latin(LOOP).every((sign, at) => bytes[from + 3 + at] === sign)
  if (!isLoop || walk.looped || bytes[from + 14] !== 3 || bytes[from + 15] !== 1) return
  walk.looped = true
  walk.kept.push(joined([bytes.subarray(from, from + 18), Uint8Array.of(0)]))
  if (walk.frames === 0) walk.first = walk.kept.length
}

function image(walk: Walk): void {
  const { bytes, at, extent } = walk
  if (at + 11 > bytes.length) throw broken()
  const view = viewOf(bytes)
  const [left, top] = [view.getUint16(at + 1, true), view.getUint16(at + 3, true)]
  const [width, height] = [view.getUint16(at + 5, true), view.getUint16(at + 7, true)]
  if (width === 0 || height === 0) throw broken()
  const pixels = at + 10 + paletteBytes(bytes[at + 9] ?? 0)
  const codeBits = bytes[pixels] ?? 0
  if (codeBits < 1 || codeBits > 8) throw broken()
  const to = endOfBlocks(bytes, pixels + 1)
  if (walk.control && (walk.control[3] ?? 0) & 1) walk.seeThrough = true
  if (walk.control) walk.kept.push(walk.control)
  walk.kept.push(bytes.subarray(at, to))
  walk.control = null
  walk.frames += 1
  if (walk.frames === 1) walk.first = walk.kept.length
  walk.extent = { width: Math.max(extent.width, left + width), height: Math.max(extent.height, top + height) }
  walk.at = to
  // Asked at each frame: a hundred thousand of them are not walked first.
  requireShowable(walk.extent, walk.frames)
}

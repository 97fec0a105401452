import { remadeProfile } from './colour-profile.ts'
import { broken, requireDecodable, requireShowable, type Size } from './picture-fault.ts'
import { joined, latin, type PictureParts, viewOf, wordAt } from './picture-parts.ts'

const HEAD_BYTES = 12
const CHUNK_HEAD = 8
/** Where it lies, its size, for how long and how it is laid over the one before. */
const FRAME_HEAD = 16
/** Two hundred frames of two chunks each are far fewer (HOUSE-12). */
const MOST_CHUNKS = 4_096
const MOVES = 0x02
const ALPHA = 0x10
const PROFILE = 0x20

type Chunk = { name: string; body: Uint8Array }
/** One picture: maybe a mask before it, and the bits of its own that its size was read from. */
type Drawn = Size & { chunks: Chunk[]; seeThrough: boolean; lossless: boolean }
type Frame = { head: Uint8Array; left: number; top: number; drawn: Drawn }

/** Only chunks that draw are left, and the flags in the head say what is there; bytes after them are not looked at. */
export function webpParts(bytes: Uint8Array): PictureParts {
  if (bytes.length < HEAD_BYTES + CHUNK_HEAD) throw broken()
  const end = CHUNK_HEAD + viewOf(bytes).getUint32(4, true)
  if (end > bytes.length) throw broken()
  const chunks = chunksOf(bytes.subarray(HEAD_BYTES, end))
  const head = chunks[0]?.name === 'VP8X' ? chunks[0].body : null
  if (head && head.length < 10) throw broken()
  const profile = head ? profileAnew(chunks) : []
  const moves = head !== null && ((head[0] ?? 0) & MOVES) !== 0
  return moves ? movingParts(head, chunks, profile) : stillParts(chunks, profile)
}

function chunksOf(bytes: Uint8Array): Chunk[] {
  const view = viewOf(bytes)
  const chunks: Chunk[] = []
  for (let at = 0; at + CHUNK_HEAD <= bytes.length; ) {
    const from = at + CHUNK_HEAD
    const to = from + view.getUint32(at + 4, true)
    if (to > bytes.length || chunks.length >= MOST_CHUNKS) throw broken()
    chunks.push({ name: wordAt(bytes, at), body: bytes.subarray(from, to) })
    at = to + (to & 1)
  }
  return chunks
}

function profileAnew(chunks: readonly Chunk[]): Chunk[] {
  const found = chunks.find(({ name }) => name === 'ICCP')
  const remade = found ? remadeProfile(found.body) : null
  return remade ? [{ name: 'ICCP', body: remade }] : []
}

/** Finds the one picture among the chunks, and reads its size from its own first bytes: these are what is decoded. */
function drawnBy(chunks: readonly Chunk[]): Drawn {
  const mask = chunks.find(({ name }) => name === 'ALPH')
  const picture = chunks.find(({ name }) => name === 'VP8 ' || name === 'VP8L')
  if (!picture) throw broken()
  const lossless = picture.name === 'VP8L'
  const { seeThrough, ...size } = lossless ? losslessHead(picture.body) : lossyHead(picture.body)
  requireDecodable(size)
  const kept = mask && !lossless ? [mask, picture] : [picture]
  return { ...size, chunks: kept, seeThrough: seeThrough || kept.length > 1, lossless }
}

function lossyHead(body: Uint8Array): Size & { seeThrough: boolean } {
  const isKey = body.length >= 10 && ((body[0] ?? 1) & 1) === 0
  if (!isKey || body[3] !== 0x9d || body[4] !== 0x01 || body[5] !== 0x2a) throw broken()
  const view = viewOf(body)
  return { width: view.getUint16(6, true) & 0x3fff, height: view.getUint16(8, true) & 0x3fff, seeThrough: false }
}

function losslessHead(body: Uint8Array): Size & { seeThrough: boolean } {
  if (body.length < 5 || body[0] !== 0x2f) throw broken()
  const bits = viewOf(body).getUint32(1, true)
  return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1, seeThrough: (bits & 0x1000_0000) !== 0 }
}

function stillParts(chunks: readonly Chunk[], profile: readonly Chunk[]): PictureParts {
  const drawn = drawnBy(chunks)
  const { width, height, seeThrough, lossless } = drawn
  return { format: 'webp', width, height, still: stillOf(drawn, profile), seeThrough, lossless }
}

function movingParts(head: Uint8Array, chunks: readonly Chunk[], profile: readonly Chunk[]): PictureParts {
  const screen = { width: uint24(head, 4) + 1, height: uint24(head, 7) + 1 }
  const inOrder = chunks.filter(({ name }) => name === 'ANMF')
  const motion = chunks.find(({ name }) => name === 'ANIM')
  requireShowable(screen, inOrder.length)
  const frames = inOrder.map(({ body }) => frameOf(body, screen))
  const [first] = frames
  if (!first || !motion || motion.body.length < 6) throw broken()
  const seeThrough = frames.some(({ drawn }) => drawn.seeThrough)
  const flags = (frames.length > 1 ? MOVES : 0) | (seeThrough ? ALPHA : 0) | (profile.length > 0 ? PROFILE : 0)
  const whole = [
    { name: 'VP8X', body: extendedHead(flags, screen) },
    ...profile,
    { name: 'ANIM', body: motion.body.subarray(0, 6) },
    ...frames.map(({ head, drawn }) => ({ name: 'ANMF', body: joined([head, ...drawn.chunks.map(written)]) })),
  ]
  const still = { still: stillOf(first.drawn, profile), seeThrough, lossless: first.drawn.lossless }
  if (frames.length === 1) return { format: 'webp', width: first.drawn.width, height: first.drawn.height, ...still }
  return { format: 'webp', ...screen, ...still, moving: file(whole) }
}

function frameOf(body: Uint8Array, screen: Size): Frame {
  if (body.length < FRAME_HEAD) throw broken()
  const head = body.slice(0, FRAME_HEAD)
  const [left, top] = [uint24(body, 0) * 2, uint24(body, 3) * 2]
  const drawn = drawnBy(chunksOf(body.subarray(FRAME_HEAD)))
  const isSaid = drawn.width === uint24(body, 6) + 1 && drawn.height === uint24(body, 9) + 1
  if (!isSaid || left + drawn.width > screen.width || top + drawn.height > screen.height) throw broken()
  head[15] = (head[15] ?? 0) & 3
  return { head, left, top, drawn }
}

const uint24 = (bytes: Uint8Array, at: number): number =>
  (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8) | ((bytes[at + 2] ?? 0) << 16)

/** With a mask or a profile a picture needs the long head, which names both. */
function stillOf({ chunks, width, height, seeThrough }: Drawn, profile: readonly Chunk[]): Uint8Array {
  if (chunks.length === 1 && profile.length === 0) return file(chunks)
  const flags = (seeThrough ? ALPHA : 0) | (profile.length > 0 ? PROFILE : 0)
  return file([{ name: 'VP8X', body: extendedHead(flags, { width, height }) }, ...profile, ...chunks])
}

function extendedHead(flags: number, { width, height }: Size): Uint8Array {
  const head = new Uint8Array(10)
  const view = viewOf(head)
  head[0] = flags
  view.setUint16(4, (width - 1) & 0xffff, true)
  head[6] = (width - 1) >> 16
  view.setUint16(7, (height - 1) & 0xffff, true)
  head[9] = (height - 1) >> 16
  return head
}

function written({ name, body }: Chunk): Uint8Array {
  const head = new Uint8Array(CHUNK_HEAD)
  head.set(latin(name))
  viewOf(head).setUint32(4, body.length, true)
  return joined(body.length & 1 ? [head, body, new Uint8Array(1)] : [head, body])
}

function file(chunks: readonly Chunk[]): Uint8Array {
  const body = joined([latin('WEBP'), ...chunks.map(written)])
  return joined([written({ name: 'RIFF', body })])
}

import type { ByteSource } from './byte-source.ts'
import type { Media } from './media-head.ts'
import { viewOf, wordAt } from './picture-parts.ts'

type Box = { name: string; from: number; to: number }

const BOX_HEAD = 16
const MOST_BOXES = 64

/** Boxes lie one after another, and the few that tell something lie in `moov`, at the beginning or the end of the file. */
export async function mp4Head(source: ByteSource): Promise<Media> {
  const all = { from: 0, to: source.bytes }
  const boxes = await boxesIn(source, all)
  const moov = boxes.find(({ name }) => name === 'moov')
  const inside = moov ? await boxesIn(source, moov) : []
  const media: Media = { kind: 'audio', type: '' }
  for (const box of inside) {
    if (box.name === 'mvhd') media.durationMs = durationOf(await source.read(box.from, 32))
    if (box.name === 'trak') await hearTrack(source, box, media)
  }
  const brand = boxes[0]?.name === 'ftyp' ? wordAt(await source.read(boxes[0].from, 4), 0) : 'qt  '
  // What has no readable `moov` is shown as a film: a player plays sounds, too.
  if (inside.length === 0) media.kind = brand.startsWith('M4A') || brand.startsWith('M4B') ? 'audio' : 'video'
  const family = brand === 'qt  ' && media.kind === 'video' ? 'quicktime' : brand.startsWith('3g') ? '3gpp' : 'mp4'
  return { ...media, type: `${media.kind}/${family}` }
}

async function boxesIn(source: ByteSource, outer: { from: number; to: number }): Promise<Box[]> {
  const boxes: Box[] = []
  for (let at = outer.from; at + 8 <= outer.to && boxes.length < MOST_BOXES; ) {
    const head = await source.read(at, BOX_HEAD)
    if (head.length < 8) break
    const box = boxAt(head, at, outer.to)
    if (!box) break
    boxes.push(box)
    at = box.to
  }
  return boxes
}

function boxAt(head: Uint8Array, at: number, end: number): Box | null {
  const view = viewOf(head)
  const short = view.getUint32(0)
  const isLong = short === 1 && head.length >= BOX_HEAD
  const length = isLong ? Number(view.getBigUint64(8)) : short === 0 ? end - at : short
  const from = at + (isLong ? BOX_HEAD : 8)
  if (at + length < from) return null
  return { name: wordAt(head, 4), from, to: Math.min(end, at + length) }
}

/** `mvhd`: the second version has longer times. */
function durationOf(body: Uint8Array): number {
  if (body.length < 32) return 0
  const view = viewOf(body)
  const isLong = body[0] === 1
  const scale = view.getUint32(isLong ? 20 : 12)
  const length = isLong ? Number(view.getBigUint64(24)) : view.getUint32(16)
  return scale > 0 ? (length / scale) * 1_000 : 0
}

async function hearTrack(source: ByteSource, track: Box, media: Media): Promise<void> {
  const inside = await boxesIn(source, track)
  const mdia = inside.find(({ name }) => name === 'mdia')
  const hdlr = mdia && (await boxesIn(source, mdia)).find(({ name }) => name === 'hdlr')
  const tkhd = inside.find(({ name }) => name === 'tkhd')
  if (!hdlr || !tkhd || wordAt(await source.read(hdlr.from, 12), 8) !== 'vide') return
  media.kind = 'video'
  const size = sizeOf(await source.read(tkhd.from, 96))
  if (size) Object.assign(media, size)
}

/** `tkhd` ends in a matrix of nine numbers, which may turn the film, and its size; fixed numbers of 16.16. */
function sizeOf(body: Uint8Array): { width: number; height: number } | null {
  const matrix = body[0] === 1 ? 52 : 40
  if (body.length < matrix + 44) return null
  const view = viewOf(body)
  const [width, height] = [view.getUint32(matrix + 36) >>> 16, view.getUint32(matrix + 40) >>> 16]
  const isTurned = view.getInt32(matrix) === 0 && view.getInt32(matrix + 4) !== 0
  return isTurned ? { width: height, height: width } : { width, height }
}

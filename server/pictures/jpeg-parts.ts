import { remadeProfile } from './colour-profile.ts'
import { broken, requireDecodable, type Size } from './picture-fault.ts'
import { joined, latin, type PictureParts, viewOf } from './picture-parts.ts'

const START = 0xd8
const END = 0xd9
const SCAN = 0xda
const APP1 = 0xe1
const APP2 = 0xe2
const APP14 = 0xee
const COMMENT = 0xfe
const PROFILE = 'ICC_PROFILE\0'
/** A profile comes in numbered pieces; those of cameras are one. */
const PROFILE_HEAD = PROFILE.length + 2
const ORIENTATION = 0x0112
/** A photo has some thirty; one of a thousand scans is made to keep decoders busy. */
const MOST_SEGMENTS = 4_096

type Segment = { marker: number; start: number; from: number; to: number }
/** What was found on the way to the end of the picture. */
type Found = { size: Size | null; orientation: number; profile: Uint8Array[]; kept: Uint8Array[] }

const isFrame = (marker: number): boolean =>
  marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc
/** What a camera or a program wrote beside the picture. APP14 is kept: it says how the colours are to be understood. */
const isBeside = (marker: number): boolean =>
  (marker >= 0xe0 && marker <= 0xef && marker !== APP14) || marker === COMMENT

/** Walks all segments to the end of the picture; what comes after it is left behind (films of phones, other formats: T-37). */
export function jpegParts(bytes: Uint8Array): PictureParts {
  const found: Found = { size: null, orientation: 1, profile: [], kept: [] }
  let at = 2
  let ended = false
  for (let count = 0; !ended; count++) {
    if (count >= MOST_SEGMENTS) throw broken()
    const segment = segmentAt(bytes, at)
    if (segment.marker === END) ended = true
    else hear(bytes, segment, found)
    const to = segment.marker === SCAN ? endOfScan(bytes, segment.to) : segment.to
    if (!isBeside(segment.marker)) found.kept.push(bytes.subarray(segment.start, to))
    at = to
  }
  if (!found.size) throw broken()
  const turned = found.orientation >= 5
  const { width, height } = found.size
  return {
    format: 'jpeg',
    width: turned ? height : width,
    height: turned ? width : height,
    still: joined([Uint8Array.of(0xff, START), ...besideAnew(found), ...found.kept]),
    seeThrough: false,
    lossless: false,
  }
}

function segmentAt(bytes: Uint8Array, from: number): Segment {
  // Stray bytes before a segment are passed over, as decoders do.
  let at = bytes.indexOf(0xff, from)
  if (at < 0) throw broken()
  while (bytes[at] === 0xff) at++
  const start = at - 1
  const marker = bytes[at] ?? 0
  if (marker < 0xc0 || (marker >= 0xd0 && marker <= START)) throw broken()
  if (marker === END) return { marker, start, from: at + 1, to: at + 1 }
  const length = ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0)
  const to = at + 1 + length
  if (length < 2 || to > bytes.length) throw broken()
  return { marker, start, from: at + 3, to }
}

/** In a scan FF stands before 00 or a restart; before anything else a new segment begins. */
function endOfScan(bytes: Uint8Array, from: number): number {
  for (let at = bytes.indexOf(0xff, from); at >= 0; at = bytes.indexOf(0xff, at + 1)) {
    const next = bytes[at + 1] ?? 0
    const goesOn = next === 0 || next === 0xff || (next >= 0xd0 && next <= 0xd7)
    if (!goesOn) return at
  }
  throw broken()
}

function hear(bytes: Uint8Array, { marker, from, to }: Segment, found: Found): void {
  const body = bytes.subarray(from, to)
  if (isFrame(marker)) {
    if (found.size || body.length < 6) throw broken()
    const view = viewOf(body)
    found.size = { width: view.getUint16(3), height: view.getUint16(1) }
    requireDecodable(found.size)
  }
  if (marker === APP1) found.orientation = orientationOf(body) ?? found.orientation
  if (marker === APP2 && startsWith(body, PROFILE)) found.profile.push(body.subarray(PROFILE_HEAD))
}

const startsWith = (body: Uint8Array, text: string): boolean => latin(text).every((sign, at) => body[at] === sign)

/** Of EXIF only its first list is read, and of that one number. */
function orientationOf(body: Uint8Array): number | null {
  if (!startsWith(body, 'Exif\0\0') || body.length < 14) return null
  const view = viewOf(body.subarray(6))
  const little = view.getUint16(0) === 0x4949
  const list = view.getUint32(4, little)
  if (list + 2 > view.byteLength) return null
  const count = view.getUint16(list, little)
  for (let entry = 0; entry < count; entry++) {
    const at = list + 2 + entry * 12
    if (at + 12 > view.byteLength) return null
    const value = view.getUint16(at + 8, little)
    if (view.getUint16(at, little) === ORIENTATION) return value >= 1 && value <= 8 ? value : null
  }
  return null
}

/** The two things beside a picture that change how it looks, written by us: which way is up, and its colours. */
function besideAnew({ orientation, profile }: Found): Uint8Array[] {
  const anew: Uint8Array[] = []
  if (orientation !== 1) {
    const list = [0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0, 0, 0, 0, 0]
    anew.push(segment(APP1, joined([latin('Exif\0\0MM\0*\0\0\0\x08'), Uint8Array.from(list)])))
  }
  const remade = profile.length > 0 ? remadeProfile(joined(profile)) : null
  if (remade) anew.push(segment(APP2, joined([latin(`${PROFILE}\x01\x01`), remade])))
  return anew
}

function segment(marker: number, body: Uint8Array): Uint8Array {
  const length = body.length + 2
  return joined([Uint8Array.of(0xff, marker, length >> 8, length & 0xff), body])
}

import type { ByteSource } from './byte-source.ts'
import type { Media } from './media-head.ts'
import { viewOf } from './picture-parts.ts'

type Element = { id: number; from: number; to: number }
type Heard = { docType: string; video: boolean; width: number; height: number; scale: number; duration: number }

const EBML = 0x1a45dfa3
const SEGMENT = 0x18538067
const INFO = 0x1549a966
const TRACKS = 0x1654ae6b
const CLUSTER = 0x1f43b675
const TRACK = 0xae
const VIDEO = 0xe0
const DOC_TYPE = 0x4282
const SCALE = 0x2ad7b1
const DURATION = 0x4489
const TRACK_TYPE = 0x83
const WIDTH = 0xb0
const HEIGHT = 0xba
const CLUSTER_TIME = 0xe7
const BLOCK = 0xa3

const opened = new Set([EBML, SEGMENT, INFO, TRACKS, TRACK, VIDEO])
const MOST_ELEMENTS = 200
/** An element and its length are told in at most so many bytes. */
const ELEMENT_HEAD = 12
const TAIL_BYTES = 64 * 1024
const NANOSECONDS = 1_000_000

/** WebM and Matroska: elements in elements. Their heads lie before the first cluster, so it is read until there. */
export async function matroskaHead(source: ByteSource): Promise<Media> {
  const heard: Heard = { docType: '', video: false, width: 0, height: 0, scale: NANOSECONDS, duration: 0 }
  let at = 0
  for (let count = 0; count < MOST_ELEMENTS; count++) {
    const element = elementAt(await source.read(at, ELEMENT_HEAD), at, source.bytes)
    if (!element || element.id === CLUSTER) break
    if (!opened.has(element.id)) await hear(source, element, heard)
    at = opened.has(element.id) ? element.from : element.to
  }
  const kind = heard.video ? 'video' : 'audio'
  const ticks = heard.duration > 0 ? heard.duration : await lastTick(source)
  return {
    kind,
    type: `${kind}/${heard.docType === 'webm' ? 'webm' : 'x-matroska'}`,
    width: heard.width,
    height: heard.height,
    durationMs: (ticks * heard.scale) / NANOSECONDS,
  }
}

/** The zeros before the first set bit of a number say how many bytes it has. All set: its length is not known yet. */
function elementAt(head: Uint8Array, at: number, end: number): Element | null {
  const idBytes = Math.clz32(head[0] ?? 0) - 23
  const lengthBytes = Math.clz32(head[idBytes] ?? 0) - 23
  if (idBytes > 4 || lengthBytes > 8 || idBytes + lengthBytes > head.length) return null
  const numberOf = (bytes: Uint8Array) => bytes.reduce((sum, byte) => sum * 256 + byte, 0)
  const id = numberOf(head.subarray(0, idBytes))
  const length = numberOf(head.subarray(idBytes, idBytes + lengthBytes)) - 2 ** (7 * lengthBytes)
  const from = at + idBytes + lengthBytes
  return { id, from, to: Math.min(end, from + length) }
}

async function hear(source: ByteSource, { id, from, to }: Element, heard: Heard): Promise<void> {
  if (![DOC_TYPE, SCALE, DURATION, TRACK_TYPE, WIDTH, HEIGHT].includes(id)) return
  const body = await source.read(from, Math.min(to - from, 16))
  const whole = body.reduce((sum, byte) => sum * 256 + byte, 0)
  if (id === DOC_TYPE) heard.docType = new TextDecoder().decode(body)
  if (id === SCALE) heard.scale = whole
  if (id === DURATION) heard.duration = floatOf(body)
  if (id === TRACK_TYPE && whole === 1) heard.video = true
  if (id === WIDTH) heard.width = whole
  if (id === HEIGHT) heard.height = whole
}

function floatOf(body: Uint8Array): number {
  if (body.length === 4) return viewOf(body).getFloat32(0)
  return body.length === 8 ? viewOf(body).getFloat64(0) : 0
}

/** What is recorded in a page has no length in its head: the last cluster of the file tells when it and its last block began. */
async function lastTick(source: ByteSource): Promise<number> {
  const tail = Buffer.from(await source.read(Math.max(0, source.bytes - TAIL_BYTES), TAIL_BYTES))
  const found = tail.lastIndexOf(Buffer.from([0x1f, 0x43, 0xb6, 0x75]))
  if (found < 0) return 0
  const cluster = elementAt(tail.subarray(found, found + ELEMENT_HEAD), found, tail.length)
  let began = 0
  let last = 0
  for (let at = cluster?.from ?? tail.length; at < tail.length; ) {
    const element = elementAt(tail.subarray(at, at + ELEMENT_HEAD), at, tail.length)
    if (!element || element.to <= at) break
    const body = tail.subarray(element.from, element.to)
    if (element.id === CLUSTER_TIME) began = body.subarray(0, 8).reduce((sum, byte) => sum * 256 + byte, 0)
    if (element.id === BLOCK && body.length >= 4) last = Math.max(last, body.readInt16BE(1))
    at = element.to
  }
  return began + last
}

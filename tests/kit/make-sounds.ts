import { big, bytesOf, little } from './make-pictures.ts'

/** Heads of films and sounds, with as little behind them as a reader of heads needs. Only the WAV can be heard. */

/** A tone of 440 Hz, 8 bits, 8,000 a second. */
export function wavSound(durationMs = 1_500): Buffer {
  const samples = Buffer.from(
    Array.from({ length: durationMs * 8 }, (_, at) => 128 + Math.round(60 * Math.sin((at * Math.PI * 880) / 8_000))),
  )
  const format = bytesOf(
    'fmt ',
    little(16, 4),
    little(1, 2),
    little(1, 2),
    little(8_000, 4),
    little(8_000, 4),
    little(1, 2),
    little(8, 2),
  )
  const body = bytesOf('WAVE', format, 'data', little(samples.length, 4), samples)
  return bytesOf('RIFF', little(body.length, 4), body)
}

const box = (name: string, ...body: (string | number | readonly number[] | Uint8Array)[]): Buffer => {
  const inside = bytesOf(...body)
  return bytesOf(big(inside.length + 8, 4), name, inside)
}

const track = (handler: string, width: number, height: number, turned: boolean): Buffer => {
  const one = big(0x10000, 4)
  const zero = big(0, 4)
  const matrix = turned ? [zero, one, zero, big(0xffff0000, 4), zero, zero] : [one, zero, zero, zero, one, zero]
  const size = [big(width * 0x10000, 4), big(height * 0x10000, 4)]
  return box(
    'trak',
    box('tkhd', big(0, 4), Buffer.alloc(36), ...matrix, zero, zero, big(0x40000000, 4), ...size),
    box('mdia', box('hdlr', big(0, 4), big(0, 4), handler, Buffer.alloc(12))),
  )
}

export type FilmShape = {
  brand?: string
  durationMs?: number
  width?: number
  height?: number
  turned?: boolean
  sound?: boolean
  moovLast?: boolean
}

/** `sound`: there is nothing to see in it. `turned`: filmed upright. */
export function mp4Film({
  brand = 'isom',
  durationMs = 4_000,
  width = 640,
  height = 360,
  turned = false,
  sound = false,
  moovLast = false,
}: FilmShape = {}): Buffer {
  const tracks = sound
    ? [track('soun', 0, 0, false)]
    : [track('soun', 0, 0, false), track('vide', width, height, turned)]
  const moov = box(
    'moov',
    box('mvhd', Buffer.alloc(12), big(1_000, 4), big(durationMs, 4), Buffer.alloc(80)),
    ...tracks,
  )
  const head = box('ftyp', brand, big(512, 4), 'isomiso2mp41')
  const data = box('mdat', Buffer.alloc(20_000))
  return moovLast ? bytesOf(head, data, moov) : bytesOf(head, moov, data)
}

const element = (id: readonly number[], ...body: (string | number | readonly number[] | Uint8Array)[]): Buffer => {
  const inside = bytesOf(...body)
  return bytesOf(id, big(inside.length + 2 ** 28, 4), inside)
}

export type WebmShape = {
  docType?: string
  durationMs?: number | null
  width?: number
  height?: number
  sound?: boolean
}

/** `durationMs` null: as a page records it, without a length in its head; its last block begins at 2,340 ms. */
export function webmFilm({
  docType = 'webm',
  durationMs = 3_000,
  width = 320,
  height = 240,
  sound = false,
}: WebmShape = {}): Buffer {
  const length = Buffer.alloc(4)
  length.writeFloatBE(durationMs ?? 0)
  const info = element(
    [0x15, 0x49, 0xa9, 0x66],
    element([0x2a, 0xd7, 0xb1], big(1_000_000, 3)),
    ...(durationMs === null ? [] : [element([0x44, 0x89], length)]),
  )
  const heard = element([0xae], element([0x83], 2))
  const seen = element(
    [0xae],
    element([0x83], 1),
    element([0xe0], element([0xb0], big(width, 2)), element([0xba], big(height, 2))),
  )
  const tracks = element([0x16, 0x54, 0xae, 0x6b], heard, ...(sound ? [] : [seen]))
  const cluster = element(
    [0x1f, 0x43, 0xb6, 0x75],
    element([0xe7], big(2_000, 2)),
    element([0xa3], [0x81, 0, 0, 0x80], Buffer.alloc(40)),
    element([0xa3], [0x81], big(340, 2), [0x80], Buffer.alloc(40)),
  )
  return bytesOf(
    element([0x1a, 0x45, 0xdf, 0xa3], element([0x42, 0x82], docType)),
    [0x18, 0x53, 0x80, 0x67, 0x01, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
    info,
    tracks,
    cluster,
  )
}

const oggPage = (samples: number, packet: Uint8Array): Buffer =>
  bytesOf('OggS', [0, 2], little(samples, 6), [0, 0], Buffer.alloc(12), [1, packet.length], packet)

export function oggSound(durationMs = 2_500): Buffer {
  const head = bytesOf('OpusHead', [1, 1], little(312, 2), little(48_000, 4), [0, 0, 0])
  return bytesOf(oggPage(0, head), oggPage(0, bytesOf('OpusTags')), oggPage(durationMs * 48 + 312, Buffer.alloc(200)))
}

/** Frames of 128 kbit/s and 44.1 kHz: 417 bytes, 26 ms each. `counted`: the first one says how many there are. */
export function mp3Sound({ frames = 100, tagged = false, counted = false } = {}): Buffer {
  const frame = bytesOf([0xff, 0xfb, 0x90, 0x40], Buffer.alloc(413))
  const first = Buffer.from(frame)
  if (counted) bytesOf('Xing', [0, 0, 0, 1], big(frames, 4)).copy(first, 36)
  const tag = tagged ? bytesOf('ID3', [4, 0, 0, 0, 0, 2, 0], Buffer.alloc(256)) : bytesOf()
  return bytesOf(tag, first, ...Array.from({ length: frames - 1 }, () => frame))
}

export function flacSound(durationMs = 2_000): Buffer {
  const samples = (durationMs * 44_100) / 1_000
  return bytesOf(
    'fLaC',
    [0x80, 0, 0, 34],
    Buffer.alloc(10),
    big(44_100 * 16, 3),
    0xf0,
    big(samples, 4),
    Buffer.alloc(16),
  )
}

/** Frames of ADTS, 48 bytes each. */
export function aacSound(frames = 3): Buffer {
  const frame = bytesOf([0xff, 0xf1, 0x50, 0x80, 48 >> 3, 0x1f, 0xfc], Buffer.alloc(41))
  return bytesOf(...Array.from({ length: frames }, () => frame))
}

import { deflateSync } from 'node:zlib'

/** Pictures that a test makes for itself: small, real ones that every decoder opens, and bad ones by what is added or cut. */
export type Rgba = readonly [red: number, green: number, blue: number, alpha: number]
export type Draw = (x: number, y: number) => Rgba
export type PictureShape = { width?: number; height?: number; draw?: Draw }

/** Soft colours with a red corner at the top left, so that one sees which way is up. */
export const cornered =
  (width: number, height: number): Draw =>
  (x, y) =>
    x < width / 4 && y < height / 4
      ? [230, 20, 20, 255]
      : [40, Math.round((200 * x) / width), Math.round((200 * y) / height), 255]

export const bytesOf = (...parts: (string | number | readonly number[] | Uint8Array)[]): Buffer =>
  Buffer.concat(
    parts.map((part) => {
      if (typeof part === 'string') return Buffer.from(part, 'latin1')
      return Buffer.from(typeof part === 'number' ? [part] : part)
    }),
  )

export const big = (value: number, bytes: number): Buffer => {
  const out = Buffer.alloc(bytes)
  out.writeUIntBE(value, 0, bytes)
  return out
}
export const little = (value: number, bytes: number): Buffer => {
  const out = Buffer.alloc(bytes)
  out.writeUIntLE(value, 0, bytes)
  return out
}

export function pngChunk(name: string, body: Uint8Array): Buffer {
  const named = bytesOf(name, body)
  return bytesOf(big(body.length, 4), named, big(Bun.hash.crc32(named), 4))
}

/** PNG of 8 bits with a mask. `beside`: chunks before the pixels. `after`: bytes after the end. */
export function pngPicture({
  width = 64,
  height = 48,
  draw = cornered(width, height),
  beside = [],
  after = '',
}: PictureShape & { beside?: Uint8Array[]; after?: string } = {}): Buffer {
  const rows = Buffer.alloc((width * 4 + 1) * height)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) rows.set(draw(x, y), y * (width * 4 + 1) + 1 + x * 4)
  }
  return bytesOf(
    pngHead(width, height, 8, 6),
    ...beside,
    pngChunk('IDAT', deflateSync(rows)),
    pngChunk('IEND', bytesOf()),
    after,
  )
}

const pngHead = (width: number, height: number, bits: number, colours: number): Buffer =>
  bytesOf('\x89PNG\r\n\x1a\n', pngChunk('IHDR', bytesOf(big(width, 4), big(height, 4), [bits, colours, 0, 0, 0])))

/** One bit a pixel, all of them zero: some hundred bytes that become gigabytes (T-39). */
export function pngBomb(width = 30_000, height = 30_000): Buffer {
  const rows = deflateSync(Buffer.alloc((Math.ceil(width / 8) + 1) * height), { level: 1 })
  return bytesOf(pngHead(width, height, 1, 0), pngChunk('IDAT', rows), pngChunk('IEND', bytesOf()))
}

export const jpegSegment = (marker: number, body: Uint8Array): Buffer =>
  bytesOf([0xff, marker], big(body.length + 2, 2), body)

/** Where it was taken, in plain sight of whoever looks into the file. */
export const GPS = 'GPS 39.9042N 116.4074E'

/** EXIF as cameras write it: which way is up, and where it was taken. */
export const exif = (orientation: number, note = GPS): Buffer =>
  jpegSegment(
    0xe1,
    bytesOf(
      'Exif\0\0MM\0*',
      big(8, 4),
      big(2, 2),
      [
        ...big(0x0112, 2),
        0,
        3,
        0,
        0,
        0,
        1,
        0,
        orientation,
        0,
        0,
        ...big(0x010e, 2),
        0,
        2,
        ...big(note.length, 4),
        ...big(38, 4),
        0,
        0,
        0,
        0,
      ],
      note,
    ),
  )

/** `beside`: segments before the picture. `after`: bytes after its end. */
export async function jpegPicture({
  beside = [],
  after = '',
  ...shape
}: PictureShape & { beside?: Uint8Array[]; after?: string | Uint8Array } = {}): Promise<Buffer> {
  const plain = await new Bun.Image(pngPicture(shape)).jpeg({ quality: 92 }).bytes()
  return bytesOf(plain.subarray(0, 2), ...beside, plain.subarray(2), after)
}

/** Codes of 8 bits, begun anew before they would need a ninth: GIF without packing anything. */
function gifPixels(count: number, colour: (at: number) => number): Buffer {
  const codes: number[] = []
  for (let at = 0; at < count; at++) {
    if (at % 120 === 0) codes.push(0x80)
    codes.push(colour(at) & 0x7f)
  }
  codes.push(0x81)
  const blocks: Buffer[] = []
  for (let at = 0; at < codes.length; at += 255) {
    const block = codes.slice(at, at + 255)
    blocks.push(bytesOf(block.length, block))
  }
  return bytesOf(7, ...blocks, 0)
}

export type GifShape = {
  width?: number
  height?: number
  frames?: number
  comment?: string
  after?: string
  seeThrough?: boolean
}

/** A GIF whose frames differ in colour. One frame stands still. */
export function gifPicture({
  width = 24,
  height = 16,
  frames = 3,
  comment = '',
  after = '',
  seeThrough = false,
}: GifShape = {}): Buffer {
  const palette = Array.from({ length: 128 }, (_, colour) => [colour * 2, 255 - colour * 2, (colour * 5) % 256]).flat()
  const loop = bytesOf([0x21, 0xff, 11], 'NETSCAPE2.0', [3, 1, 0, 0, 0])
  const remark = comment === '' ? bytesOf() : bytesOf([0x21, 0xfe, comment.length], comment, 0)
  const pictures = Array.from({ length: frames }, (_, frame) =>
    bytesOf(
      [0x21, 0xf9, 4, seeThrough ? 5 : 4, 10, 0, 0, 0],
      [0x2c, 0, 0, 0, 0],
      little(width, 2),
      little(height, 2),
      0,
      gifPixels(width * height, (at) => (seeThrough && at < width ? 0 : frame * 20 + 7 + (at % 3))),
    ),
  )
  return bytesOf(
    'GIF89a',
    little(width, 2),
    little(height, 2),
    [0xf6, 0, 0],
    palette,
    loop,
    remark,
    ...pictures,
    0x3b,
    after,
  )
}

/** So many frames that nobody wants to walk them, each of one pixel. */
export function gifBomb(frames = 100_000): Buffer {
  const head = bytesOf('GIF89a', [1, 0, 1, 0, 0x80, 0, 0], [0, 0, 0, 255, 255, 255])
  const frame = bytesOf([0x2c, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x44, 1, 0])
  return bytesOf(head, ...Array.from({ length: frames }, () => frame), 0x3b)
}

export function webpChunk(name: string, body: Uint8Array): Buffer {
  return bytesOf(name, little(body.length, 4), body, body.length % 2 === 1 ? 0 : '')
}

export const webpFile = (...chunks: Uint8Array[]): Buffer => webpChunk('RIFF', bytesOf('WEBP', ...chunks))

export const webpHead = (flags: number, width: number, height: number): Buffer =>
  webpChunk('VP8X', bytesOf([flags, 0, 0, 0], little(width - 1, 3), little(height - 1, 3)))

export async function webpPicture(shape: PictureShape & { lossless?: boolean } = {}): Promise<Buffer> {
  const { lossless = false } = shape
  return Buffer.from(await new Bun.Image(pngPicture(shape)).webp(lossless ? { lossless } : { quality: 80 }).bytes())
}

/** A WebP that moves, with a note of where it was taken and bytes that nobody reads. */
export async function webpMoving({
  width = 32,
  height = 24,
  frames = 3,
  after = '',
}: PictureShape & { frames?: number; after?: string } = {}): Promise<Buffer> {
  const pictures: Buffer[] = []
  for (let frame = 0; frame < frames; frame++) {
    const still = await webpPicture({ width, height, draw: () => [60 * frame, 120, 200 - 50 * frame, 255] })
    const head = bytesOf(little(0, 6), little(width - 1, 3), little(height - 1, 3), little(80, 3), 0)
    pictures.push(webpChunk('ANMF', bytesOf(head, still.subarray(12), webpChunk('NOTE', bytesOf(GPS)))))
  }
  return bytesOf(
    webpFile(
      webpHead(0x0e, width, height),
      webpChunk('ANIM', bytesOf(little(0, 6), GPS)),
      ...pictures,
      webpChunk('EXIF', bytesOf(GPS)),
      webpChunk('XMP ', bytesOf(`<x>${GPS}</x>`)),
    ),
    after,
  )
}

/** What browsers read and the server does not: 24 bits, one colour. */
export function bmpPicture(width = 60, height = 40): Uint8Array {
  const pixels = Buffer.alloc(width * height * 3, 120)
  const head = [little(54 + pixels.length, 4), little(0, 4), little(54, 4), little(40, 4), little(width, 4)]
  const form = [little(height, 4), little(1, 2), little(24, 2), Buffer.alloc(24)]
  return new Uint8Array(bytesOf('BM', ...head, ...form, pixels))
}

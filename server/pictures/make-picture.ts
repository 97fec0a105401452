import { limits } from '#protocol/limits.ts'
import { gifParts } from './gif-parts.ts'
import { jpegParts } from './jpeg-parts.ts'
import { broken, PictureFault } from './picture-fault.ts'
import type { PictureParts } from './picture-parts.ts'
import { pngParts } from './png-parts.ts'
import { tintOf } from './tint.ts'
import { webpParts } from './webp-parts.ts'

export type PictureFormat = PictureParts['format']
export type PictureUse = 'picture' | 'emoticon' | 'card'
export type Form = { type: string; width: number; height: number; bytes: Uint8Array }
/** `tint` is absent where one looks through the picture. */
export type MadePicture = { picture: Form; thumb: Form; moving: boolean; tint: string | undefined }

const THUMB_SIDE = 600
/** Of packs: the largest that is shown, a sticker; and the form that stands in a line of text. */
const STICKER_SIDE = 512
const EMOTICON_SIDE = 128
/** A square of 64 px is cut out of it, on screens of two pixels each: of a picture twice as wide as high that is all. */
const CARD_SIDE = 256
/** WebP of so many pixels takes a second. */
const MOST_WEBP_PIXELS = 4_000_000
/** Packed bytes for each pixel: a photo as PNG takes more, a drawing or a picture of a screen far less … */
const PHOTO_BYTES_A_PIXEL = 1
const PHOTO_PIXELS = 200_000
/** … and what takes more than this is slow to pack again, and stays large: so many pixels of it are a second. */
const BUSY_BYTES_A_PIXEL = 0.25
const MOST_BUSY_PIXELS = 12_000_000

const partsOf: Record<PictureFormat, (bytes: Uint8Array) => PictureParts> = {
  jpeg: jpegParts,
  png: pngParts,
  gif: gifParts,
  webp: webpParts,
}

/**
 * Makes a picture anew from its pixels (T-37, T-42); one that moves keeps its pixels as they are packed, and nothing else.
 * Runs in a process of its own (decision 0030). Throws `PictureFault`.
 */
export async function makePicture(bytes: Uint8Array, format: PictureFormat, as: PictureUse): Promise<MadePicture> {
  const parts = partsOf[format](bytes)
  try {
    if (as === 'card') return await card(parts)
    return as === 'emoticon' ? await emoticon(parts) : await picture(parts)
  } catch (error) {
    throw error instanceof PictureFault ? error : broken()
  }
}

async function picture(parts: PictureParts): Promise<MadePicture> {
  const thumb = await encoded(fitted(parts.still, THUMB_SIDE).webp({ quality: 80 }), 'image/webp')
  // Many programs keep a mask for a photo that has no hole: the encoder of the small form has looked at each pixel.
  const seeThrough = parts.seeThrough && webpParts(thumb.bytes).seeThrough
  const made = movingForm(parts) ?? (await stillForm({ ...parts, seeThrough }))
  return { picture: made, thumb, moving: parts.moving !== undefined, tint: await tintOf(thumb.bytes) }
}

async function emoticon(parts: PictureParts): Promise<MadePicture> {
  const made = movingForm(parts) ?? (await smallForm(parts))
  if (Math.max(made.width, made.height) > STICKER_SIDE)
    throw new PictureFault({ code: 'bad_picture', what: 'side', limit: STICKER_SIDE })
  if (made.bytes.length > limits.packPictureBytes)
    throw new PictureFault({ code: 'too_large', limit: limits.packPictureBytes })
  const thumb = await encoded(fitted(parts.still, EMOTICON_SIDE).webp({ quality: 90 }), 'image/webp')
  return { picture: made, thumb, moving: parts.moving !== undefined, tint: await tintOf(thumb.bytes) }
}

/** One small form that stands still is all that is kept. */
async function card({ still }: PictureParts): Promise<MadePicture> {
  const thumb = await encoded(fitted(still, CARD_SIDE).webp({ quality: 80 }), 'image/webp')
  return { picture: thumb, thumb, moving: false, tint: undefined }
}

function movingForm({ format, width, height, moving }: PictureParts): Form | null {
  return moving ? { type: `image/${format}`, width, height, bytes: moving } : null
}

const fresh = (bytes: Uint8Array): Bun.Image => new Bun.Image(bytes, { maxPixels: limits.pixels })
const fitted = (bytes: Uint8Array, side: number): Bun.Image =>
  fresh(bytes).resize(side, side, { fit: 'inside', withoutEnlargement: true })

async function encoded(image: Bun.Image, type: string): Promise<Form> {
  const bytes = await image.bytes()
  return { type, width: image.width, height: image.height, bytes }
}

/** Who saved a picture small is not made to send it large. */
async function jpeg(still: Uint8Array, quality: number): Promise<Form> {
  const made = await encoded(fresh(still).jpeg({ quality }), 'image/jpeg')
  if (made.bytes.length < still.length * 1.2) return made
  return encoded(fresh(still).jpeg({ quality: 75 }), 'image/jpeg')
}

/** JPEG stays JPEG, what is lossless PNG; photos that came as PNG or WebP become JPEG where nothing shines through. */
async function stillForm(parts: PictureParts): Promise<Form> {
  const { still, seeThrough, lossless } = parts
  if (!lossless && !seeThrough) return jpeg(still, 85)
  if (!lossless) return encoded(atMost(parts, MOST_WEBP_PIXELS).webp({ quality: 85 }), 'image/webp')
  const { photo, busy } = packingOf(parts)
  if (!seeThrough && (photo || busy)) return encoded(fresh(still).jpeg({ quality: 90 }), 'image/jpeg')
  const drawing = busy ? atMost(parts, MOST_BUSY_PIXELS) : fresh(still)
  return encoded(drawing.png({ compressionLevel: 4 }), 'image/png')
}

function packingOf({ width, height, still }: PictureParts): { photo: boolean; busy: boolean } {
  const pixels = width * height
  return {
    photo: pixels > PHOTO_PIXELS && still.length > pixels * PHOTO_BYTES_A_PIXEL,
    busy: pixels > MOST_BUSY_PIXELS && still.length > pixels * BUSY_BYTES_A_PIXEL,
  }
}

function atMost({ still, width, height }: PictureParts, pixels: number): Bun.Image {
  const share = Math.sqrt(pixels / (width * height))
  return share >= 1 ? fresh(still) : fitted(still, Math.floor(Math.max(width, height) * share))
}

async function smallForm({ still, lossless }: PictureParts): Promise<Form> {
  const made = await encoded(fitted(still, STICKER_SIDE).webp(lossless ? { lossless } : { quality: 90 }), 'image/webp')
  if (made.bytes.length <= limits.packPictureBytes) return made
  return encoded(fitted(still, STICKER_SIDE).webp({ quality: 85 }), 'image/webp')
}

import { limits } from '#protocol/limits.ts'
import { gifParts } from './gif-parts.ts'
import { jpegParts } from './jpeg-parts.ts'
import { broken, PictureFault } from './picture-fault.ts'
import type { PictureParts } from './picture-parts.ts'
import { pngParts } from './png-parts.ts'
import { tintOf } from './tint.ts'
import { webpParts } from './webp-parts.ts'

export type PictureFormat = PictureParts['format']
export type Form = { type: string; width: number; height: number; bytes: Uint8Array }
/** `tint` is absent where one looks through the picture. */
export type MadePicture = { picture: Form; thumb: Form; moving: boolean; tint: string | undefined }

const THUMB_SIDE = 600
/** Of packs: the largest that is shown, a sticker; and the form that stands in a line of text. */
const STICKER_SIDE = 512
const EMOTICON_SIDE = 128
/** PNG of so many pixels takes two seconds, WebP a third of them. What is larger is JPEG, or made smaller. */
const MOST_PNG_PIXELS = 12_000_000
const MOST_WEBP_PIXELS = 4_000_000
/** A photo as PNG takes more than this for each pixel, a drawing or a picture of a screen far less. */
const PHOTO_BYTES_A_PIXEL = 1
const PHOTO_PIXELS = 200_000

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
export async function makePicture(
  bytes: Uint8Array,
  format: PictureFormat,
  as: 'picture' | 'emoticon',
): Promise<MadePicture> {
  const parts = partsOf[format](bytes)
  try {
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

const jpeg = (bytes: Uint8Array, quality: number): Promise<Form> =>
  encoded(fresh(bytes).jpeg({ quality }), 'image/jpeg')

/** JPEG stays JPEG, what is lossless PNG; photos that came as PNG or WebP become JPEG where nothing shines through. */
async function stillForm(parts: PictureParts): Promise<Form> {
  const { still, seeThrough, lossless } = parts
  const pixels = parts.width * parts.height
  if (!lossless && !seeThrough) return jpeg(still, 85)
  if (!seeThrough && (pixels > MOST_PNG_PIXELS || isPhoto(parts))) return jpeg(still, 90)
  if (!lossless) return encoded(atMost(parts, MOST_WEBP_PIXELS).webp({ quality: 85 }), 'image/webp')
  return encoded(atMost(parts, MOST_PNG_PIXELS).png({ compressionLevel: 3 }), 'image/png')
}

const isPhoto = ({ width, height, still }: PictureParts): boolean =>
  width * height > PHOTO_PIXELS && still.length > width * height * PHOTO_BYTES_A_PIXEL

function atMost({ still, width, height }: PictureParts, pixels: number): Bun.Image {
  const share = Math.sqrt(pixels / (width * height))
  return share >= 1 ? fresh(still) : fitted(still, Math.floor(Math.max(width, height) * share))
}

async function smallForm({ still, lossless }: PictureParts): Promise<Form> {
  const made = await encoded(fitted(still, STICKER_SIDE).webp(lossless ? { lossless } : { quality: 90 }), 'image/webp')
  if (made.bytes.length <= limits.packPictureBytes) return made
  return encoded(fitted(still, STICKER_SIDE).webp({ quality: 85 }), 'image/webp')
}

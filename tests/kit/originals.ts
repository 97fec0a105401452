import { deflateSync } from 'node:zlib'
import { zipSync } from 'fflate'
import {
  bytesOf,
  exif,
  gifPicture,
  jpegPicture,
  jpegSegment,
  pngChunk,
  pngPicture,
  webpMoving,
  webpPicture,
} from './make-pictures.ts'
import { displayP3 } from './make-profile.ts'
import { aacSound, flacSound, mp3Sound, mp4Film, oggSound, wavSound, webmFilm } from './make-sounds.ts'

const small = { width: 12, height: 9 }
const gif = [gifPicture({ comment: 'hidden' }), gifPicture({ frames: 1, seeThrough: true })]
const jpeg = [
  await jpegPicture({ ...small, beside: [exif(8)], after: 'hidden' }),
  await jpegPicture({ ...small, beside: [jpegSegment(0xe2, bytesOf('ICC_PROFILE\0', [1, 1], displayP3()))] }),
]
const png = [
  pngPicture({ ...small, beside: [pngChunk('tEXt', bytesOf('a\0hidden'))] }),
  pngPicture({
    ...small,
    beside: [pngChunk('tRNS', bytesOf('a')), pngChunk('iCCP', bytesOf('p\0\0', deflateSync(displayP3())))],
  }),
]
const webp = [
  await webpMoving(),
  await webpPicture({ ...small, lossless: true }),
  await webpPicture({ ...small, draw: (x) => [0, 0, 0, x * 4] }),
]

/** Small files that are right, to make wrong ones of. */
export const originals = {
  gif,
  jpeg,
  png,
  webp,
  pictures: [...gif, ...jpeg, ...png, ...webp],
  media: [
    mp4Film(),
    webmFilm(),
    oggSound(),
    wavSound(40),
    mp3Sound({ frames: 4, tagged: true }),
    flacSound(),
    aacSound(),
  ],
} satisfies Record<string, readonly Uint8Array[]>

const files = { 'a/b.png': new Uint8Array(40), '../c.gif': Uint8Array.of(1, 2, 3), '茶.webp': new Uint8Array(3_000) }
export const zips: readonly Uint8Array[] = [
  zipSync(files),
  zipSync(files, { level: 0 }),
  zipSync({ 'bomb.png': new Uint8Array(200 * 1024) }),
]

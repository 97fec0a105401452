import { byteSource } from '#server/pictures/byte-source.ts'
import { FIRST_BYTES, type MediaFamily, tellKind } from '#server/pictures/first-bytes.ts'
import { gifParts } from '#server/pictures/gif-parts.ts'
import { jpegParts } from '#server/pictures/jpeg-parts.ts'
import { tellMedia } from '#server/pictures/media-head.ts'
import { PictureFault } from '#server/pictures/picture-fault.ts'
import type { PictureParts } from '#server/pictures/picture-parts.ts'
import { pngParts } from '#server/pictures/png-parts.ts'
import { webpParts } from '#server/pictures/webp-parts.ts'
import { originals, zips } from '#tests/kit/originals.ts'
import { readZip } from '#web/packing/read-zip.ts'
import type { Dice } from '../dice.ts'
import { mutatedBytes } from '../hostile-bytes.ts'
import { type AnyCheck, check, must, mustEqual } from './check.ts'

const readers = { gif: gifParts, jpeg: jpegParts, png: pngParts, webp: webpParts }
type Format = keyof typeof readers
const isFault = (error: unknown): boolean => error instanceof PictureFault

const families: readonly MediaFamily[] = ['mp4', 'matroska', 'ogg', 'wav', 'mp3', 'flac', 'aac']
/** Of any family a file of any other: nobody may believe the first bytes for the rest. */
const ofMedia = (dice: Dice) => ({
  family: dice.one(families),
  bytes: mutatedBytes(dice.one(dice.oneIn(6) ? originals.pictures : originals.media), dice),
})
const MOST_ZIP_BYTES = 64 * 1024

function walkOf(format: Format): AnyCheck {
  return check({
    name: `pictures: a walk through ${format}`,
    make: (dice): Uint8Array<ArrayBuffer> => mutatedBytes(dice.one(originals[format]), dice),
    run: (bytes): PictureParts => readers[format](bytes),
    refuses: isFault,
    holds(_, { still, moving, width, height }) {
      must(width > 0 && height > 0, `${width} × ${height}`)
      mustEqual(readers[format](still).still, still, 'walked again')
      if (moving) mustEqual(readers[format](moving).moving, moving, 'walked again, moving')
    },
  })
}

export const byteChecks: readonly AnyCheck[] = [
  ...(['gif', 'jpeg', 'png', 'webp'] as const).map(walkOf),
  check({
    name: 'files: what any bytes are (T-38)',
    make: (dice): Uint8Array<ArrayBuffer> => mutatedBytes(dice.one([...originals.pictures, ...originals.media]), dice),
    run: (bytes) => tellKind(bytes.subarray(0, FIRST_BYTES)),
    holds: (_, told) =>
      must(told.kind !== 'file' || !/html|svg|script|xml/.test(told.type), `${JSON.stringify(told)} could run`),
  }),
  check({
    name: 'files: what the head of any film or sound tells',
    make: ofMedia,
    run: ({ bytes, family }) => tellMedia(byteSource(new Blob([bytes])), family),
    holds: (_, { type, width = 1, height = 1, duration_ms: ms = 1 }) =>
      must(
        /^(?:audio|video)\/[\w.-]+$/.test(type) && width > 0 && height > 0 && ms > 0,
        `${type} ${width} ${height} ${ms}`,
      ),
  }),
  check({
    name: 'packs: what is in any zip (T-79)',
    make: (dice): Uint8Array<ArrayBuffer> => mutatedBytes(dice.one(zips), dice),
    run: (bytes) => readZip(new Blob([bytes]), () => true, MOST_ZIP_BYTES),
    holds(_, found) {
      if (typeof found === 'string') return
      const bytes = found.reduce((sum, { blob }) => sum + blob.size, 0)
      must(bytes <= MOST_ZIP_BYTES, `${bytes} bytes are unpacked`)
    },
    mostMs: 50,
  }),
]

import { expect, test } from 'bun:test'
import fc from 'fast-check'
import { costMs } from '#tests/kit/cost.ts'
import { bytesOf, gifPicture, jpegSegment, pngChunk, pngPicture } from '#tests/kit/make-pictures.ts'
import { originals } from '#tests/kit/originals.ts'
import { gifParts } from './gif-parts.ts'
import { jpegParts } from './jpeg-parts.ts'
import { PictureFault } from './picture-fault.ts'
import type { PictureParts } from './picture-parts.ts'
import { pngParts } from './png-parts.ts'
import { webpParts } from './webp-parts.ts'

const readers = { gif: gifParts, jpeg: jpegParts, png: pngParts, webp: webpParts }
type Format = keyof typeof readers
const formats = ['gif', 'jpeg', 'png', 'webp'] as const

/** What a walk gives back is walked to the same end: nothing in it is left to clean. */
function expectClean(format: Format, parts: PictureParts): void {
  const again = readers[format](parts.still)
  expect(again.still).toEqual(parts.still)
  expect(again.moving).toBeUndefined()
  if (!parts.moving) return
  const moving = readers[format](parts.moving)
  expect(moving.moving).toEqual(parts.moving)
  expect([moving.width, moving.height]).toEqual([parts.width, parts.height])
}

test('what is left of a picture is a picture, and nothing in it is left to clean', () => {
  for (const format of formats) {
    for (const original of originals[format]) expectClean(format, readers[format](original))
  }
})

test('a PNG that moves becomes its still', () => {
  const moves = [
    pngChunk('acTL', bytesOf([0, 0, 0, 2, 0, 0, 0, 0])),
    pngChunk('fcTL', Buffer.alloc(26)),
    pngChunk('fdAT', Buffer.alloc(20)),
  ]
  const shape = { width: 8, height: 8 }
  expect(pngPicture(shape).equals(pngParts(pngPicture({ ...shape, beside: moves })).still)).toBe(true)
})

test('[HOUSE-12] so many pieces of nothing are no picture', () => {
  const scans = Array.from({ length: 5_000 }, () => jpegSegment(0xda, bytesOf(0)))
  expect(() => jpegParts(bytesOf([0xff, 0xd8], ...scans, [0xff, 0xd9]))).toThrow('broken')
  const pieces = Array.from({ length: 51_000 }, () => pngChunk('IDAT', bytesOf()))
  expect(() => pngParts(pngPicture({ width: 8, height: 8, beside: pieces }))).toThrow('broken')
})

test('[T-38] whatever the bytes are, a walk ends: in a picture that is clean, or in a fault of the picture', () => {
  fc.assert(
    fc.property(
      fc.constantFrom<Format>(...formats),
      fc.nat(2),
      fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 8 }),
      fc.option(fc.nat()),
      (format, which, changes, cut) => {
        const source = originals[format][which % originals[format].length] ?? bytesOf()
        const bytes = Buffer.from(cut === null ? source : source.subarray(0, cut % source.length))
        // Mostly near the beginning, where lengths and sizes stand.
        for (const [at, value] of changes) bytes[at % (at % 2 ? 64 : bytes.length)] = value
        try {
          expectClean(format, readers[format](bytes))
        } catch (error) {
          if (!(error instanceof PictureFault)) throw error
        }
      },
    ),
    { numRuns: 3_000 },
  )
})

test('[HOUSE-13] a walk costs as much as there are bytes', () => {
  const many = <T>(count: number, one: T): T[] => Array.from({ length: count }, () => one)
  const gif = gifPicture({ frames: 2 }).subarray(0, -1)
  const stuffed = Buffer.from('ff00'.repeat(1_000_000), 'hex')
  const rows: [string, Format, Buffer][] = [
    ['a comment of 2 MB', 'gif', bytesOf(gif, [0x21, 0xfe], Buffer.alloc(2_000_000, 1), 0, 0x3b)],
    ['nothing but FF', 'jpeg', bytesOf([0xff, 0xd8], Buffer.alloc(2_000_000, 0xff), 0xd9)],
    ['a scan of stuffed bytes', 'jpeg', bytesOf([0xff, 0xd8], jpegSegment(0xda, bytesOf(0)), stuffed, [0xff, 0xd9])],
    ['chunks of nothing', 'png', bytesOf(pngPicture().subarray(0, 33), ...many(100_000, pngChunk('aaAa', bytesOf())))],
    ['chunks of nothing', 'webp', bytesOf('RIFF', [0, 0, 30, 0], 'WEBP', Buffer.alloc(2_000_000))],
  ]
  for (const [name, format, bytes] of rows) {
    const walk = () => {
      try {
        readers[format](bytes)
      } catch (error) {
        if (!(error instanceof PictureFault)) throw error
      }
    }
    expect({ name, format, quick: costMs(walk, 200) < 200 }).toEqual({ name, format, quick: true })
  }
})

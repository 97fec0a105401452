import { expect, test } from 'bun:test'
import { deflateSync } from 'node:zlib'
import { bytesOf, exif, jpegPicture, jpegSegment, pngChunk, pngPicture } from '#tests/kit/make-pictures.ts'
import { displayP3, type ProfileShape } from '#tests/kit/make-profile.ts'
import { remadeProfile } from './colour-profile.ts'
import { jpegParts } from './jpeg-parts.ts'
import { pngParts } from './png-parts.ts'

const remade = (shape: ProfileShape = {}): Buffer | null => {
  const made = remadeProfile(displayP3(shape))
  return made && Buffer.from(made)
}

test('[T-42] a profile is made anew: the same primaries and curves, and not a word of whoever wrote it', () => {
  const made = remade({ note: 'camera 0042 of Ada' })
  expect(displayP3({ note: 'camera 0042 of Ada' }).includes('Ada')).toBe(true)
  expect(made?.includes('Ada')).toBe(false)
  // The red of Display P3: 0.51512, in sixteen bits behind the point.
  expect(made?.includes(bytesOf('XYZ ', [0, 0, 0, 0], [0, 0, 0x83, 0xdf]))).toBe(true)
  expect(made?.includes(bytesOf('para', [0, 0, 0, 0], [0, 3]))).toBe(true)
  expect(made?.readUInt32BE(0)).toBe(made?.length)
  expect(made && remadeProfile(made)).toEqual(made && new Uint8Array(made))
})

test('a curve may be a table that rises; a text in its place is no curve', () => {
  const rising = Array.from({ length: 300 }, (_, at) => [at >> 8, at & 255]).flat()
  const table = (points: readonly number[]) => bytesOf('curv', [0, 0, 0, 0, 0, 0, 0, points.length / 2], points)
  expect(remade({ curve: table(rising.slice(0, 400)) })).not.toBeNull()
  expect(remade({ curve: table([...Buffer.from('a text that hides in a curve')]) })).toBeNull()
  expect(remade({ curve: bytesOf('curv', [0, 0, 0, 0, 0xff, 0, 0, 0]) })).toBeNull()
})

test('what is no profile of three primaries is left out', () => {
  expect(remade({ space: 'CMYK' })).toBeNull()
  expect(remadeProfile(Buffer.alloc(200, 65))).toBeNull()
  expect(remadeProfile(displayP3().subarray(0, 150))).toBeNull()
  expect(remadeProfile(bytesOf())).toBeNull()
})

test('photos of phones keep their colours, in JPEG and in PNG', async () => {
  const want = remade() ?? bytesOf()
  const segment = (note: string) => jpegSegment(0xe2, bytesOf('ICC_PROFILE\0', [1, 1], displayP3({ note })))
  const jpeg = jpegParts(await jpegPicture({ beside: [exif(1), segment('hidden')] }))
  expect(Buffer.from(jpeg.still).includes(want)).toBe(true)
  expect(Buffer.from(jpeg.still).includes('hidden')).toBe(false)
  const packed = (profile: Uint8Array) => pngChunk('iCCP', bytesOf('hidden\0\0', deflateSync(profile)))
  const png = Buffer.from(pngParts(pngPicture({ beside: [packed(displayP3())] })).still)
  expect(png.includes('iCCP')).toBe(true)
  expect(png.includes('hidden')).toBe(false)
  // A megabyte of zeros, packed.
  expect(Buffer.from(pngParts(pngPicture({ beside: [packed(Buffer.alloc(1_000_000))] })).still).includes('iCCP')).toBe(
    false,
  )
})

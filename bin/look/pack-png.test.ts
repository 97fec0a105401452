import { expect, test } from 'bun:test'
import { pngPicture } from '#tests/kit/make-pictures.ts'
import { packPng } from './pack-png.ts'

const pixels = (png: Uint8Array) => new Bun.Image(png).webp({ lossless: true }).bytes()

test('[UX-30] a packed picture has the same pixels in no more bytes', async () => {
  const taken = pngPicture({ width: 60, height: 40 })
  const packed = packPng(taken)
  expect(packed.length).toBeLessThanOrEqual(taken.length)
  expect(await pixels(packed)).toEqual(await pixels(taken))
  const other = pngPicture({ width: 60, height: 40, draw: () => [1, 2, 3, 255] })
  expect(await pixels(packPng(other))).not.toEqual(await pixels(taken))
})

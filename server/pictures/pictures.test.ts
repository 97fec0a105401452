import { afterAll, beforeAll, expect, test } from 'bun:test'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { systemClock } from '#server/kit/clock.ts'
import { createLog } from '#server/kit/log.ts'
import { Refusal } from '#server/kit/refusal.ts'
import {
  bytesOf,
  cornered,
  exif,
  GPS,
  gifBomb,
  gifPicture,
  jpegPicture,
  jpegSegment,
  pngBomb,
  pngChunk,
  pngPicture,
  webpMoving,
  webpPicture,
} from '#tests/kit/make-pictures.ts'
import { TEST_MS } from '#tests/kit/patience.ts'
import { readPixels } from '#tests/kit/read-pixels.ts'
import { createPictures, type Inspected, type Pictures } from './index.ts'

const diary = createLog({ level: 'error', format: 'json', write: () => {}, nowMs: Date.now })
const folder = mkdtempSync(path.join(tmpdir(), 'teahouse-pictures-'))
let pictures: Pictures

beforeAll(() => {
  pictures = createPictures({ clock: systemClock, diary })
})
afterAll(async () => {
  await pictures.stop()
  rmSync(folder, { recursive: true, force: true })
})

type As = Parameters<Pictures['inspect']>[1]
const file = path.join(folder, 'upload')

async function look(bytes: Uint8Array, as: As = 'any'): Promise<Inspected | Refusal> {
  await Bun.write(file, bytes)
  return pictures.inspect(file, as)
}

async function taken(bytes: Uint8Array, as: As = 'any'): Promise<Inspected & { made: Buffer; small: Buffer }> {
  const result = await look(bytes, as)
  if (result instanceof Refusal) throw result
  const thumb = result.thumb?.path ?? ''
  return {
    ...result,
    made: Buffer.from(await Bun.file(result.path).bytes()),
    small: thumb ? Buffer.from(await Bun.file(thumb).bytes()) : Buffer.alloc(0),
  }
}

async function refused(bytes: Uint8Array, as: As = 'any') {
  const result = await look(bytes, as)
  return result instanceof Refusal ? { code: result.code, ...result.detail } : result.kind
}

const isRed = ([red, green, blue]: readonly number[]): boolean =>
  (red ?? 0) > 180 && (green ?? 255) < 90 && (blue ?? 255) < 90

test('[T-42] where a photo was taken is gone, and it stands upright', async () => {
  const photo = await jpegPicture({
    width: 80,
    height: 40,
    beside: [exif(6), jpegSegment(0xfe, bytesOf('a comment')), jpegSegment(0xed, bytesOf('Photoshop 3.0'))],
    after: bytesOf('a film of the phone'),
  })
  expect(photo.includes(GPS)).toBe(true)
  const made = await taken(photo)
  expect(made).toMatchObject({ kind: 'picture', type: 'image/jpeg', width: 40, height: 80, bytes: made.made.length })
  for (const hidden of ['Exif', GPS, 'a comment', 'Photoshop', 'a film']) expect(made.made.includes(hidden)).toBe(false)
  // The red corner was at the top left; turned by a quarter it is at the top right.
  const pixels = await readPixels(made.made)
  expect(isRed(pixels.at(36, 4))).toBe(true)
  expect(isRed(pixels.at(4, 4))).toBe(false)
  expect(made.thumb).toMatchObject({ type: 'image/webp', width: 40, height: 80, bytes: made.small.length })
  expect(made.small.includes(GPS)).toBe(false)
})

test('what shines through a PNG still does, texts in it are gone, and the small form is at most 600 px', async () => {
  const text = pngChunk('tEXt', bytesOf(`Comment\0${GPS}`))
  const made = await taken(
    pngPicture({
      width: 900,
      height: 300,
      draw: (x) => [200, 10, 10, x < 450 ? 255 : 0],
      beside: [text],
      after: '<script>',
    }),
  )
  expect(made).toMatchObject({ type: 'image/png', width: 900, height: 300 })
  expect(made.made.includes(GPS) || made.made.includes('<script>')).toBe(false)
  expect(made.thumb).toMatchObject({ width: 600, height: 200 })
  for (const form of [made.made, made.small]) {
    const pixels = await readPixels(form)
    expect(pixels.at(10, 10)[3]).toBe(255)
    expect(pixels.at(pixels.width - 10, 10)[3]).toBe(0)
  }
})

test('a photo that comes as PNG becomes JPEG, a drawing stays as it was drawn', async () => {
  let seed = 1
  const noise = () => {
    seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31
    return (seed >> 12) & 255
  }
  const photo = pngPicture({ width: 500, height: 410, draw: () => [noise(), noise(), noise(), 255] })
  expect(await taken(photo)).toMatchObject({ type: 'image/jpeg', width: 500, height: 410 })
  const holed = pngPicture({ width: 500, height: 410, draw: (x) => [noise(), noise(), noise(), x < 250 ? 0 : 255] })
  expect(await taken(holed)).toMatchObject({ type: 'image/png' })
  const drawing = await taken(pngPicture({ width: 500, height: 410, draw: (x, y) => [x & 0xf0, y & 0xf0, 90, 255] }))
  expect(drawing.type).toBe('image/png')
  expect((await readPixels(drawing.made)).at(33, 17)).toEqual([32, 16, 90, 255])
})

test('the colour to wait with is that of the picture', async () => {
  const made = await taken(pngPicture({ draw: () => [18, 52, 86, 255] }))
  const parts = [1, 3, 5].map((at) => Number.parseInt(made.tint?.slice(at, at + 2) ?? '', 16))
  for (const [at, want] of [18, 52, 86].entries()) expect(Math.abs((parts[at] ?? 0) - want)).toBeLessThan(6)
  expect((await taken(pngPicture({ draw: () => [0, 0, 0, 0] }))).tint).toBeUndefined()
})

test('[T-37] a GIF that moves keeps its frames and loses what is hidden in it', async () => {
  const made = await taken(gifPicture({ width: 24, height: 16, frames: 3, comment: GPS, after: '*/alert(1)' }))
  expect(made).toMatchObject({ kind: 'picture', type: 'image/gif', moving: true, width: 24, height: 16 })
  expect(made.made.includes(GPS) || made.made.includes('alert')).toBe(false)
  expect(made.made).toEqual(gifPicture({ width: 24, height: 16, frames: 3 }))
  expect(made.thumb).toMatchObject({ type: 'image/webp', width: 24, height: 16 })
  expect(await taken(gifPicture({ frames: 1 }))).toMatchObject({ type: 'image/png', width: 24, height: 16 })
  expect((await taken(gifPicture({ frames: 1 }))).moving).toBeUndefined()
})

test('[T-42] a WebP that moves keeps its frames and loses what stands beside them', async () => {
  const source = await webpMoving({ width: 32, height: 24, frames: 3, after: 'PK\x03\x04' })
  const made = await taken(source)
  expect(made).toMatchObject({ type: 'image/webp', moving: true, width: 32, height: 24 })
  expect(source.includes(GPS) && source.includes('EXIF')).toBe(true)
  for (const hidden of [GPS, 'EXIF', 'XMP ', 'PK']) expect(made.made.includes(hidden)).toBe(false)
  expect(made.made.toString('latin1').split('ANMF').length).toBe(4)
  // EXIF and XMP are not named in the head any more.
  expect((made.made[20] ?? 0) & 0x0c).toBe(0)
  expect(made.thumb).toMatchObject({ type: 'image/webp', width: 32, height: 24 })
})

test('a WebP that stands still becomes JPEG, PNG where it was lossless, and WebP where one looks through', async () => {
  expect(await taken(await webpPicture())).toMatchObject({ type: 'image/jpeg', width: 64, height: 48 })
  expect(await taken(await webpPicture({ lossless: true }))).toMatchObject({ type: 'image/png' })
  const seeThrough = await taken(await webpPicture({ draw: (x) => [9, 9, 200, x < 32 ? 0 : 255] }))
  expect(seeThrough.type).toBe('image/webp')
  expect((await readPixels(seeThrough.made)).at(2, 2)[3]).toBe(0)
})

const tiff = bytesOf('II*\0', [8, 0, 0, 0, 0, 0])
const psd = bytesOf('8BPS', [0, 1, 0, 0, 0, 0, 0, 0, 0, 3])

test(
  '[T-38, T-39] what is no picture for us, and what is too much of one, says so',
  async () => {
    const jpeg = await jpegPicture()
    const png = pngPicture()
    const cases: [string, Uint8Array, unknown][] = [
      ['a picture that is fine', png, 'picture'],
      ['half a PNG', png.subarray(0, png.length >> 1), { code: 'bad_picture', what: 'broken' }],
      ['half a JPEG', jpeg.subarray(0, jpeg.length >> 1), { code: 'bad_picture', what: 'broken' }],
      ['the sign of a PNG', png.subarray(0, 8), { code: 'bad_picture', what: 'broken' }],
      ['half a GIF', gifPicture().subarray(0, 500), { code: 'bad_picture', what: 'broken' }],
      ['half a WebP', (await webpMoving()).subarray(0, 90), { code: 'bad_picture', what: 'broken' }],
      [
        'a PNG whose pixels are noise',
        pngPicture({ beside: [pngChunk('IDAT', bytesOf('noise'))] }),
        { code: 'bad_picture', what: 'broken' },
      ],
      ['30,000 x 30,000 of one bit', pngBomb(), { code: 'bad_picture', what: 'side', limit: 16_384 }],
      ['7,000 x 7,000 of one bit', pngBomb(7_000, 7_000), { code: 'bad_picture', what: 'pixels', limit: 40_000_000 }],
      ['1 x 65,535', pngBomb(1, 65_535), { code: 'bad_picture', what: 'side', limit: 16_384 }],
      ['2,000 x 2,000 of one bit', pngBomb(2_000, 2_000), 'picture'],
      ['100,000 frames', gifBomb(), { code: 'bad_picture', what: 'frames', limit: 200 }],
      ['200 frames', gifBomb(200), 'picture'],
      ['201 frames', gifBomb(201), { code: 'bad_picture', what: 'frames', limit: 200 }],
      ['a TIFF', tiff, 'file'],
      ['a PSD', psd, 'file'],
      ['HTML', bytesOf('<!doctype html><script>alert(1)</script>'), 'file'],
      ['SVG', bytesOf('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'), 'file'],
      ['nothing', bytesOf(), 'file'],
    ]
    for (const [name, bytes, want] of cases)
      expect<unknown>({ name, got: await refused(bytes) }).toEqual({ name, got: want })
    expect(readdirSync(folder).sort()).toEqual(['upload'])
  },
  TEST_MS,
)

test('who asks for a picture or a voice gets nothing else', async () => {
  const html = bytesOf('<!doctype html>')
  for (const as of ['picture', 'emoticon', 'voice'] as const)
    expect(await refused(html, as)).toEqual({ code: 'wrong_kind' })
  expect(await refused(pngPicture(), 'voice')).toEqual({ code: 'wrong_kind' })
  expect(await refused(tiff, 'picture')).toEqual({ code: 'wrong_kind' })
  expect(await refused(pngPicture(), 'picture')).toBe('picture')
})

test('[T-79] a picture for a pack has two small forms; one that moves is kept within bounds', async () => {
  const made = await taken(pngPicture({ width: 700, height: 350, draw: cornered(700, 350) }), 'emoticon')
  expect(made).toMatchObject({ type: 'image/webp', width: 512, height: 256, thumb: { width: 128, height: 64 } })
  const small = await taken(pngPicture({ width: 32, height: 32, draw: (x) => [1, 2, 3, x < 8 ? 0 : 255] }), 'emoticon')
  expect(small).toMatchObject({ width: 32, height: 32, thumb: { width: 32, height: 32 } })
  expect((await readPixels(small.made)).at(1, 1)[3]).toBe(0)
  expect(await taken(gifPicture({ width: 512, height: 20 }), 'emoticon')).toMatchObject({
    type: 'image/gif',
    moving: true,
  })
  expect(await refused(gifPicture({ width: 513, height: 20 }), 'emoticon')).toEqual({
    code: 'bad_picture',
    what: 'side',
    limit: 512,
  })
  const large = gifPicture({ width: 400, height: 300, frames: 5 })
  expect(await refused(large, 'emoticon')).toEqual({ code: 'too_large', limit: 512 * 1024 })
})

/** What this process itself did, the time of all its threads: a timer would also wait for a busy machine. */
async function ownWork<T>(work: () => Promise<T>): Promise<{ made: T; ms: number }> {
  const before = process.cpuUsage()
  const made = await work()
  const { user, system } = process.cpuUsage(before)
  return { made, ms: (user + system) / 1_000 }
}

test(
  '[HOUSE-13] nobody waits while a picture of 40 million pixels is made',
  async () => {
    const paint = () =>
      new Bun.Image(pngPicture({ width: 730, height: 548 })).resize(7_290, 5_480).jpeg({ quality: 70 }).bytes()
    const painting = await ownWork(paint)
    const looking = await ownWork(() => look(painting.made))
    expect(looking.made).toMatchObject({ kind: 'picture', width: 7_290, height: 5_480 })
    // The control is as much work, and was done here: a process that makes the picture itself takes about as long.
    expect(looking.ms).toBeLessThan(painting.ms / 3)
  },
  TEST_MS,
)

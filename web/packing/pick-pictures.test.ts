import { describe, expect, test } from 'bun:test'
import { strToU8, zipSync } from 'fflate'
import { limits } from '#protocol/limits.ts'
import { nameFrom, pickGiven, pickPictures } from './pick-pictures.ts'
import { readZip } from './read-zip.ts'

const blob = (text = 'x') => new Blob([text])
const zipOf = (files: Record<string, Uint8Array>) => new Blob([new Uint8Array(zipSync(files))])
const pick = (path: string, zip: Blob) => pickPictures([{ path, blob: zip }])

test.each([
  ['big cup.png', 'big_cup'],
  ['微信图片(1).gif', '微信图片_1'],
  ['../../etc/passwd.png', 'etc_passwd'],
  ['_-a-_.webp', 'a'],
  ['\u202egnp.png', 'gnp'],
  ['…….png', ''],
  [`${'长'.repeat(40)}.png`, '长'.repeat(32)],
  [`${'x'.repeat(31)}𠮷野.png`, `${'x'.repeat(31)}𠮷`],
])('a file %p is called %p', (file, name) => {
  expect(nameFrom(file)).toBe(name)
})

describe('[T-79] [T-40] [T-41] folders and zips', () => {
  test('of a folder the pictures, in the order of their names; what systems leave behind is passed over', async () => {
    const paths = [
      'Cups/b10.png',
      'Cups/b9.PNG',
      'Cups/.x.png',
      'Cups/__MACOSX/b.png',
      'Cups/notes.txt',
      'Cups/in/a.gif',
    ]
    const picked = await pickPictures(paths.map((path) => ({ path, blob: blob(path) })))
    expect(picked).toMatchObject({ title: 'Cups', pictures: [{ name: 'a' }, { name: 'b9' }, { name: 'b10' }] })
    expect(await pickPictures([{ path: 'a.txt', blob: blob() }])).toBe('no_pictures')
    const many = Array.from({ length: limits.packPictures + 1 }, (_, at) => ({ path: `${at}.png`, blob: blob() }))
    expect(await pickPictures(many)).toBe('too_many')
    expect(await pickPictures(many.slice(1))).toMatchObject({ title: '' })
  })

  test('a folder that the device does not give is told as such, and keeps nobody waiting', async () => {
    expect(await pickGiven(Promise.reject(new DOMException('gone', 'NotReadableError')))).toBe('unreadable')
    expect(await pickGiven(Promise.resolve([{ path: 'a.png', blob: blob() }]))).toMatchObject({ title: '' })
  })

  test('a zip is unpacked, by deflate or stored, and its bytes are what they were', async () => {
    const packed = zipSync({ 'cats/a.png': strToU8('aaaa'.repeat(50_000)), 'cats/b.png': [strToU8('b'), { level: 0 }] })
    const picked = await pick('My_cats.zip', new Blob([new Uint8Array(packed)]))
    if (typeof picked === 'string') throw new Error(picked)
    expect(picked.title).toBe('My cats')
    expect(await Promise.all(picked.pictures.map(async (one) => (await one.blob.text()).length))).toEqual([200_000, 1])
  })

  test('names in the signs of old Chinese Windows are read', async () => {
    const zip = zipSync({ 'AABB.png': strToU8('x') })
    // GBK of 开心, where the zip has said nothing of its signs.
    const text = Buffer.from(zip).toString('latin1').replaceAll('AABB', '\xbf\xaa\xd0\xc4')
    expect(await pick('a.zip', new Blob([Buffer.from(text, 'latin1')]))).toMatchObject({ pictures: [{ name: '开心' }] })
  })

  test.each([
    ['too many pictures', () => zipOf(named(limits.packPictures + 1, () => strToU8('x'))), 'too_many'],
    ['too many entries', () => zipOf(named(2_001, () => strToU8(''), 'txt')), 'too_many'],
    ['no zip', () => blob('no zip at all'), 'bad_zip'],
    ['an empty file', () => blob(''), 'bad_zip'],
    ['half of a zip', () => zipOf({ 'a.png': strToU8('x'.repeat(9_000)) }).slice(0, 40), 'bad_zip'],
    ['a zip in a zip', () => zipOf({ 'in.zip': new Uint8Array(zipSync({ 'a.png': strToU8('x') })) }), 'no_pictures'],
    ['a good one', () => zipOf({ 'a.png': strToU8('x') }), { pictures: [{ name: 'a' }] }],
  ] as const)('%s', async (_, make, outcome) => {
    const picked = await pick('a.zip', make())
    if (typeof outcome === 'string') expect(picked).toBe(outcome)
    else expect(picked).toMatchObject(outcome)
  })

  test('a head that promises a size of 64 bits and has none ends the reading, wherever it is cut', async () => {
    const good = zipSync({ 'a.png': [strToU8('x'.repeat(128 * 1024 - 20)), { level: 0 }], 'b.png': strToU8('b') })
    const head = Buffer.from(good).indexOf('PK\x03\x04', 4)
    // The second head lies across two steps of the reading.
    expect(head).toBeLessThan(128 * 1024 + 30)
    const bad = good.slice()
    bad.fill(0xff, head + 18, head + 22)
    expect(await pick('a.zip', new Blob([new Uint8Array(good)]))).toMatchObject({ title: 'a' })
    expect(await pick('a.zip', new Blob([new Uint8Array(bad)]))).toBe('bad_zip')
    expect(await pick('a.zip', new Blob([bad.slice(head)]))).toBe('bad_zip')
  })

  test('what a zip says of its sizes counts for nothing: a bomb that lies is given up while it is unpacked', async () => {
    const most = 1024 * 1024
    const honest = zipSync(named(2, () => new Uint8Array(most / 2)))
    const over = zipSync(named(2, () => new Uint8Array(most / 2 + 1)))
    // The size in the first local head: 1 byte.
    new DataView(over.buffer, over.byteOffset).setUint32(22, 1, true)
    const read = (zip: Uint8Array) => readZip(new Blob([new Uint8Array(zip)]), () => true, most)
    expect(await read(honest)).toHaveLength(2)
    expect(await read(over)).toBe('too_large')
  })
})

const named = (count: number, make: () => Uint8Array, ending = 'png') =>
  Object.fromEntries(Array.from({ length: count }, (_, at) => [`${at}.${ending}`, make()]))

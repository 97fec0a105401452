import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { readdirSync } from 'node:fs'
import path from 'node:path'
import * as v from 'valibot'
import { readStorage } from '#protocol/files.ts'
import { claimCode } from '#tests/kit/claim-house.ts'
import { newToken } from '#tests/kit/guest.ts'
import { exif, GPS, jpegPicture, pngBomb, pngPicture } from '#tests/kit/make-pictures.ts'
import { TEST_MS } from '#tests/kit/patience.ts'
import { startServer, type TestServer } from '#tests/kit/server.ts'
import { Uploader } from '#tests/kit/uploader.ts'
import { Talker } from './talker.ts'

setDefaultTimeout(TEST_MS)

let server: TestServer
let web: Uploader
let room: string
beforeAll(async () => {
  server = await startServer({ env: { CLASSIC: 'off', LIMIT_UPLOADS_BURST: '1000' } })
  const token = await newToken(server.url)
  const ada = await Talker.looker(server, token)
  await ada.ok('profile.set', { name: 'ada', look: 1 })
  room = await ada.joins('kinds-of-files')
  web = new Uploader(server, token)
})
afterAll(() => server.dispose())

const plain = (bytes: Buffer | string): Buffer<ArrayBuffer> => Buffer.from(Uint8Array.from(Buffer.from(bytes)))

test('[T-42] [T-37] a picture is made anew, shown in its place, and has a small form', async () => {
  const jpeg = plain(await jpegPicture({ width: 900, height: 600, beside: [exif(6)] }))
  expect(jpeg.includes(GPS)).toBe(true)
  const file = await web.uploads(room, jpeg, 'IMG_0001.JPG')
  expect(file).toMatchObject({ kind: 'picture', name: 'IMG_0001.JPG', type: 'image/jpeg', width: 600, height: 900 })
  expect(file.tint).toMatch(/^#[0-9a-f]{6}$/)
  const whole = await web.get(file.id)
  expect(whole.bytes.length).toBe(file.bytes)
  expect(whole.bytes.includes(GPS)).toBe(false)
  expect(whole.headers.get('content-type')).toBe('image/jpeg')
  expect(whole.headers.get('content-disposition')).toStartWith('inline; ')
  const thumb = await web.call(`/api/files/${file.id}/thumb`)
  expect([thumb.status, thumb.headers.get('content-disposition')?.split(';')[0]]).toEqual([200, 'inline'])
  expect(thumb.headers.get('content-type')).toStartWith('image/')
  expect(thumb.headers.get('etag')).not.toBe(whole.headers.get('etag'))
  expect(thumb.bytes.length).toBeLessThan(whole.bytes.length)
})

test('[T-37] [T-38] what could run, and what lies about itself, is kept and never shown', async () => {
  const hostile: [string, string][] = [
    ['page.png', '<!doctype html><script>alert(1)</script>'],
    ['drawing.svg', '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'],
    ['feed.xml', '<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"/>'],
    ['run.js', 'alert(1)'],
  ]
  for (const [name, text] of hostile) {
    const file = await web.uploads(room, plain(text), name)
    const { bytes, headers } = await web.get(file.id)
    expect([name, file.kind, bytes.toString()]).toEqual([name, 'file', text])
    expect(headers.get('content-disposition')).toStartWith('attachment; ')
    expect(headers.get('content-type')).not.toMatch(/html|svg|xml|script/)
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('content-security-policy')).toBe("sandbox; default-src 'none'")
  }
})

test('[T-39] what is no good picture, or no sound where one was said, is refused, and nothing of it stays', async () => {
  const cases: [string, Buffer, object | undefined, number, object][] = [
    ['bomb.png', pngBomb(20_000, 20), undefined, 422, { code: 'bad_picture', what: 'side' }],
    ['cut.png', pngPicture({ width: 50, height: 50 }).subarray(0, 60), undefined, 422, { code: 'bad_picture' }],
    ['voice.webm', pngPicture(), { duration_ms: 5, wave: [1] }, 415, { code: 'wrong_kind' }],
  ]
  for (const [name, bytes, voice, status, body] of cases) {
    const whole = plain(bytes)
    const answer = await web.wish(room, {
      name,
      bytes: whole.length,
      ...(voice && { voice: { duration_ms: 5, wave: [1] } }),
    })
    const id = String(answer.json?.['id'])
    const last = await web.patch(id, 0, whole)
    expect([name, last.status]).toEqual([name, status])
    expect(last.json).toMatchObject(body)
    // The answer may have been lost: the reason is told again.
    expect((await web.call(`/api/uploads/${id}`)).json).toEqual(last.json)
    expect(readdirSync(path.join(server.dataDir, 'uploads')).filter((left) => left.startsWith(id))).toEqual([])
  }
  expect((await web.uploads(room, plain(pngPicture()))).kind).toBe('picture')
})

test('the same bytes from two people lie there once', async () => {
  const bytes = plain('the very same')
  const stored = () => readdirSync(path.join(server.dataDir, 'files'), { recursive: true }).length
  const [one, before] = [await web.uploads(room, bytes, 'one.txt'), stored()]
  const two = await web.uploads(room, bytes, 'two.txt')
  expect(two.id).not.toBe(one.id)
  expect(stored()).toBe(before)
  await web.call(`/api/files/${one.id}`)
  expect((await web.get(two.id)).bytes.equals(bytes)).toBe(true)
})

test('[T-79] [T-3] pictures of a pack are the owner’s; who owns the house is told what takes space, but of no private room', async () => {
  await using own = await startServer({ env: { CLASSIC: 'off' } })
  const people = await Promise.all(
    ['owner of space', 'guest of space'].map(async (name) => {
      const token = await newToken(own.url)
      const talker = await Talker.looker(own, token)
      await talker.ok('profile.set', { name, look: 1 })
      return { talker, files: new Uploader(own, token) }
    }),
  )
  const [owner, guest] = people
  if (!owner || !guest) throw new Error('nobody')
  const picture = plain(pngPicture())
  const wish = { name: 'a.png', bytes: picture.length }
  expect((await owner.files.wish(null, wish)).status).toBe(403)
  await owner.talker.ok('owner.claim', { code: await claimCode(own) })
  expect((await guest.files.wish(null, wish)).json).toEqual({ code: 'forbidden' })
  expect(await owner.files.sends(await owner.files.opens(null, wish), picture)).toMatchObject({ kind: 'picture' })

  const open = await guest.talker.joins('space-open')
  await guest.files.uploads(open, plain('12345'))
  const made = await guest.talker.ok('room.make', { cid: crypto.randomUUID(), title: 'a secret', access: 'private' })
  const secret = v.parse(v.object({ room: v.object({ id: v.string() }) }), made).room.id
  await guest.files.uploads(secret, plain('1234567'))
  const use = v.parse(readStorage.reply, await owner.talker.ok('storage.read', {}))
  expect(use.house?.people).toContainEqual({ id: guest.talker.id, name: 'guest of space', bytes: 12 })
  expect(use.house?.rooms).toEqual([{ id: open, title: 'space-open', bytes: 5 }])
  expect(use.house?.bytes).toBeGreaterThan(12)
  expect(use.house?.free_bytes).toBeGreaterThan(0)
  expect(await guest.talker.ok('storage.read', {})).toEqual({ mine: { bytes: 12, limit: 1024 ** 3 } })
})

import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { readdirSync, readFileSync } from 'node:fs'
import { goesAway } from '#tests/kit/becomes-so.ts'
import { newToken } from '#tests/kit/guest.ts'
import { bytesOf, exif, GPS, gifPicture, jpegPicture, pngBomb } from '#tests/kit/make-pictures.ts'
import { TEST_MS } from '#tests/kit/patience.ts'
import { readPixels } from '#tests/kit/read-pixels.ts'
import { startServer, type TestServer } from '#tests/kit/server.ts'
import { Uploader } from '#tests/kit/uploader.ts'
import { Talker } from './talker.ts'

setDefaultTimeout(TEST_MS)

let server: TestServer
beforeAll(async () => {
  server = await startServer({ env: { CLASSIC: 'off' } })
})
afterAll(() => server.dispose())

/** Somebody who sends files into the lobby. */
async function sender() {
  const token = await newToken(server.url)
  const talker = await Talker.looker(server, token)
  await talker.ok('profile.set', { name: `Ada ${token.slice(-6)}`, look: 1 })
  const room = await talker.joins('')
  const web = new Uploader(server, token)
  return { web, room, sends: (bytes: Uint8Array, name: string) => web.uploads(room, Buffer.from(bytes), name) }
}

function parentOf(pid: number): number {
  try {
    return Number(readFileSync(`/proc/${pid}/stat`, 'latin1').split(') ').at(-1)?.split(' ')[1])
  } catch {
    return 0
  }
}
const childrenOf = (pid: number): number[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((child) => parentOf(child) === pid)

test('[T-37, T-38, T-42] what somebody sends is what its bytes are, and a photo is made anew', async () => {
  const ada = await sender()
  const photo = await jpegPicture({ width: 80, height: 40, beside: [exif(6)], after: '<script>' })
  const file = await ada.sends(photo, 'holiday.html')
  expect(file).toMatchObject({ kind: 'picture', type: 'image/jpeg', width: 40, height: 80, name: 'holiday.html.jpg' })
  expect(file.tint).toMatch(/^#[0-9a-f]{6}$/)
  for (const [form, type] of [
    ['', 'image/jpeg'],
    ['/thumb', 'image/webp'],
  ] as const) {
    const { headers, bytes } = await ada.web.get(`${file.id}${form}`)
    expect(headers.get('content-type')).toBe(type)
    expect(bytes.includes(GPS) || bytes.includes('<script>')).toBe(false)
    expect((await readPixels(bytes)).width).toBe(40)
  }
  expect(await ada.sends(gifPicture(), 'a.txt')).toMatchObject({ kind: 'picture', type: 'image/gif', moving: true })
  const page = bytesOf('<!doctype html><script>alert(1)</script>')
  expect(await ada.sends(page, 'a.png')).toMatchObject({ kind: 'file', type: 'text/plain' })

  const bomb = Buffer.from(pngBomb(20_000, 1))
  const { id } = await ada.web.opens(ada.room, { name: 'a.jpg', bytes: bomb.length })
  const { status, json } = await ada.web.patch(id, 0, bomb)
  expect([status, json]).toEqual([422, { code: 'bad_picture', what: 'side', limit: 16_384 }])
})

test.if(process.platform === 'linux')('who makes the pictures ends with the server, however that ends', async () => {
  const ada = await sender()
  await ada.sends(gifPicture(), 'a.gif')
  const [maker = 0] = childrenOf(server.pid)
  expect(maker).toBeGreaterThan(0)
  await server.kill()
  expect(await goesAway(() => parentOf(maker) !== 0)).toBe(true)
})

import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { statSync } from 'node:fs'
import path from 'node:path'
import { limits } from '#protocol/limits.ts'
import { nextTurn } from '#server/kit/clock.ts'
import { newToken } from '#tests/kit/guest.ts'
import { TEST_MS } from '#tests/kit/patience.ts'
import { type S3Server, startS3 } from '#tests/kit/s3-server.ts'
import { startServer, type TestServer } from '#tests/kit/server.ts'
import { randomFile, Uploader } from '#tests/kit/uploader.ts'
import { Talker } from './talker.ts'

setDefaultTimeout(TEST_MS)

const SLICE = limits.sliceBytes

let s3: S3Server
let server: TestServer
beforeAll(async () => {
  s3 = await startS3()
  server = await startServer({ env: { CLASSIC: 'off', ...s3.env() } })
})
afterAll(async () => {
  await server.dispose()
  await s3.stop()
})

const sizeOf = ({ dataDir }: TestServer, upload: string): number =>
  statSync(path.join(dataDir, 'uploads', upload), { throwIfNoEntry: false })?.size ?? 0

async function somebody(name: string, at = server) {
  const token = await newToken(at.url)
  const talker = await Talker.looker(at, token)
  await talker.ok('profile.set', { name, look: 1 })
  return { talker, web: new Uploader(at, token) }
}

test('[T-8] files in a bucket come through us, whole and in parts, and its address is never told', async () => {
  await server.logged('file_store_ready')
  const { talker, web } = await somebody('ada of buckets')
  const room = await talker.joins('buckets')
  const bytes = randomFile(2 * SLICE + 1_234)
  const file = await web.uploads(room, bytes)
  expect(s3.files('house/')).toHaveLength(1)
  const whole = await web.get(file.id)
  expect([whole.status, whole.bytes.equals(bytes)]).toEqual([200, true])
  const part = await web.get(file.id, { Range: `bytes=${SLICE - 5}-${SLICE + 4}` })
  expect([part.status, part.headers.get('content-range')]).toEqual([
    206,
    `bytes ${SLICE - 5}-${SLICE + 4}/${bytes.length}`,
  ])
  expect(part.bytes.equals(bytes.subarray(SLICE - 5, SLICE + 5))).toBe(true)
  expect([...whole.headers].join()).not.toMatch(/amz|s3rver|etag.*[0-9a-f]{32}/i)
  expect((await web.get(file.id, { 'If-None-Match': `"${file.id}"` })).status).toBe(304)
})

test('[P-16] [P-19] a store that is down: the chat goes on, the upload waits, and is a file when it is back', async () => {
  const { talker, web } = await somebody('ada of silence')
  const room = await talker.joins('down')
  const seen = await web.uploads(room, randomFile(1_000))
  const bytes = randomFile(SLICE + 10)
  const begun = await web.opens(room, { name: 'x', bytes: bytes.length })
  await web.patch(begun.id, 0, bytes.slice(0, SLICE))
  s3.proxy.refuse()
  const from = server.lines.length
  const last = await web.patch(begun.id, SLICE, bytes.slice(SLICE))
  expect([last.status, last.json?.['code']]).toEqual([503, 'unavailable'])
  expect(Number(last.headers.get('retry-after'))).toBeGreaterThan(0)
  expect((await web.get(seen.id)).status).toBe(503)
  await talker.posts(room, 'we go on')
  expect((await fetch(`${server.url}/readyz`)).status).toBe(200)
  await server.logged('file_store_failed', from)
  s3.proxy.accept()
  const { file } = await web.state(begun.id)
  expect((await web.get(file?.id ?? '')).bytes.equals(bytes)).toBe(true)
  expect((await web.get(seen.id)).status).toBe(200)
})

test('[P-19] a store that dies in the middle of being read: nobody gets half of a file as if it were all', async () => {
  const { talker, web } = await somebody('ada of halves')
  const room = await talker.joins('halves')
  const bytes = randomFile(4 * SLICE)
  const file = await web.uploads(room, bytes)
  s3.proxy.cutAfter({ down: 2 * SLICE })
  const half = await web.get(file.id).then(
    () => 'whole',
    () => 'broken',
  )
  expect(half).toBe('broken')
  s3.proxy.cutAfter({})
  expect((await web.get(file.id)).bytes.equals(bytes)).toBe(true)
})

test('[F-7] bytes that were turned in the bucket are not served as right', async () => {
  await using own = await startServer({ env: { CLASSIC: 'off', ...s3.env('turned') } })
  const { talker, web } = await somebody('ada of turns', own)
  const room = await talker.joins('turned')
  const file = await web.uploads(room, randomFile(SLICE + 100))
  s3.flip('turned/', 50)
  const whole = await web.get(file.id).then(
    () => 'whole',
    () => 'broken',
  )
  expect(whole).toBe('broken')
  expect(await own.logged('file_damaged')).toMatchObject({ level: 'error' })
})

test('[T-20] started with a wrong bucket or a wrong key it says so, without the key, and people can talk', async () => {
  const secret = 'a-secret-that-is-wrong'
  const wrong: [Record<string, string>, string][] = [
    [{ FILES_URL: 's3://nowhere/house' }, 'NoSuchBucket'],
    [{ S3_SECRET_ACCESS_KEY: secret }, 'SignatureDoesNotMatch'],
  ]
  for (const [env, words] of wrong) {
    await using own = await startServer({ env: { CLASSIC: 'off', ...s3.env(), ...env } })
    expect(String((await own.logged('file_store_failed'))['why'])).toContain(words)
    const { talker, web } = await somebody('ada', own)
    const room = await talker.joins('wrong')
    await talker.posts(room, 'hello')
    const begun = await web.opens(room, { name: 'x', bytes: 5 })
    expect((await web.patch(begun.id, 0, randomFile(5))).json?.['code']).toBe('unavailable')
    const said = [...own.words, ...own.lines.map((line) => JSON.stringify(line))].join('\n')
    expect(said).not.toContain(secret)
    expect(said).not.toMatch(/X-Amz|Signature=/)
  }
})

test('[P-19] [F-1] killed while a file is on its way into the bucket: the next start makes it a file', async () => {
  await using own = await startServer({ env: { CLASSIC: 'off', ...s3.env('killed') } })
  const { talker, web } = await somebody('ada of kills', own)
  const room = await talker.joins('killed')
  const bytes = randomFile(SLICE)
  const begun = await web.opens(room, { name: 'x', bytes: bytes.length })
  s3.proxy.hold()
  const last = web.patch(begun.id, 0, bytes).catch(() => 'killed')
  // All of it is there; what is missing is the store's word.
  while (sizeOf(own, begun.id) < SLICE) await nextTurn()
  await nextTurn()
  await own.kill()
  expect(await last).toBe('killed')
  s3.proxy.release()
  await own.start()
  const { file } = await web.state(begun.id)
  expect((await web.get(file?.id ?? '')).bytes.equals(bytes)).toBe(true)
})

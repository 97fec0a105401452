import { afterAll, beforeAll, expect, test } from 'bun:test'
import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { systemClock } from '#server/kit/clock.ts'
import { Refusal } from '#server/kit/refusal.ts'
import { FakeClock } from '#tests/kit/fake-clock.ts'
import { type S3Server, startS3, startStrangeStore } from '#tests/kit/s3-server.ts'
import { bytesOf, describeFileStore, sha256 } from './file-store.contract.ts'
import { DiskStore } from './file-store-disk.ts'
import { S3Store } from './file-store-s3.ts'
import { hashOf } from './hash-of.ts'
import type { S3Place } from './s3-door.ts'

const folder = mkdtempSync(join(tmpdir(), 'teahouse-disk-'))
afterAll(() => rmSync(folder, { recursive: true }))
let stores = 0
const openDisk = (home: string, onDamaged = (_hash: string) => {}) =>
  DiskStore.open(home, { clock: systemClock, onDamaged, onBroken() {} })

describeFileStore('on disk', () => openDisk(join(folder, `${++stores}`)))

test('[P-19] what was being copied when the process was killed is forgotten, and what was put is there', async () => {
  const home = join(folder, 'killed')
  const store = await openDisk(home)
  const path = join(folder, 'given')
  const bytes = Buffer.from('tea')
  writeFileSync(path, bytes)
  await store.put(sha256(bytes), path)
  writeFileSync(join(home, 'coming', '1'), 'te')
  const next = await openDisk(home)
  expect(readdirSync(join(home, 'coming'))).toEqual([])
  expect(await bytesOf(await next.read(sha256(bytes)))).toEqual(bytes)
})

/** Another file system, where the machine has one. */
const elsewhere = '/dev/shm'
const isElsewhere = existsSync(elsewhere) && statSync(elsewhere).dev !== statSync(tmpdir()).dev

test.skipIf(!isElsewhere)('a file of another disk is taken over, too', async () => {
  const store = await openDisk(join(folder, 'moved'))
  const outside = mkdtempSync(join(elsewhere, 'teahouse-'))
  const bytes = Buffer.from('from elsewhere')
  writeFileSync(join(outside, 'x'), bytes)
  await store.put(sha256(bytes), join(outside, 'x'))
  expect(await bytesOf(await store.read(sha256(bytes)))).toEqual(bytes)
  expect(readdirSync(outside)).toEqual([])
  rmSync(outside, { recursive: true })
})

test('[P-16] a disk that takes nothing is refused by its name, all else is not', async () => {
  const home = join(folder, 'broken')
  const store = await openDisk(home)
  const bytes = Buffer.from('x')
  const hash = sha256(bytes)
  expect(await refusalOf(store.put(hash, join(folder, 'nothing-here')))).toBe('ENOENT')
  mkdirSync(join(home, hash.slice(0, 2), hash), { recursive: true })
  writeFileSync(join(folder, 'y'), bytes)
  expect(await refusalOf(store.put(hash, join(folder, 'y')))).toBe('EISDIR')
})

test('[P-19] [F-3] a sync that fails is refused and told; what it was of is gone, and sent again it is kept', async () => {
  const home = join(folder, 'failing')
  const told: string[] = []
  let failing = ''
  const store = await DiskStore.open(home, {
    clock: systemClock,
    onDamaged() {},
    onBroken: (why) => void told.push(why),
    async makeDurable(path) {
      if (path === failing) throw Object.assign(new Error(`EIO: i/o error, fsync of ${path}`), { code: 'EIO' })
    },
  })
  const bytes = Buffer.from('on a disk that fails')
  const hash = sha256(bytes)
  const path = join(folder, 'fails')
  const shelf = join(home, hash.slice(0, 2))
  const puts = () => {
    writeFileSync(path, bytes)
    return refusalOf(store.put(hash, path))
  }
  failing = home
  expect(await puts()).toBe('unavailable')
  // The kernel would call the name of this folder safe the next time, though it never wrote it.
  expect([existsSync(shelf), existsSync(path)]).toEqual([false, true])
  failing = path
  expect(await puts()).toBe('unavailable')
  expect([existsSync(join(shelf, hash)), existsSync(path)]).toEqual([false, false])
  failing = shelf
  expect(await puts()).toBe('unavailable')
  expect(told).toEqual([home, path, shelf].map((of) => `EIO: i/o error, fsync of ${of}`))
  failing = ''
  expect(await puts()).toBe('done')
  expect(await bytesOf(await store.read(hash))).toEqual(bytes)
})

test('[P-19] a file is not kept while the folder that it goes into is not: the first one of a folder is waited for', async () => {
  const home = join(folder, 'new-shelf')
  const synced = Promise.withResolvers<void>()
  const asked = Promise.withResolvers<void>()
  const store = await DiskStore.open(home, {
    clock: systemClock,
    onDamaged() {},
    onBroken() {},
    async makeDurable(path) {
      if (path !== home) return
      asked.resolve()
      await synced.promise
    },
  })
  const kept: string[] = []
  const puts = ['one', 'other'].map(async (name) => {
    // Names of one folder: what is put is named by who puts it.
    const hash = `ab${sha256(Buffer.from(name)).slice(2)}`
    writeFileSync(join(folder, name), name)
    await store.put(hash, join(folder, name))
    kept.push(name)
  })
  await asked.promise
  expect(readdirSync(join(home, 'ab'))).toEqual([])
  synced.resolve()
  await Promise.all(puts)
  expect(kept.sort()).toEqual(['one', 'other'])
})

test('[F-7] bytes that a disk has turned are not served, and are told of; brought again they are right', async () => {
  const home = join(folder, 'flipped')
  const damaged: string[] = []
  const store = await openDisk(home, (hash) => void damaged.push(hash))
  const bytes = randomBytes(300_000)
  const hash = sha256(bytes)
  const path = join(folder, 'flips')
  writeFileSync(path, bytes)
  await store.put(hash, path)
  const kept = join(home, hash.slice(0, 2), hash)
  writeFileSync(kept, Buffer.concat([bytes.subarray(0, -1), Buffer.of((bytes.at(-1) ?? 0) ^ 1)]))
  expect(await Promise.all([store.read(hash), store.read(hash, { from: 0, to: 9 })])).toEqual([null, null])
  expect(new Set(damaged)).toEqual(new Set([hash]))
  writeFileSync(kept, bytes.subarray(0, 1_000))
  expect(await store.read(hash)).toBeNull()
  writeFileSync(path, bytes)
  await store.put(hash, path)
  expect((await bytesOf(await store.read(hash)))?.equals(bytes)).toBe(true)
})

test('[P-16] [F-3] what is there and cannot be read is refused and told; readable again it is served', async () => {
  const home = join(folder, 'unreadable')
  const told: string[] = []
  let code: string | null = null
  const store = await DiskStore.open(home, {
    clock: systemClock,
    onDamaged() {},
    onBroken: (why) => void told.push(why),
    async hash(path) {
      if (code !== null) throw Object.assign(new Error(`${code}: read of ${path}`), { code })
      return hashOf(path)
    },
  })
  const bytes = Buffer.from('on a disk that is hard to read')
  const hash = sha256(bytes)
  writeFileSync(join(folder, 'hard'), bytes)
  await store.put(hash, join(folder, 'hard'))
  for (code of ['EIO', 'EACCES']) expect(await refusalOf(store.read(hash))).toBe('unavailable')
  expect(told.map((why) => why.split(':')[0])).toEqual(['EIO', 'EACCES'])
  // What is no fault of the disk keeps its name.
  code = 'EISDIR'
  expect(await refusalOf(store.read(hash, { from: 0, to: 1 }))).toBe('EISDIR')
  expect(told).toHaveLength(2)
  code = null
  expect(await bytesOf(await store.read(hash))).toEqual(bytes)
})

test('[P-19] what is swept between two looks at it is not there', async () => {
  const home = join(folder, 'swept')
  let swept = false
  const store = await DiskStore.open(home, {
    clock: systemClock,
    onDamaged: () => expect.unreachable(),
    onBroken: () => expect.unreachable(),
    hash(path) {
      if (swept) rmSync(path)
      return hashOf(path)
    },
  })
  const bytes = Buffer.from('here, and gone')
  const hash = sha256(bytes)
  writeFileSync(join(folder, 'goes'), bytes)
  await store.put(hash, join(folder, 'goes'))
  swept = true
  expect(await store.read(hash)).toBeNull()
  expect(await store.read(hash)).toBeNull()
})

const refusalOf = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => 'done',
    (error: unknown) => (error instanceof Error && 'code' in error ? error.code : String(error)),
  )

let s3: S3Server
beforeAll(async () => {
  s3 = await startS3()
})
afterAll(() => s3.stop())

let prefixes = 0
function openS3(place: Partial<S3Place> = {}) {
  const troubles: string[] = []
  const damaged: string[] = []
  const store = new S3Store({
    place: { ...s3.place(`test-${++prefixes}/`), ...place },
    clock: systemClock,
    onTrouble: (why) => void troubles.push(why),
    onDamaged: (hash) => void damaged.push(hash),
  })
  return { store, troubles, damaged }
}

describeFileStore('in a bucket', async () => openS3().store)

/** What a store answers to a put, a read and a delete of something that it has. */
async function outcomes(store: S3Store, bytes = Buffer.from('tea')) {
  const path = join(folder, `given-${++prefixes}`)
  writeFileSync(path, bytes)
  const hash = sha256(bytes)
  const asked = [() => store.put(hash, path), () => store.read(hash), () => store.delete(hash)]
  const said: string[] = []
  for (const ask of asked) said.push(await ask().then(() => 'done', codeOf))
  return { said, isThere: existsSync(path) }
}
const codeOf = (error: unknown): string => (error instanceof Refusal ? error.code : String(error))
const DONE = ['done', 'done', 'done']
const DOWN = ['unavailable', 'unavailable', 'unavailable']

test('[P-19] a store that is down: each step is refused, the file stays where it was, and it is well again by itself', async () => {
  const { store, troubles } = openS3()
  expect(await outcomes(store)).toEqual({ said: DONE, isThere: false })
  s3.proxy.refuse()
  expect(await outcomes(store)).toEqual({ said: DOWN, isThere: true })
  expect(troubles).toHaveLength(3)
  s3.proxy.accept()
  expect(await outcomes(store)).toEqual({ said: DONE, isThere: false })
  expect(await store.isWell()).toBe(true)
})

test.each([
  [{ bucket: 'nowhere' }, 'NoSuchBucket'],
  [{ secretAccessKey: 'not-the-secret' }, 'S3_SECRET_ACCESS_KEY does not fit'],
  [{ accessKeyId: 'NOBODY' }, 'does not know this S3_ACCESS_KEY_ID'],
  [{ endpoint: 'http://127.0.0.1:1' }, 'ECONNREFUSED'],
])('[T-20] a place that is wrong, %j, is told in clear words that hold no secret', async (place, words) => {
  const { store, troubles } = openS3(place)
  expect(await store.isWell()).toBe(false)
  expect(await outcomes(store)).toEqual({ said: DOWN, isThere: true })
  expect(troubles[0]).toContain(words)
  expect(troubles.join()).not.toMatch(/http|signature=|not-the-secret/i)
})

/** Puts these bytes; resolves to their hash. */
async function puts(store: S3Store, bytes: Uint8Array): Promise<string> {
  const path = join(folder, `given-${++prefixes}`)
  writeFileSync(path, bytes)
  await store.put(sha256(bytes), path)
  return sha256(bytes)
}

test('[P-19] a line that is cut in the middle of a file: it is not kept, and can be sent again', async () => {
  const { store, troubles } = openS3()
  s3.proxy.cutAfter({ up: 1_000_000 })
  expect(await puts(store, randomBytes(3_000_000)).catch(codeOf)).toBe('unavailable')
  expect(troubles).toEqual(['ECONNRESET'])
  expect(await outcomes(store)).toEqual({ said: DONE, isThere: false })
})

test('a line that is cut in the middle of reading ends the reading; the next one reads all', async () => {
  const { store } = openS3()
  const bytes = randomBytes(3_000_000)
  const hash = await puts(store, bytes)
  const read = await store.read(hash)
  s3.proxy.cutAfter({ down: 500_000 })
  expect(await bytesOf(read).catch(codeOf)).toBe('unavailable')
  expect((await bytesOf(await store.read(hash)))?.equals(bytes)).toBe(true)
})

test('a store that says nothing is given up at its deadline', async () => {
  const clock = new FakeClock()
  const troubles: string[] = []
  const needs = { onTrouble: (why: string) => void troubles.push(why), onDamaged: () => {} }
  const store = new S3Store({ place: s3.place('silent/'), clock, ...needs })
  s3.proxy.hold()
  const reading = store.read(sha256(Buffer.from('x'))).then(() => 'done', codeOf)
  clock.move(15_000)
  expect(await reading).toBe('unavailable')
  expect(troubles).toEqual(['no answer within 15 s'])
  s3.proxy.release()
})

test('[F-7] bytes that a store has turned end the reading before its end', async () => {
  const { store, damaged, troubles } = openS3({ prefix: 'flipped/' })
  const bytes = randomBytes(2_500_000)
  const hash = await puts(store, bytes)
  s3.flip('flipped', 1_200_000)
  expect(
    await bytesOf(await store.read(hash)).then(
      () => 'served',
      () => 'cut',
    ),
  ).toBe('cut')
  expect(damaged).toEqual([hash])
  expect(troubles).toEqual([])
})

const strange: [string, () => Response, string][] = [
  ['a page', () => new Response('<html>Welcome</html>', { headers: { 'Content-Type': 'text/html' } }), 'unavailable'],
  ['nothing', () => new Response(null, { status: 200 }), 'unavailable'],
  ['a redirect', () => Response.redirect('http://127.0.0.1:1/'), 'unavailable'],
  ['an error', () => new Response('oh', { status: 500 }), 'unavailable'],
  ['an endless answer', () => new Response(endless()), 'unavailable'],
  ['full', () => new Response('<Error><Code>XMinioStorageFull</Code></Error>', { status: 507 }), 'storage_full'],
]
const endless = () => new ReadableStream({ pull: (stream) => stream.enqueue(new Uint8Array(65_536)) })

test.each(strange)(
  '[P-16] an answer that is none of a store, %s: nothing counts as kept or read',
  async (_, answer, code) => {
    await using strange = startStrangeStore(answer)
    const { said, isThere } = await outcomes(openS3({ endpoint: strange.url }).store)
    expect([said.slice(0, 2), isThere]).toEqual([[code, code], true])
  },
)

import { afterEach, beforeEach, expect, test } from 'bun:test'
import { readdirSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { newFileId } from '#server/kit/ids.ts'
import { insertFile } from '#server/uploads/file-rows.ts'
import { FakeClock } from '#tests/kit/fake-clock.ts'
import { openLogHouse } from '#tests/kit/log-house.ts'
import { bytesOf, sha256 } from './file-store.contract.ts'
import { DiskStore } from './file-store-disk.ts'
import { hashOf } from './hash-of.ts'
import { GRACE_MS, KeptBlobs } from './kept-blobs.ts'

let house: Awaited<ReturnType<typeof openLogHouse>>
let clock: FakeClock
let store: DiskStore
let blobs: KeptBlobs

beforeEach(async () => {
  clock = new FakeClock()
  house = await openLogHouse({ clock })
  store = await DiskStore.open(join(house.folder, 'files'), { clock, onDamaged() {}, onBroken() {} })
  blobs = new KeptBlobs({ storage: house.storage, clock, store })
})
afterEach(() => house.close())

let files = 0
function comes(text: string): string {
  const path = join(house.folder, `coming ${++files}`)
  writeFileSync(path, text)
  return path
}
const hashes = () => readdirSync(join(house.folder, 'files'), { recursive: true }).filter((name) => name.length > 60)
const rows = () => house.storage.read<{ hash: string }[]>`select hash from blobs`
const reads = async (hash: string) => (await bytesOf(await blobs.read(hash)))?.toString()

/** Something that names bytes. */
function names(hash: string, thumb: string | null = null): Promise<string> {
  const id = newFileId()
  return house.storage.write(async ({ sql }) => {
    const file = { id, kind: 'file', name: 'x', type: 't/t', bytes: 1 } as const
    const named = { room: null, hash, thumb: thumb === null ? null : { hash: thumb, type: 't/t' }, bytes: 1, atMs: 1 }
    await insertFile(sql, { owner: 'p', file, ...named })
    return id
  })
}
const forgets = (id: string) =>
  house.storage.write(async ({ sql }) => void (await sql`delete from files where id = ${id}`))

test('the same bytes are kept once, whoever brings them, and counted once', async () => {
  const [one, two, other] = await Promise.all(['tea', 'tea', 'cup'].map((text) => blobs.keep(comes(text))))
  expect(one).toEqual({ hash: sha256(Buffer.from('tea')), bytes: 3 })
  expect(two).toEqual(one)
  expect(await rows()).toHaveLength(2)
  expect(hashes()).toHaveLength(2)
  expect(blobs.total).toBe(6)
  expect(await reads(one?.hash ?? '')).toBe('tea')
  expect(await reads(other?.hash ?? '')).toBe('cup')
  const next = new KeptBlobs({ storage: house.storage, clock, store })
  await next.start()
  expect(next.total).toBe(6)
})

test('[P-19] what nothing names is swept, but not within the hour in which a name may come', async () => {
  const [named, shown, alone] = [
    await blobs.keep(comes('a')),
    await blobs.keep(comes('bb')),
    await blobs.keep(comes('ccc')),
  ]
  const id = await names(named.hash, shown.hash)
  clock.move(GRACE_MS - 1)
  await blobs.sweep()
  expect(hashes()).toHaveLength(3)
  clock.move(2)
  const young = await blobs.keep(comes('dddd'))
  await blobs.sweepUnnamed()
  expect(await blobs.read(alone.hash)).toBeNull()
  expect(await reads(named.hash)).toBe('a')
  expect(await reads(shown.hash)).toBe('bb')
  expect(await reads(young.hash)).toBe('dddd')
  expect(blobs.total).toBe(7)
  await forgets(id)
  await blobs.sweepUnnamed()
  expect(await rows()).toEqual([{ hash: young.hash }])
  expect(blobs.total).toBe(4)
})

test('bytes that are brought again are as good as new', async () => {
  const { hash } = await blobs.keep(comes('again'))
  clock.move(GRACE_MS + 1)
  await blobs.keep(comes('again'))
  await blobs.sweep()
  expect(await reads(hash)).toBe('again')
})

test('[P-19] who keeps bytes while they are swept has them afterwards', async () => {
  for (let round = 0; round < 20; round++) {
    const { hash } = await blobs.keep(comes('raced'))
    clock.move(GRACE_MS + 1)
    const [, again] = await Promise.all([blobs.sweepUnnamed(), blobs.keep(comes('raced'))])
    expect(again.hash).toBe(hash)
    expect(await reads(hash)).toBe('raced')
    expect(await rows()).toHaveLength(1)
    expect(blobs.total).toBe(5)
  }
})

test('[P-19] a file of which no row knows is swept when it is old enough; one with a row stays', async () => {
  const { hash } = await blobs.keep(comes('known'))
  await names(hash)
  const [old, young] = [sha256(Buffer.from('old')), sha256(Buffer.from('young'))]
  await store.put(old, comes('old'))
  await store.put(young, comes('young'))
  for (const one of [old, hash]) utimesSync(join(house.folder, 'files', one.slice(0, 2), one), 1, 1)
  await blobs.sweep()
  expect(hashes()).toHaveLength(2)
  expect(await store.read(old)).toBeNull()
  expect(await reads(hash)).toBe('known')
})

test('[P-16] [F-3] what comes and cannot be read is refused and told, and is kept when it can be', async () => {
  const told: string[] = []
  let fails = true
  const hard = new KeptBlobs({
    ...{ storage: house.storage, clock, store, onBroken: (why: string) => void told.push(why) },
    async hash(path) {
      if (fails) throw Object.assign(new Error('EIO: i/o error, read'), { code: 'EIO' })
      return hashOf(path)
    },
  })
  const path = comes('hard to read')
  const refused = hard.keep(path)
  await expect(refused).rejects.toMatchObject({ code: 'unavailable' })
  expect(told).toEqual(['EIO: i/o error, read'])
  expect(await rows()).toEqual([])
  fails = false
  const { hash } = await hard.keep(path)
  expect(await reads(hash)).toBe('hard to read')
})

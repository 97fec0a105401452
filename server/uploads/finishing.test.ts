import { afterEach, beforeEach, expect, test } from 'bun:test'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Blobs, DiskStore, KeptBlobs } from '#server/files/index.ts'
import { GRACE_MS } from '#server/files/kept-blobs.ts'
import { nextTurn } from '#server/kit/clock.ts'
import { newUploadId } from '#server/kit/ids.ts'
import { Refusal } from '#server/kit/refusal.ts'
import type { Inspect } from '#server/pictures/inspected.ts'
import { FakeClock } from '#tests/kit/fake-clock.ts'
import { openLogHouse, ROOM } from '#tests/kit/log-house.ts'
import { Finishing } from './finishing.ts'
import { PartialFiles } from './partial-files.ts'
import { createRefuseShared } from './shared-space.ts'
import { deleteUpload, findUpload, insertUpload, type UploadRow } from './upload-rows.ts'

const ADA = 'p0000000000000ada'
const BOB = 'p0000000000000b0b'
let house: Awaited<ReturnType<typeof openLogHouse>>
let partials: PartialFiles
let blobs: KeptBlobs
const clock = new FakeClock()
const refuseShared = async () => null

beforeEach(async () => {
  house = await openLogHouse({ clock })
  partials = new PartialFiles(join(house.folder, 'uploads'))
  await partials.start()
  const store = await DiskStore.open(join(house.folder, 'files'), { clock, onDamaged() {}, onBroken() {} })
  blobs = new KeptBlobs({ storage: house.storage, clock, store })
})
afterEach(() => house.close())

/** An upload of which all bytes are there. */
async function whole(owner: string, name = 'x'): Promise<UploadRow> {
  const { storage } = house
  const id = newUploadId()
  const wish = { id, owner, room: ROOM, name, bytes: 3, voice: undefined, atMs: clock.nowMs() }
  await storage.write(({ sql }) => insertUpload(sql, wish))
  writeFileSync(partials.pathOf(id), 'tea')
  const upload = await findUpload(storage.read, id, owner)
  if (!upload) throw new Error('no upload')
  return upload
}

/** What comes of an upload that is given up while `inspect` looks at it. */
async function givenUp(inspect: Inspect): Promise<string> {
  const { storage } = house
  const upload = await whole(ADA)
  const { id } = upload
  const looking: Inspect = async (path, as) => {
    await storage.write(({ sql }) => deleteUpload(sql, id))
    await partials.remove(id)
    return inspect(path, as)
  }
  const finishing = new Finishing({ storage, clock, blobs, partials, inspect: looking, refuseShared })
  const said = await finishing.finish(upload).then(
    () => 'a file',
    (error: unknown) => (error instanceof Refusal ? error.code : String(error)),
  )
  expect(finishing.reasonOf(id, ADA)).toBeNull()
  return said
}

test('what is given up while it is looked at is not found, whatever was found out; nothing of it stays', async () => {
  const plain: Inspect = async (path) => ({ kind: 'file', type: 't/t', path, bytes: 3 })
  expect(await givenUp(plain)).toBe('not_found')
  expect(await givenUp(async () => new Refusal('bad_picture', { what: 'broken' }))).toBe('not_found')
  const made: Inspect = async (path) => {
    writeFileSync(`${path}.made`, 'made')
    throw new Error('ENOENT')
  }
  expect(await givenUp(made)).toBe('not_found')
  expect(await partials.ids()).toEqual([])
  const names = await house.storage.read<{ id: string }[]>`select id from files`
  expect(names).toEqual([])
})

test('[T-66] who sends many files that take long to look at holds up only oneself', async () => {
  const { storage } = house
  const all = [await whole(ADA), await whole(ADA), await whole(ADA), await whole(BOB)]
  const looked: string[] = []
  const doors: (() => void)[] = []
  const inspect: Inspect = async (path) => {
    looked.push(path)
    await new Promise<void>((resolve) => void doors.push(resolve))
    return { kind: 'file', type: 't/t', path, bytes: 3 }
  }
  const finishing = new Finishing({ storage, clock, blobs, partials, inspect, refuseShared })
  const ends = all.map((upload) => finishing.finish(upload))
  await nextTurn()
  const [first, second, third, other] = all.map(({ id }) => partials.pathOf(id))
  expect(looked).toEqual([first ?? '', second ?? '', other ?? ''])
  doors[0]?.()
  await ends[0]
  await nextTurn()
  expect(looked.at(-1)).toBe(third)
  for (const open of doors) open()
  expect((await Promise.all(ends)).every((file) => file !== null)).toBe(true)
})

test('[HOUSE-12] a store that hangs holds a thousand files at the most, none of them twice; who comes then asks again', async () => {
  const { storage } = house
  const looked = new Map<string, number>()
  const inspect: Inspect = (path) => {
    looked.set(path, (looked.get(path) ?? 0) + 1)
    return new Promise(() => {})
  }
  const finishing = new Finishing({ storage, clock, blobs, partials, inspect, refuseShared })
  const upload = (at: number): UploadRow => {
    return { id: `u${at}`, owner_id: `p${at}`, room_id: ROOM, name: 'x', bytes: 3, voice: null, file_id: null }
  }
  for (let at = 0; at < 1_000; at++) void finishing.finish(upload(at))
  expect(await finishing.finish(upload(1_000)).catch((error: unknown) => error)).toMatchObject({ code: 'busy' })
  void finishing.finish(upload(0))
  await nextTurn()
  expect(looked.get(partials.pathOf('u0'))).toBe(1)
  expect(looked.size).toBe(1_000)
})

test('[HOUSE-12] outcomes are remembered for an hour, and nobody has to ask for them to be forgotten', async () => {
  const { storage } = house
  const inspect: Inspect = async (path) =>
    path === partials.pathOf(bad.id) ? new Refusal('wrong_kind') : { kind: 'file', type: 't/t', path, bytes: 3 }
  const finishing = new Finishing({ storage, clock, blobs, partials, inspect, refuseShared })
  const [good, bad] = [await whole(ADA), await whole(BOB)]
  await finishing.finish(good)
  await expect(finishing.finish(bad)).rejects.toThrow('wrong_kind')
  clock.move(3_599_000)
  finishing.sweep()
  expect([finishing.known, finishing.hasBegun(good.id), finishing.reasonOf(bad.id, BOB)?.code]).toEqual([
    2,
    true,
    'wrong_kind',
  ])
  clock.move(1_000)
  expect([finishing.hasBegun(good.id), finishing.reasonOf(bad.id, BOB)]).toEqual([false, null])
  finishing.sweep()
  expect(finishing.known).toBe(0)
  // What it became the rows tell.
  expect((await findUpload(storage.read, good.id, ADA))?.file_id).toBeString()
})

test('[T-66] what all share is asked for again when the bytes are there: promises of others do not count', async () => {
  const { storage } = house
  const quota = { roomFilesBytes: 5, houseFilesBytes: 99 }
  const shared = createRefuseShared({ quota, keptBytes: () => blobs.total, comingBytes: () => 0 })
  const inspect: Inspect = async (path) => ({ kind: 'file', type: 't/t', path, bytes: 3 })
  const finishing = new Finishing({ storage, clock, blobs, partials, inspect, refuseShared: shared })
  const [one, two] = [await whole(ADA), await whole(BOB)]
  expect(await shared(storage.read, ROOM, 3)).toBeNull()
  expect((await finishing.finish(one))?.bytes).toBe(3)
  const full = await finishing.finish(two).catch((error: unknown) => error)
  expect(full).toMatchObject({ code: 'quota_full', detail: { what: 'room', limit: 5 } })
  expect(finishing.reasonOf(two.id, BOB)).toMatchObject({ code: 'quota_full' })
  expect(await partials.ids()).toEqual([])
})

test('[P-19] what was swept between keeping and naming is not named: it is sent once more', async () => {
  const { storage } = house
  const inspect: Inspect = async (path) => ({ kind: 'file', type: 't/t', path, bytes: 3 })
  const slow: Blobs = {
    read: (hash, range) => blobs.read(hash, range),
    async keep(path) {
      const kept = await blobs.keep(path)
      clock.move(2 * GRACE_MS)
      await blobs.sweep()
      return kept
    },
  }
  const needs = { storage, clock: new FakeClock(), partials, inspect, refuseShared }
  const finishing = new Finishing({ ...needs, blobs: slow })
  const upload = await whole(ADA)
  const said = await finishing.finish(upload).catch((error: unknown) => error)
  expect(said).toMatchObject({ code: 'busy' })
  expect(await storage.read<{ id: string }[]>`select id from files`).toEqual([])
  expect(await partials.lengthOf(upload.id)).toBe(0)
})

test('[P-19] [F-3] a file whose last sync fails is sent once more, and made of nothing that is left of it', async () => {
  const { storage, folder } = house
  const inspect: Inspect = async (path) => {
    writeFileSync(`${path}.made`, 'made')
    return { kind: 'file', type: 't/t', path, bytes: 3 }
  }
  let fails = true
  const store = await DiskStore.open(join(folder, 'failing'), {
    clock,
    onDamaged() {},
    onBroken() {},
    async makeDurable(path) {
      if (fails && path.startsWith(partials.pathOf(''))) throw Object.assign(new Error('EIO'), { code: 'EIO' })
    },
  })
  const failing = new KeptBlobs({ storage, clock, store })
  const finishing = new Finishing({ storage, clock, blobs: failing, partials, inspect, refuseShared })
  const upload = await whole(ADA)
  const said = await finishing.finish(upload).catch((error: unknown) => error)
  expect(said).toMatchObject({ code: 'unavailable', detail: { retry_after_ms: expect.any(Number) } })
  expect([finishing.hasBegun(upload.id), await partials.ids()]).toEqual([false, []])
  fails = false
  writeFileSync(partials.pathOf(upload.id), 'tea')
  expect((await finishing.finish(upload))?.bytes).toBe(3)
})

test('[P-16] what has lost its bytes while it is looked at can be sent again; it is no fault of who sent it', async () => {
  const { storage } = house
  let loses = true
  const inspect: Inspect = async (path) => {
    if (loses) await partials.remove(upload.id)
    return { kind: 'file', type: 't/t', path, bytes: 3 }
  }
  const finishing = new Finishing({ storage, clock, blobs, partials, inspect, refuseShared })
  const upload = await whole(ADA)
  const said = await finishing.finish(upload).catch((error: unknown) => error)
  expect(said).toMatchObject({ code: 'unavailable', detail: { retry_after_ms: expect.any(Number) } })
  loses = false
  writeFileSync(partials.pathOf(upload.id), 'tea')
  expect((await finishing.finish(upload))?.bytes).toBe(3)
})

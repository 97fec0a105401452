import { expect, test } from 'bun:test'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { newUploadId } from '#server/kit/ids.ts'
import { Limiter } from '#server/kit/limiter.ts'
import { Refusal } from '#server/kit/refusal.ts'
import { FakeClock } from '#tests/kit/fake-clock.ts'
import { refusalOf } from '#tests/kit/message-house.ts'
import { PartialFiles } from './partial-files.ts'
import { createRefuseShared } from './shared-space.ts'
import { SliceTaker } from './slice-taker.ts'

const ample = { slicesAtOnce: 9, slicesPerPerson: 9, slicesPerAddress: 9, uploadBytesPerSecond: 1e9, freeDiskBytes: 0 }
const storage = { read: () => Promise.reject(new Error('nothing is read here')) }
const tea = () => new Response('tea').body

/** A folder with what came so far, and takers for it; each has its own quota. */
async function openSlices() {
  const folder = mkdtempSync(join(tmpdir(), 'teahouse-slices-'))
  const clock = new FakeClock()
  const partials = new PartialFiles(folder)
  await partials.start()
  const takerWith = ({ refuseShared = async () => null, ...quota }: Partial<typeof ample> & Partial<Shared> = {}) =>
    new SliceTaker({
      storage,
      refuseShared,
      clock,
      partials,
      budget: new Limiter({ burst: 99, perSecond: 1 }, clock.steadyMs),
      quota: { ...ample, ...quota },
      sliceBytes: 99,
    })
  return { folder, clock, partials, takerWith, [Symbol.dispose]: () => rmSync(folder, { recursive: true }) }
}
type Shared = { refuseShared: ReturnType<typeof createRefuseShared> }

const newUpload = (bytes = 3, owner_id = 'p') => {
  return { id: newUploadId(), owner_id, room_id: null, name: 'x', bytes, voice: null, file_id: null }
}
/** Three bytes from the start. */
const slice = (body: ReadableStream<Uint8Array> | null = tea(), prefix = 'here') => {
  return { offset: 0, bytes: 3, body, from: { prefix } }
}

test('[P-16] what was begun does not take the space that is left for the chat; it goes on when there is more', async () => {
  using slices = await openSlices()
  const { partials, takerWith } = slices
  const upload = newUpload()
  const takes = (freeDiskBytes: number) => takerWith({ freeDiskBytes }).take(upload, slice())
  expect(await refusalOf(takes(Number.MAX_SAFE_INTEGER))).toMatchObject({ code: 'storage_full' })
  expect(await partials.lengthOf(upload.id)).toBe(0)
  await takes(0)
  expect(await partials.lengthOf(upload.id)).toBe(3)
})

test('[T-60] one address does not hold all places, and an idle body gives its place up after 5 s to who asks', async () => {
  using slices = await openSlices()
  const { clock, takerWith } = slices
  const taker = takerWith({ slicesAtOnce: 4, slicesPerAddress: 3 })
  const ids: string[] = []
  const begins = (prefix: string, body: ReadableStream<Uint8Array> | null) => {
    const upload = newUpload(3, newUploadId())
    ids.push(upload.id)
    return taker.take(upload, slice(body, prefix))
  }
  const silent = (prefix: string) =>
    refusalOf(begins(prefix, new ReadableStream({ pull: () => new Promise(() => {}) })))
  const held = [silent('one'), silent('one'), silent('one')]
  expect(await refusalOf(begins('one', tea()))).toMatchObject({ code: 'busy' })
  // Others are let in meanwhile, up to all places.
  expect(await refusalOf(begins('two', tea()))).toBeNull()
  held.push(silent('three'))
  expect(await refusalOf(begins('two', tea()))).toMatchObject({ code: 'busy' })
  clock.move(5_001)
  expect(await refusalOf(begins('two', tea()))).toBeNull()
  expect(await held[0]).toMatchObject({ code: 'busy', detail: { retry_after_ms: 1_000 } })
  // It gave way, and nobody else had to.
  expect(await refusalOf(begins('one', tea()))).toBeNull()
  expect(await Promise.race([...held.slice(2), Promise.resolve('waits')])).toBe('waits')
  for (const id of ids) await taker.cut(id)
  await Promise.all(held)
})

test('[T-66] what has come counts for the house: a slice that has no room is refused, a promise takes none', async () => {
  using slices = await openSlices()
  const { folder, partials, takerWith } = slices
  const shared = { roomFilesBytes: 99, houseFilesBytes: 5 }
  const refuseShared = createRefuseShared({ quota: shared, keptBytes: () => 1, comingBytes: () => partials.total })
  const taker = takerWith({ refuseShared })
  const takes = (upload: ReturnType<typeof newUpload>) => refusalOf(taker.take(upload, slice()))
  const [large, other] = [newUpload(1_000), newUpload()]
  expect(await takes(large)).toBeNull()
  expect(await takes(other)).toMatchObject({ code: 'quota_full', detail: { what: 'house', limit: 5 } })
  await partials.remove(large.id)
  expect(partials.total).toBe(0)
  expect(await takes(other)).toBeNull()
  // After a start it is known again.
  const later = new PartialFiles(folder)
  await later.start()
  expect(later.total).toBe(3)
})

test('[HOUSE-13] the files of a room are added up once a second, however many slices come for it', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'teahouse-slices-'))
  const clock = new FakeClock()
  const partials = new PartialFiles(folder)
  await partials.start()
  const budget = new Limiter({ burst: 99, perSecond: 1 }, clock.steadyMs)
  const asked: (string | null)[] = []
  let isFull = false
  const refuseShared = async (_sql: unknown, room: string | null) => {
    asked.push(room)
    return isFull && room !== null ? new Refusal('quota_full', { what: 'room', limit: 5 }) : null
  }
  const taker = new SliceTaker({ storage, refuseShared, clock, partials, budget, quota: ample, sliceBytes: 99 })
  const takes = (room_id: string) => {
    const upload = { id: newUploadId(), owner_id: 'p', room_id, name: 'x', bytes: 3, voice: null, file_id: null }
    return refusalOf(
      taker.take(upload, { offset: 0, bytes: 3, body: new Response('tea').body, from: { prefix: 'here' } }),
    )
  }
  for (const room of ['tea', 'tea', 'green', 'tea']) expect(await takes(room)).toBeNull()
  expect(asked).toEqual(['tea', null, 'green', null])
  isFull = true
  clock.move(1_001)
  // That one is full is not remembered: space may be there at once.
  for (let at = 0; at < 2; at++) expect(await takes('tea')).toMatchObject({ code: 'quota_full' })
  isFull = false
  expect(await takes('tea')).toBeNull()
  rmSync(folder, { recursive: true })
})

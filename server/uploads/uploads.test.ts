import { afterEach, beforeEach, expect, test } from 'bun:test'
import { join } from 'node:path'
import { limits } from '#protocol/limits.ts'
import { Principal } from '#server/accounts/principals.ts'
import { DiskStore, KeptBlobs } from '#server/files/index.ts'
import { nextTurn } from '#server/kit/clock.ts'
import { Refusal } from '#server/kit/refusal.ts'
import type { Inspected } from '#server/pictures/index.ts'
import { FakeClock } from '#tests/kit/fake-clock.ts'
import { openLogHouse, ROOM } from '#tests/kit/log-house.ts'
import { createUploads } from './index.ts'

const ada = new Principal({ id: 'pada', kind: 'guest', name: 'ada', look: 1, entered: true, seenMs: 0 })
const plenty = 1_000_000
const quota = {
  uploadsBurst: plenty,
  uploadsPerMinute: plenty,
  uploadsOpen: 2,
  slicesAtOnce: 9,
  slicesPerAddress: 9,
  slicesPerPerson: 9,
  uploadBytesPerSecond: 1e9,
  fileBytes: plenty,
  personFilesBytes: plenty,
  roomFilesBytes: plenty,
  houseFilesBytes: plenty,
  freeDiskBytes: 1,
  historyBurst: 9,
  historyPerSecond: 9,
}

let house: Awaited<ReturnType<typeof openLogHouse>>
let clock: FakeClock
let store: DiskStore
let uploads: ReturnType<typeof createUploads>
/** Awaited by who looks at a file, and by who has put one away. */
let looked: Promise<unknown>
let put: Promise<unknown>
let seen: PromiseWithResolvers<void>
let away: PromiseWithResolvers<void>

beforeEach(async () => {
  ;[looked, put] = [Promise.resolve(), Promise.resolve()]
  ;[seen, away] = [Promise.withResolvers(), Promise.withResolvers()]
  clock = new FakeClock()
  house = await openLogHouse({ clock })
  store = await DiskStore.open(join(house.folder, 'files'), { clock, onDamaged() {}, onBroken() {} })
  const slow = Object.assign(Object.create(store), {
    put: async (hash: string, path: string) => {
      await store.put(hash, path)
      away.resolve()
      await put
    },
  })
  uploads = createUploads({
    storage: house.storage,
    log: house.log,
    clock,
    diary: { error() {} },
    store,
    blobs: new KeptBlobs({ storage: house.storage, clock, store: slow }),
    inspect: async (path): Promise<Inspected | Refusal> => {
      seen.resolve()
      const outcome = await looked
      return outcome instanceof Refusal ? outcome : { kind: 'file', type: 't/t', path, bytes: 5 }
    },
    folder: join(house.folder, 'uploads'),
    findStanding: async () => ({ access: 'open', chat: false, archived: false, role: null, banned: false }),
    quota,
  })
  await uploads.start()
})
afterEach(() => house.close())

const bodyOf = (text: string) => new Blob([text]).stream()
const slice = (text: string) => ({ offset: 0, bytes: text.length, body: bodyOf(text), from: { prefix: 'here' } })
const refusalOf = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => 'ok',
    (error: unknown) => (error instanceof Refusal ? error.code : String(error)),
  )
/** Moves the clock until it is answered, however busy the machine is. */
async function inTime<T>(promise: Promise<T>): Promise<T> {
  let isAnswered = false
  const answered = promise.finally(() => {
    isAnswered = true
  })
  while (!isAnswered) {
    await nextTurn()
    clock.move(8_000)
  }
  return answered
}

test('who asks while a file is looked at or put away hears that all is there, in time, and then of one file', async () => {
  const looking = Promise.withResolvers<void>()
  const putting = Promise.withResolvers<void>()
  ;[looked, put] = [looking.promise, putting.promise]
  const { id } = await uploads.open(ada, ROOM, { name: 'tea', bytes: 5 })
  const sending = uploads.take(ada, id, slice('12345'))
  await seen.promise
  const all = { id, offset: 5, slice: limits.sliceBytes }
  expect(await inTime(sending)).toEqual(all)
  expect(await inTime(uploads.state(ada, id))).toEqual(all)
  looking.resolve()
  await away.promise
  expect(await inTime(uploads.state(ada, id))).toEqual(all)
  putting.resolve()
  const [one, two] = await Promise.all([uploads.state(ada, id), uploads.take(ada, id, slice('12345'))])
  expect(one.file?.name).toBe('tea')
  expect(two.file).toEqual(one.file)
  expect(await house.storage.read`select id from files`).toHaveLength(1)
})

test('what is refused is gone, and why is told again to its owner alone; what is busy can be asked for again', async () => {
  const { id } = await uploads.open(ada, ROOM, { name: 'tea', bytes: 5 })
  looked = Promise.resolve(new Refusal('busy', { retry_after_ms: 1 }))
  expect(await refusalOf(uploads.take(ada, id, slice('12345')))).toBe('busy')
  looked = Promise.resolve(new Refusal('bad_picture', { what: 'broken' }))
  expect(await refusalOf(uploads.state(ada, id))).toBe('bad_picture')
  expect(await refusalOf(uploads.state(ada, id))).toBe('bad_picture')
  const eve = new Principal({ id: 'peve', kind: 'guest', name: 'eve', look: 1, entered: true, seenMs: 0 })
  expect(await refusalOf(uploads.state(eve, id))).toBe('not_found')
  expect(await house.storage.read`select id from uploads`).toEqual([])
})

test('[HOUSE-12] what became of uploads is forgotten with the budgets, once it is an hour old', async () => {
  const wish = { name: 'tea', bytes: 5 }
  const good = await uploads.open(ada, ROOM, wish)
  expect((await uploads.take(ada, good.id, slice('12345'))).file).toBeDefined()
  const bad = await uploads.open(ada, ROOM, wish)
  looked = Promise.resolve(new Refusal('bad_picture', { what: 'broken' }))
  expect(await refusalOf(uploads.take(ada, bad.id, slice('12345')))).toBe('bad_picture')
  clock.move(3_599_000)
  uploads.sweepBudgets()
  expect(uploads.remembered()).toBe(2)
  clock.move(1_000)
  uploads.sweepBudgets()
  expect(uploads.remembered()).toBe(0)
})

test('[HOUSE-12] an upload that was begun an hour ago gives way to a new one; younger ones do not', async () => {
  const wish = { name: 'tea', bytes: 5 }
  const first = await uploads.open(ada, ROOM, wish)
  clock.move(1)
  const second = await uploads.open(ada, ROOM, wish)
  expect(await refusalOf(uploads.open(ada, ROOM, wish))).toBe('too_many')
  clock.move(3_600_000)
  const third = await uploads.open(ada, ROOM, wish)
  expect(await refusalOf(uploads.state(ada, first.id))).toBe('not_found')
  expect((await uploads.state(ada, second.id)).offset).toBe(0)
  expect((await uploads.state(ada, third.id)).offset).toBe(0)
})

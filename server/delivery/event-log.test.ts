import { expect, test } from 'bun:test'
import { rmSync } from 'node:fs'
import { failureOf } from '#tests/kit/failure.ts'
import { FakeClock } from '#tests/kit/fake-clock.ts'
import { openLogHouse, ROOM } from '#tests/kit/log-house.ts'

test('[P-1] 200 sends at once get 1 … 200, each number once, in the order of sending', async () => {
  const house = await openLogHouse()
  await house.begin()
  const stored = await Promise.all(Array.from({ length: 200 }, (_, at) => house.post(`cid-${at}`)))
  expect(stored.map(({ seq }) => seq)).toEqual(Array.from({ length: 200 }, (_, at) => at + 1))
  const page = await house.log.after(ROOM, 0, 200)
  expect(page.map(({ seq }) => seq)).toEqual(stored.map(({ seq }) => seq))
  expect(JSON.parse(page[6]?.json ?? '')).toMatchObject({ seq: 7, type: 'message.posted', cid: 'cid-6' })
  await house.close()
})

test('[P-1] a write that is rolled back burns no number', async () => {
  const house = await openLogHouse()
  await house.begin()
  await house.post('a')
  const fails = house.storage.write(async (tx) => {
    await house.log.announce(tx, ROOM, { type: 'x', author: 'p', cid: 'c', checkHash: '', atMs: 1, wire: '{"a":1}' })
    throw new Error('undone')
  })
  const after = house.post('b')
  expect(String(await failureOf(fails))).toContain('undone')
  expect((await after).seq).toBe(2)
  expect((await house.log.after(ROOM, 0, 99)).map(({ seq }) => seq)).toEqual([1, 2])
  await house.close()
})

test('[P-5] a repeat gives the first answer again and stores nothing; another body is a conflict', async () => {
  const house = await openLogHouse()
  await house.begin()
  const first = await house.post('a')
  expect(await house.post('a')).toEqual({ ...first, dup: true })
  expect(await failureOf(house.post('a', { checkHash: 'other' }))).toMatchObject({ code: 'client_id_conflict' })
  // The same cid of another person is another message.
  expect(await house.post('a', { author: 'p2' })).toMatchObject({ seq: 2, dup: false })
  expect((await house.post('b')).seq).toBe(3)
  await house.close()
})

test('[F-20] the same cid a hundred times at one instant is one event and a hundred equal answers', async () => {
  const house = await openLogHouse()
  await house.begin()
  const answers = await Promise.all(Array.from({ length: 100 }, () => house.post('a')))
  expect(new Set(answers.map(({ seq, at, epoch }) => `${seq} ${at} ${epoch}`)).size).toBe(1)
  expect(answers.filter(({ dup }) => !dup)).toHaveLength(1)
  expect((await house.post('b')).seq).toBe(2)
  await house.close()
})

test('[P-5] [P-15] numbers, repeats and the epoch hold over a restart', async () => {
  const before = await openLogHouse()
  await before.begin()
  const first = await before.post('a')
  await before.closeLane()
  await before.database.close()
  const after = await openLogHouse({ folder: before.folder })
  expect(await after.post('a')).toEqual({ ...first, dup: true })
  expect(await after.post('b')).toMatchObject({ seq: 2, epoch: first.epoch })
  await after.close()
  rmSync(before.folder, { recursive: true })
})

test('[P-18] times never go back inside a room, whatever the clock does', async () => {
  const clock = new FakeClock()
  const house = await openLogHouse({ clock })
  await house.begin()
  const day = 86_400_000
  const first = await house.post('a')
  clock.jump(-day)
  const second = await house.post('b')
  clock.jump(day)
  const third = await house.post('c')
  expect(second.at).toBe(first.at)
  expect(third.at).toBe(first.at + day)
  await house.close()
})

test('[P-3] history stops below what is committed and not yet durable', async () => {
  const house = await openLogHouse()
  await house.begin()
  await house.post('a')
  let inside: number | undefined
  await house.storage.write(async (tx) => {
    await house.log.announce(tx, ROOM, { type: 'x', author: 'p', cid: 'c', checkHash: '', atMs: 1, wire: '{"a":1}' })
    inside = (await house.log.head(ROOM)).head
  })
  expect(inside).toBe(1)
  expect((await house.log.head(ROOM)).head).toBe(2)
  await house.close()
})

test('[HOUSE-12] a page is at most a frame: large events make it shorter, never empty', async () => {
  const house = await openLogHouse()
  await house.begin()
  const wire = JSON.stringify({ type: 'message.posted', body: '茶'.repeat(4_000) })
  for (let at = 0; at < 12; at++) await house.post(`c${at}`, { wire })
  const newer = await house.log.after(ROOM, 0, 12)
  expect(newer.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5])
  const older = await house.log.before(ROOM, 13)
  expect(older.map(({ seq }) => seq)).toEqual([8, 9, 10, 11, 12])
  await house.close()
})

test('a room that is not there refuses with not_found', async () => {
  const house = await openLogHouse()
  expect(await failureOf(house.post('a'))).toMatchObject({ code: 'not_found' })
  expect(await failureOf(house.log.head('r000000000zzz'))).toMatchObject({ code: 'not_found' })
  await house.close()
})

import { afterAll, beforeAll, expect, test } from 'bun:test'
import { costMs } from '#tests/kit/cost.ts'
import { openLogHouse, ROOM } from '#tests/kit/log-house.ts'
import { findMoment, findStretches } from './recipients.ts'

const MANY = 50_000
let house: Awaited<ReturnType<typeof openLogHouse>>

/** A room with a long past, one message a second. */
beforeAll(async () => {
  house = await openLogHouse()
  await house.begin()
  await house.storage.write(async ({ sql }) => {
    await sql`
      with recursive numbers (n) as (select 1 union all select n + 1 from numbers where n < ${MANY})
      insert into events (room_id, seq, at_ms, type, author_id, cid, check_hash, wire)
      select ${ROOM}, n, n * 1000.0, 'message.posted', 'p', 'c' || n, '', '{}' from numbers`
    await sql`update room_heads set seq = ${MANY}, last_ms = ${MANY * 1_000} where room_id = ${ROOM}`
  })
})
afterAll(() => house.close())

test('[HOUSE-13] where a moment begins, and what was said lately, is not looked for in all of a room', async () => {
  const { read } = house.storage
  const now = MANY * 1_000
  expect(await findMoment(read, ROOM, MANY, now)).toBe(MANY - 2)
  expect(await findStretches(read, now - 10_000)).toEqual([{ roomId: ROOM, from: MANY - 10, to: MANY }])
  // Both statements are over when they return; each took 20 ms and more.
  expect(costMs(() => void findMoment(read, ROOM, MANY, now), 2)).toBeLessThan(4)
  expect(costMs(() => void findStretches(read, now - 10_000), 2)).toBeLessThan(4)
})

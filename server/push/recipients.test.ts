import { afterAll, beforeAll, expect, test } from 'bun:test'
import { costMs } from '#tests/kit/cost.ts'
import { openLogHouse, ROOM } from '#tests/kit/log-house.ts'
import { findMoment, findRecipients, findStretches } from './recipients.ts'

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

test('[HOUSE-13] @all reaches who has a browser and wants to hear, however many they are; who has none, wants nothing or has read does not hear', async () => {
  const people = 1_203
  await house.storage.write(async ({ sql }) => {
    await sql`
      with recursive numbers (n) as (select 1 union all select n + 1 from numbers where n < ${people})
      insert into principals (id, kind, name, look, entered, created_ms, seen_ms)
      select 'p' || n, 'person', 'n' || n, 1, 1, 1, 1 from numbers`
    // p1 wants nothing, p2 has read all, p3 has no seat, p4 has no browser; p5 has two.
    await sql`
      insert into seats (principal_id, room_id, level, read_seq, read_lines, told_seq, since_ms)
      select id, ${ROOM}, case when id = 'p1' then 'none' end, case when id = 'p2' then 9 else 0 end, 0, 0, 1
      from principals where id <> 'p3'`
    await sql`
      insert into push_subscriptions (endpoint, principal_id, p256dh, auth, content, locale, created_ms, failures)
      select id, id, '', '', '', 'en', 1, 0 from principals where id <> 'p4' union all
      select 'other', 'p5', '', '', '', 'en', 1, 0`
    await sql`insert into mentions (principal_id, room_id, seq) values ('', ${ROOM}, 9)`
  })
  const called = await findRecipients(house.storage.read, { roomId: ROOM, from: 9, to: 9 })
  expect(called).toHaveLength(people - 4)
  expect(new Set(called).size).toBe(people - 4)
  for (const id of ['p1', 'p2', 'p3', 'p4']) expect(called).not.toContain(id)
  // The control: nobody was called there.
  expect(await findRecipients(house.storage.read, { roomId: ROOM, from: 8, to: 8 })).toEqual([])
})

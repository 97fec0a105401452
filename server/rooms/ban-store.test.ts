import { afterEach, beforeEach, expect, test } from 'bun:test'
import { openLogHouse } from '#tests/kit/log-house.ts'
import { inheritBans, saveTrace } from './ban-store.ts'

let house: Awaited<ReturnType<typeof openLogHouse>>
beforeEach(async () => {
  house = await openLogHouse()
  await person('newcomer')
})
afterEach(() => house.close())

const HOME = 'hash of an address'
const MOST = 50
const HOUR_MS = 3_600_000
let nowMs = 1_000

const person = (id: string) =>
  house.storage.write(
    async ({ sql }) =>
      void (await sql`
        insert into principals (id, kind, name, look, entered, created_ms, seen_ms)
        values (${id}, 'guest', ${id}, 0, 1, 1, 1)`),
  )
const makes = (maker: string | null, room: string) =>
  house.storage.write(
    async ({ sql }) =>
      void (await sql`
        insert into rooms (id, name, name_key, title, made_by, created_ms)
        values (${room}, ${room}, ${room}, 'x', ${maker}, ${++nowMs})`),
  )
const bans = (room: string, who: string) =>
  house.storage.write(({ sql }) => saveTrace(sql, { room, person: who }, HOME, ++nowMs + HOUR_MS))
const traces = () => house.storage.read<{ room_id: string; principal_id: string }[]>`select * from ban_traces`

/** Rooms from which somebody is kept out who is new at that address. */
async function keptOut(): Promise<string[]> {
  await house.storage.write(({ sql }) => inheritBans(sql, { person: 'newcomer', homeHash: HOME, nowMs, most: MOST }))
  const rows = await house.storage.read<{ room_id: string }[]>`
    select room_id from bans where principal_id = 'newcomer' order by room_id`
  return rows.map(({ room_id }) => room_id)
}

test('[T-28] whoever bans decoys in sixty rooms of its own does not push out the ban that was meant', async () => {
  await makes(null, 'lobby')
  await makes('ada', 'tea')
  await bans('lobby', 'mallory')
  await bans('tea', 'mallory')
  for (let at = 0; at < 60; at++) {
    await makes('mallory', `decoy ${at}`)
    await bans(`decoy ${at}`, 'friend')
  }
  const from = await keptOut()
  expect(from).toContain('lobby')
  expect(from).toContain('tea')
  expect(from.length).toBeLessThanOrEqual(MOST)
  // Of the decoys only so many were kept at all (HOUSE-12).
  expect((await traces()).length).toBe(22)
})

test('[T-28] nor do decoys in rooms of as many makers, where these are younger', async () => {
  await makes('ada', 'tea')
  await bans('tea', 'mallory')
  for (let at = 0; at < 60; at++) {
    await makes(`friend ${at}`, `decoy ${at}`)
    await bans(`decoy ${at}`, 'mallory')
  }
  const from = await keptOut()
  expect(from).toContain('tea')
  expect(from).toHaveLength(MOST)
})

test('[T-28] many banned in one room count for one: other rooms of that maker are kept, too', async () => {
  await makes('ada', 'tea')
  await makes('ada', 'cake')
  await bans('cake', 'mallory')
  for (let at = 0; at < 19; at++) await bans('tea', `guest ${at}`)
  expect(await keptOut()).toEqual(['cake', 'tea'])
})

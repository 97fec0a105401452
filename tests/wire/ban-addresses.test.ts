import { expect, setDefaultTimeout, test } from 'bun:test'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as v from 'valibot'
import { TEST_MS } from '#tests/kit/patience.ts'
import { type ClockHouse, openClockHouse } from './clock-house.ts'
import { openV1, type V1Client } from './v1-client.ts'

setDefaultTimeout(TEST_MS)

// Nothing is sent to these addresses: they are what a proxy says of who came (T-29).
const [HERE, NEXT_DOOR, OWNERS] = ['8.8.4.4', '8.8.4.5', '9.9.9.9']
const HOUR_MS = 3_600_000
const told = v.object({ me: v.object({ id: v.string() }) })
const made = v.object({ room: v.object({ id: v.string() }) })
const listed = v.object({ banned: v.array(v.object({ person: v.object({ id: v.string() }) })) })

type Somebody = V1Client & { id: string }

const openHouse = () =>
  openClockHouse({ TRUSTED_PROXIES: '127.0.0.1', LIMIT_CHANGES_BURST: '100', LIMIT_JOINS_BURST: '100' })

async function newGuest(house: ClockHouse, address: string): Promise<string> {
  const response = await fetch(`${house.url}/api/session`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'X-Forwarded-For': address },
    body: JSON.stringify({ locale: 'en', as: 'token' }),
  })
  return v.parse(v.object({ token: v.string() }), await response.json()).token
}

let people = 0

async function comes(house: ClockHouse, address: string, token?: string): Promise<Somebody> {
  const client = await openV1(house, { 'X-Forwarded-For': address })
  const hello = await client.call('hello', { v: 1, token: token ?? (await newGuest(house, address)) })
  await client.call('profile.set', { name: `leaf ${++people}`, look: 0 })
  return Object.assign(client, { id: v.parse(told, hello.body).me.id })
}

async function makes(owner: V1Client): Promise<string> {
  const cid = crypto.randomUUID()
  return v.parse(made, (await owner.call('room.make', { cid, title: 'Tea', access: 'open' })).body).room.id
}

const governs = (owner: V1Client, name: 'ban' | 'pardon', room: string, { id }: Somebody) =>
  owner.codeOf(`member.${name}`, { room, cid: crypto.randomUUID(), person: id })
const joins = (who: V1Client, room: string) => who.codeOf('room.join', { room })

test('[T-28] who is banned is no new guest at the same address for an hour; others are not kept out', async () => {
  await using house = await openHouse()
  const owner = await comes(house, OWNERS)
  const room = await makes(owner)
  const [mallory, neighbour] = [await comes(house, HERE), await comes(house, HERE)]
  expect(await joins(mallory, room)).toBe('ok')
  expect(await governs(owner, 'ban', room, mallory)).toBe('ok')

  const again = await comes(house, HERE)
  expect(await joins(again, room)).toBe('banned')
  expect(await again.codeOf('room.history', { room })).toBe('banned')
  // In that room alone; who was known before, and who is from elsewhere, may come.
  expect(await joins(again, await makes(owner))).toBe('ok')
  expect(await joins(neighbour, room)).toBe('ok')
  expect(await joins(await comes(house, NEXT_DOOR), room)).toBe('ok')
  // The owner sees whom it has banned, and nothing of the rest.
  const { body } = await owner.call('room.members', { room })
  expect(v.parse(listed, body).banned.map(({ person }) => person.id)).toEqual([mallory.id])
  // The address stands nowhere.
  for (const name of readdirSync(house.folder).filter((file) => file.includes('sqlite')))
    expect(readFileSync(join(house.folder, name), 'latin1')).not.toContain(HERE)

  const [malloryToken, againToken] = [await newGuest(house, NEXT_DOOR), await newGuest(house, HERE)]
  house.clock.move(HOUR_MS + 60_000)
  await house.pass(1_000)
  expect(await joins(await comes(house, HERE, againToken), room)).toBe('ok')
  expect(await joins(await comes(house, NEXT_DOOR, malloryToken), room)).toBe('ok')
})

test('[T-28] a pardon lets in who was kept out with the banned one; an own ban stays longer than an hour', async () => {
  await using house = await openHouse()
  const owner = await comes(house, OWNERS)
  const room = await makes(owner)
  const mallory = await comes(house, HERE)
  await joins(mallory, room)
  // Gone before the owner was quick enough: where from is known for ten minutes.
  mallory.leaves()
  await house.passUntil(mallory.socket.until('end', () => mallory.socket.ended))
  await house.pass(500)
  await governs(owner, 'ban', room, mallory)
  const [one, two] = [await comes(house, HERE), await comes(house, HERE)]
  expect(await joins(one, room)).toBe('banned')
  expect(await governs(owner, 'ban', room, one)).toBe('ok')
  expect(await governs(owner, 'pardon', room, mallory)).toBe('ok')
  expect([await joins(one, room), await joins(two, room)]).toEqual(['banned', 'ok'])
})

test('[T-28] where others of the room are at that address nobody is kept out for one of them', async () => {
  await using house = await openHouse()
  const owner = await comes(house, OWNERS)
  const room = await makes(owner)
  const [pupil, other] = [await comes(house, HERE), await comes(house, HERE)]
  await joins(pupil, room)
  await joins(other, room)
  await governs(owner, 'ban', room, pupil)
  expect(await joins(pupil, room)).toBe('banned')
  expect(await joins(await comes(house, HERE), room)).toBe('ok')
  // An address that says nothing of who is there says nothing of a ban.
  const inward = await comes(house, '10.0.0.7')
  await joins(inward, room)
  await governs(owner, 'ban', room, inward)
  expect(await joins(await comes(house, '10.0.0.7'), room)).toBe('ok')
})

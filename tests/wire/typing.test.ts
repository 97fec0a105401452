import { expect, setDefaultTimeout, test } from 'bun:test'
import { limits } from '#protocol/limits.ts'
import { TEST_MS } from '#tests/kit/patience.ts'
import { openClockHouse } from './clock-house.ts'
import { bringV1, type V1Client } from './v1-client.ts'

setDefaultTimeout(TEST_MS)

/** Names in each `typing` push that came so far. */
const heard = ({ socket }: V1Client): string[] =>
  socket.texts
    .map((text): [number, string, { by?: { name: string }[] }] => JSON.parse(text))
    .filter(([, kind]) => kind === 'typing')
    .map(([, , { by = [] }]) => by.map(({ name }) => name).join(' '))

test('[HOUSE-8] [T-65] who writes is told to who is there and to who comes, and is over by itself', async () => {
  await using house = await openClockHouse()
  using ada = await bringV1(house, 'ada')
  using bob = await bringV1(house, 'bob')
  const room = ada.room
  expect((await ada.call('typing.set', { room, on: true })).outcome).toBe('ok')
  await bob.socket.until('ada writes', () => heard(bob).length === 1)
  using eve = await bringV1(house, 'eve')
  await eve.socket.until('ada writes', () => heard(eve).length === 1)
  await house.pass(limits.typingShownMs + 2_000)
  await bob.socket.until('ada is over', () => heard(bob).length === 2)
  expect([heard(bob), heard(eve)]).toEqual([
    ['ada', ''],
    ['ada', ''],
  ])
})

test('[T-65] in a room of more than 100 people nobody is told; in one of 100 everybody is', async () => {
  await using house = await openClockHouse()
  using ada = await bringV1(house, 'ada')
  const others: V1Client[] = []
  for (let at = 0; at < limits.typingPeople; at++) others.push(await bringV1(house, `reader ${at}`))
  const [bob, last] = [others[0], others.at(-1)]
  expect((await ada.call('typing.set', { room: ada.room, on: true })).outcome).toBe('ok')
  await house.pass(1_000)
  expect((await bob?.call('heartbeat', {}))?.outcome).toBe('ok')
  expect(bob && heard(bob)).toEqual([])
  await last?.call('room.leave', { room: ada.room })
  expect((await ada.call('typing.set', { room: ada.room, on: true })).outcome).toBe('ok')
  for (const one of others.slice(0, -1)) await one.socket.until('ada writes', () => heard(one).length === 1)
  expect(last && heard(last)).toEqual([])
  expect(await ada.codeOf('typing.set', { room: ada.room, on: true })).toBe('rate_limited')
  for (const one of others) one.leaves()
})

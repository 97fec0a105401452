import { expect, test } from 'bun:test'
import type { RoomEvent } from '#protocol/rooms.ts'
import { openModel, openRoom } from '#tests/kit/client-on-model.ts'
import { type Standing, standingAfter } from './standing.ts'

const person = (id: string) => ({ id, name: id, look: 1 })
const was: Standing = { info: { id: 'r1', name: 'tea', title: 'tea', access: 'private' }, role: 'member', asOf: 4 }
const origin = { seq: 5, at: 1, cid: 'c1', by: person('powner') }
type MemberHow = Extract<RoomEvent, { type: 'member.changed' }>['how']
const member = (who: string, how: MemberHow): RoomEvent => ({
  ...origin,
  type: 'member.changed',
  who: person(who),
  how,
})

test('what changed of a room is changed, what was taken away is gone', () => {
  const named = standingAfter(was, { ...origin, type: 'room.changed', title: 'cups', topic: 'hot', accent: 40 }, 'pada')
  expect(named.info).toEqual({ ...was.info, title: 'cups', topic: 'hot', accent: 40 })
  const bare = { ...origin, seq: 6, type: 'room.changed', topic: '', accent: null, archived: true } as const
  expect(standingAfter(named, bare, 'pada').info).toEqual({ ...was.info, title: 'cups', archived: true })
})

test('what the room was told with already changes nothing', () => {
  expect(standingAfter(was, { ...origin, seq: 4, type: 'room.changed', title: 'older' }, 'pada')).toBe(was)
})

test.each([
  ['pada', 'owner', 'owner'],
  ['pada', 'added', 'member'],
  ['pada', 'removed', null],
  ['pada', 'banned', null],
  ['pada', 'left', null],
  ['pada', 'pardoned', 'member'],
  ['pother', 'removed', 'member'],
] as const)('%s is %s: one is %p', (who, how, role) => {
  expect(standingAfter(was, member(who, how), 'pada').role).toBe(role)
})

test('who hands over is a member, and the room has another owner', () => {
  const after = standingAfter({ ...was, role: 'owner' }, member('pother', 'owner'), 'powner')
  expect(after.role).toBe('member')
  expect(after.info.owner).toEqual(person('pother'))
})

test('[P-27] who is put out hears it, is told nothing more, and does not come back by itself', async () => {
  const { world, server, screen, client } = await openRoom()
  server.tellAll([0, 'out', { room: server.room('tea').id, how: 'removed' }])
  server.says('tea', 'not for her')
  await world.pass(100)
  server.cutAll()
  await world.pass(3_000)
  expect(screen.told).toEqual(['out removed'])
  expect(screen.room.place).toBe(null)
  client.room('tea')
  await world.pass(100)
  expect(screen.told).toEqual(['out removed', 'snapshot fresh'])
})

test('[P-27] who was banned knocks with the next hello, and who is on the list again at once', async () => {
  const { world, server, screen } = await openRoom()
  const { id, name } = server.room('tea')
  server.tellAll([0, 'out', { room: id, how: 'banned' }])
  await world.pass(100)
  server.cutAll()
  await world.pass(3_000)
  expect(screen.told).toEqual(['out banned', 'snapshot fresh'])
  server.tellAll([0, 'out', { room: id, how: 'removed' }])
  const room = { id, name, title: name, access: 'private' }
  server.tellAll([0, 'mine', { changed: [{ room, read: 0, read_lines: 0, lines: 0, head: 0, mentions: 0 }] }])
  await world.pass(100)
  expect(screen.told.slice(2)).toEqual(['out removed', 'snapshot fresh'])
})

test('[P-27] who is put out of a room that is not shown has nothing of it to go on from', async () => {
  const { world, server, screen, client } = await openRoom()
  screen.room.leave()
  client.room('pot')
  await world.pass(100)
  server.tellAll([0, 'out', { room: server.room('tea').id, how: 'removed' }])
  await world.pass(100)
  expect(screen.room.place).toBe(null)
  client.room('tea')
  await world.pass(100)
  expect(screen.told).toEqual(['snapshot fresh'])
})

test('what the room is, is told with every join and when it changes', async () => {
  const { world, server, connect } = openModel()
  const told: string[] = []
  connect()
    .room('tea')
    .listen({ standing: ({ title }, role) => told.push(`${title} ${role}`) })
  await world.pass(100)
  const id = server.room('tea').id
  const event = { ...origin, seq: 1, type: 'room.changed', title: 'cups' }
  server.tellAll([0, 'events', { room: id, first: 1, last: 1, events: [event] }])
  await world.pass(100)
  expect(told).toEqual(['tea null', 'cups null'])
})

import { expect, test } from 'bun:test'
import type { PeoplePush } from '#protocol/people.ts'
import type { LogPlace } from '#sdk/index.ts'
import { openModel } from '#tests/kit/client-on-model.ts'

/** Ada in the room `tea`; `list` is what her page shows of who is there, as it would keep it. */
async function openRoom() {
  const model = openModel()
  model.server.people = { version: 'one', ids: ['pada', 'pbob'] }
  const client = model.connect()
  const room = client.room('tea')
  const follow = (after?: LogPlace | null) => {
    const seen = { list: null as string[] | null, pushes: 0 }
    const people = ({ all, came = [], went = [] }: PeoplePush) => {
      seen.pushes++
      if (all) seen.list = all.map(({ id }) => id)
      else if (came.length + went.length === 0) seen.list = null
      else if (seen.list) seen.list = [...seen.list.filter((id) => !went.includes(id)), ...came.map(({ id }) => id)]
    }
    room.listen({ people }, after)
    return seen
  }
  const seen = follow()
  await model.world.pass(100)
  const { id } = model.server.room('tea')
  /** The version that each join named. */
  const named = () =>
    model.world.sockets.flatMap((socket) => socket.commands('room.join')).map(({ input }) => input['people'])
  async function comeBack() {
    model.server.cutAll()
    await model.world.pass(10_000)
  }
  return { ...model, client, room, seen, follow, id, named, comeBack }
}

test('[PERF-15] who comes back names the list that it has, and is told nothing where it is still so', async () => {
  const { server, seen, named, comeBack } = await openRoom()
  expect(seen).toEqual({ list: ['pada', 'pbob'], pushes: 1 })
  await comeBack()
  expect(named()).toEqual([undefined, 'one'])
  expect(seen).toEqual({ list: ['pada', 'pbob'], pushes: 1 })
  server.people = { version: 'two', ids: ['pada', 'peve'] }
  await comeBack()
  expect(named().at(-1)).toBe('one')
  expect(seen).toEqual({ list: ['pada', 'peve'], pushes: 2 })
})

test('[PERF-15] news lead from one list to the next; of a room too large for a list there is none to name', async () => {
  const { server, world, seen, id, named, comeBack } = await openRoom()
  const eve = { id: 'peve', name: 'peve', look: 1, since_ms: 1 }
  server.tellAll([0, 'people', { room: id, version: 'two', count: 3, came: [eve] }])
  server.people = { version: 'two', ids: ['pada', 'pbob', 'peve'] }
  await world.pass(10)
  await comeBack()
  expect(named().at(-1)).toBe('two')
  expect(seen).toEqual({ list: ['pada', 'pbob', 'peve'], pushes: 2 })
  server.tellAll([0, 'people', { room: id, count: 501 }])
  await world.pass(10)
  expect(seen.list).toBeNull()
  server.tellAll([0, 'people', { room: id, version: 'three', count: 400, went: ['pbob'] }])
  await world.pass(10)
  await comeBack()
  expect(named().at(-1)).toBeUndefined()
  expect(seen.list).toEqual(['pada', 'pbob', 'peve'])
})

test('[PERF-15] who begins to listen later, or comes into the room again, is sent the list', async () => {
  const { client, room, world, follow, named, comeBack } = await openRoom()
  const late = follow()
  await world.pass(100)
  expect(named()).toEqual([undefined, undefined])
  expect(late).toEqual({ list: ['pada', 'pbob'], pushes: 1 })
  await comeBack()
  expect(named().at(-1)).toBe('one')
  expect(late.pushes).toBe(1)
  room.leave()
  await world.pass(100)
  client.room('tea')
  await world.pass(100)
  expect(named().at(-1)).toBeUndefined()
  expect(late.pushes).toBe(2)
})

test('[PERF-15] a list that was thrown away while its name was on the way is asked for', async () => {
  const { world, server, room, follow, named } = await openRoom()
  server.cutAll()
  while (named().length < 2) await world.pass(1)
  // It has the log, but nobody's list.
  const late = follow(room.place)
  await world.pass(2_000)
  expect(named()).toEqual([undefined, 'one', undefined])
  expect(late.list).toEqual(['pada', 'pbob'])
})

test('[P-20] a server that was taken back to one that knows no versions is joined without', async () => {
  const { server, seen, named, comeBack } = await openRoom()
  server.fault = (name, [, , fields]) =>
    name === 'room.join' && 'people' in fields ? { code: 'bad_field', field: 'people' } : null
  server.people = { version: 'other', ids: ['pada'] }
  await comeBack()
  expect(named().slice(-2)).toEqual(['one', undefined])
  expect(seen.list).toEqual(['pada'])
})

test('[PERF-15] who goes on in the log without a list is sent one on the next return', async () => {
  const { room, follow, named, comeBack } = await openRoom()
  const late = follow(room.place)
  await comeBack()
  expect(named()).toEqual([undefined, undefined])
  expect(late.list).toEqual(['pada', 'pbob'])
})

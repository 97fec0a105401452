import { expect, test } from 'bun:test'
import { openRoom as openModelRoom } from '#tests/kit/client-on-model.ts'

async function openRoom() {
  const house = await openModelRoom()
  /** The names, as the listener heard them. */
  const heard: string[] = []
  house.screen.room.listen({ typing: (typists) => void heard.push(typists.map(({ name }) => name).join(' ')) })
  // Who begins to listen late makes the room be joined anew.
  await house.world.pass(100)
  const { id } = house.server.room('tea')
  const tells = (...ids: string[]) =>
    house.server.tellAll([0, 'typing', { room: id, by: ids.map((one) => ({ id: one, name: one })) }])
  /** `on` of every command that was sent on the line of now. */
  const said = () => house.world.socket.commands('typing.set').map(({ input }) => input['on'])
  return { ...house, room: house.screen.room, heard, tells, said, id }
}

test('with every letter it is said every 3 s, and once that it is over', async () => {
  const { room, world, said, id } = await openRoom()
  for (let letter = 0; letter < 80; letter++) {
    room.typing(true)
    await world.pass(100)
  }
  expect(said()).toEqual([true, true, true])
  room.typing(false)
  room.typing(false)
  expect(said()).toEqual([true, true, true, false])
  expect(world.socket.commands('typing.set')[0]?.input).toEqual({ room: id, on: true })
})

test('what is posted ends it', async () => {
  const { room, said } = await openRoom()
  room.typing(true)
  room.post('here it is')
  expect(said()).toEqual([true, false])
})

test('[T-65] who ends and begins again waits for the 3 s, over a reconnect too', async () => {
  const { room, world, server, said } = await openRoom()
  room.typing(true)
  room.typing(false)
  room.typing(true)
  expect(said()).toEqual([true, false])
  server.cutAll()
  await world.pass(2_000)
  room.typing(true)
  expect(said()).toEqual([])
  await world.pass(1_000)
  room.typing(true)
  expect(said()).toEqual([true])
})

test('[T-65] in a room of more than 100 people nothing is said', async () => {
  const { room, world, server, said, id } = await openRoom()
  server.tellAll([0, 'people', { room: id, count: 101 }])
  await world.pass(10)
  room.typing(true)
  expect(said()).toEqual([])
  server.tellAll([0, 'people', { room: id, count: 100 }])
  await world.pass(10)
  room.typing(true)
  expect(said()).toEqual([true])
})

test('others are told, oneself is not; the message of one ends his writing', async () => {
  const { world, server, heard, tells } = await openRoom()
  tells('pada', 'pbob', 'peve')
  await world.pass(10)
  expect(heard).toEqual(['pbob peve'])
  server.says('tea', 'done', 'pbob')
  await world.pass(10)
  expect(heard).toEqual(['pbob peve', 'peve'])
  tells()
  tells('pada')
  await world.pass(10)
  expect(heard).toEqual(['pbob peve', 'peve', ''])
})

test('[HOUSE-8] where the line is lost nobody writes, and nothing is said', async () => {
  const { room, world, server, heard, tells, said } = await openRoom()
  tells('pbob')
  await world.pass(10)
  room.typing(true)
  server.up = false
  server.cutAll()
  expect(heard).toEqual(['pbob', ''])
  await world.pass(10_000)
  room.typing(true)
  room.typing(false)
  expect(said()).toEqual([])
})

test('who leaves the room says that it is over, and hears no more of it', async () => {
  const { room, world, heard, tells, said } = await openRoom()
  tells('pbob')
  await world.pass(10)
  room.typing(true)
  room.leave()
  tells('peve')
  await world.pass(10)
  room.typing(true)
  expect(said()).toEqual([true, false])
  expect(heard).toEqual(['pbob', ''])
})

import { expect, test } from 'bun:test'
import { openModel, Screen } from '#tests/kit/client-on-model.ts'

async function openRoom(options: { most?: number } = {}) {
  const model = openModel(options)
  const client = model.connect()
  const screen = new Screen(client.room('tea'))
  model.server.says('tea', 'one')
  await model.world.pass(100)
  return { ...model, client, screen }
}

test('[P-9] the snapshot comes first, then the events after it', async () => {
  const { world, server, screen } = await openRoom()
  server.says('tea', 'two')
  await world.pass(100)
  expect(screen.told).toEqual(['snapshot fresh', 'events 2'])
  expect(screen.bodies).toEqual(['one', 'two'])
  expect(screen.snapshots[0]).toMatchObject({ room: { name: 'tea' }, epoch: 'e1', asOf: 1, floor: 1 })
})

test('the same name is the same room', async () => {
  const { client, screen } = await openRoom()
  expect(client.room('tea')).toBe(screen.room)
  expect(client.room('')).not.toBe(screen.room)
})

test('[P-8] what was said while away comes in pages, in order, and the last page says that it is the last', async () => {
  const { world, server, screen } = await openRoom()
  server.cutAll()
  for (let n = 2; n <= 8; n++) server.says('tea', `${n}`)
  await world.pass(2_000)
  expect(screen.told).toEqual(['snapshot fresh', 'events 2,3,4 …', 'events 5,6,7 …', 'events 8'])
  expect(screen.bodies).toEqual(['one', '2', '3', '4', '5', '6', '7', '8'])
})

test('[P-8] caught up is told even when nothing was missed', async () => {
  const { world, server, screen } = await openRoom()
  server.cutAll()
  await world.pass(2_000)
  expect(screen.told).toEqual(['snapshot fresh', 'events '])
})

test('[P-10] a hole is fetched before what follows is shown', async () => {
  const { world, server, screen } = await openRoom()
  server.loses = () => true
  server.says('tea', 'two')
  server.loses = () => false
  server.says('tea', 'three')
  await world.pass(100)
  expect(screen.bodies).toEqual(['one', 'two', 'three'])
  expect(world.socket.commands('room.join').at(-1)?.input).toMatchObject({ after: 1, epoch: 'e1' })
})

test('[P-10] a lost last frame is found by the heads', async () => {
  const { world, server, screen } = await openRoom()
  server.loses = () => true
  server.says('tea', 'two')
  await world.pass(24_000)
  expect(screen.bodies).toEqual(['one'])
  server.heads()
  await world.pass(2_000)
  expect(screen.bodies).toEqual(['one', 'two'])
})

test('[P-10] a head that a frame is just about to reach makes no noise', async () => {
  const { world, server, screen } = await openRoom()
  const id = server.room('tea').id
  server.tellAll([0, 'heads', { now_ms: 0, rooms: { [id]: 2 } }])
  await world.pass(200)
  server.says('tea', 'two')
  await world.pass(5_000)
  expect(screen.bodies).toEqual(['one', 'two'])
  expect(world.socket.commands('room.join').length).toBe(1)
})

test('[P-10] heads that do not name the room make it be joined anew', async () => {
  const { world, server, screen } = await openRoom()
  for (const line of server.lines) line.joined.clear()
  server.says('tea', 'two')
  server.heads()
  await world.pass(2_000)
  expect(screen.bodies).toEqual(['one', 'two'])
})

test('[P-10] a resume whose pages stop is taken up again', async () => {
  const { world, server, screen } = await openRoom()
  server.cutAll()
  for (let n = 2; n <= 3; n++) server.says('tea', `${n}`)
  let pages = 0
  server.losesPage = () => ++pages === 1
  await world.pass(25_000)
  expect(screen.bodies).toEqual(['one'])
  server.heads()
  await world.pass(6_000)
  expect(screen.bodies).toEqual(['one', '2', '3'])
})

test('[P-10] a number that never comes does not hold up the room for ever: all is shown anew', async () => {
  const { world, server, screen } = await openRoom()
  server.loses = () => true
  server.says('tea', 'two')
  server.loses = () => false
  server.losesPage = () => true
  for (let n = 3; n <= 6; n++) {
    server.says('tea', `${n}`)
    await world.pass(1_000)
  }
  expect(screen.told).toEqual(['snapshot fresh'])
  for (let n = 7; n <= 20; n++) {
    server.says('tea', `${n}`)
    await world.pass(3_000)
  }
  expect(screen.told[1]).toBe('snapshot fresh')
  expect(screen.bodies.at(-1)).toBe('20')
})

test('asking in vain is not repeated without a pause', async () => {
  const { world, server, screen } = await openRoom()
  const id = server.room('tea').id
  const frame = [0, 'events', { room: id, first: 9, last: 9, events: [] }]
  for (let turn = 0; turn < 200; turn++) {
    server.tellAll(frame)
    await world.pass(50)
  }
  expect(world.socket.commands('room.join').length).toBeLessThan(10)
  expect(screen.bodies).toEqual(['one'])
})

test('[P-11] a repeated frame is shown once', async () => {
  const { world, server, screen } = await openRoom()
  server.says('tea', 'two')
  const [, two] = server.room('tea').events
  server.tellAll([0, 'events', { room: server.room('tea').id, first: 2, last: 2, events: [two] }])
  await world.pass(100)
  expect(screen.told).toEqual(['snapshot fresh', 'events 2'])
})

test('[P-20] an event of a newer kind is passed over and the cursor moves', async () => {
  const { world, server, screen } = await openRoom()
  const room = server.room('tea')
  const event = { seq: 2, at: 0, type: 'message.framed', target: 1 }
  server.tellAll([0, 'events', { room: room.id, first: 2, last: 2, events: [event] }])
  const three = { seq: 3, at: 0, type: 'message.posted', by: { id: 'pother' }, cid: 'c3', body: 'three' }
  server.tellAll([0, 'events', { room: room.id, first: 3, last: 3, events: [three] }])
  await world.pass(100)
  expect(screen.bodies).toEqual(['one', 'three'])
  expect(world.socket.commands('room.join').length).toBe(1)
})

test('[P-21] another epoch: a new snapshot that says why', async () => {
  const { world, server, screen } = await openRoom()
  server.says('tea', 'two')
  await world.pass(100)
  const room = server.room('tea')
  room.epoch = 'e2'
  room.events.length = 1
  server.cutAll(4503)
  await world.pass(2_000)
  expect(screen.told.at(-1)).toBe('snapshot epoch')
  expect(screen.bodies).toEqual(['one'])
})

test('who missed more than `most` gets a snapshot', async () => {
  const { world, server, screen } = await openRoom({ most: 50 })
  server.cutAll()
  for (let n = 2; n <= 60; n++) server.says('tea', `${n}`)
  await world.pass(2_000)
  expect(screen.told).toEqual(['snapshot fresh', 'snapshot too_far'])
  expect(screen.bodies).toEqual(['56', '57', '58', '59', '60'])
})

test('a room id that is gone is looked up again by its address', async () => {
  const { world, server, screen } = await openRoom()
  server.rooms.clear()
  server.says('tea', 'anew')
  server.cutAll()
  await world.pass(4_000)
  expect(screen.bodies).toEqual(['anew'])
})

test('a join that is refused for now is repeated', async () => {
  const { world, server, screen, client } = await openRoom()
  server.fault = (name) => (name === 'room.join' ? { code: 'busy', retry_after_ms: 1_000 } : null)
  server.cutAll()
  client.retryNow()
  server.says('tea', 'two')
  await world.pass(800)
  server.fault = () => null
  await world.pass(1_000)
  expect(screen.bodies).toEqual(['one', 'two'])
})

test('who listens late makes everybody get a snapshot', async () => {
  const { world, server, screen } = await openRoom()
  server.says('tea', 'two')
  const late = new Screen(screen.room)
  await world.pass(100)
  expect(late.told[0]).toBe('snapshot fresh')
  expect(late.bodies).toEqual(['one', 'two'])
  expect(screen.bodies).toEqual(['one', 'two'])
})

test('[P-8] a room that was left says nothing, and comes back with what was missed', async () => {
  const { world, server, screen, client } = await openRoom()
  screen.room.leave()
  await world.pass(100)
  server.says('tea', 'two')
  await world.pass(100)
  server.cutAll()
  await world.pass(2_000)
  expect(screen.bodies).toEqual(['one'])
  expect(screen.room.place).toEqual({ epoch: 'e1', seq: 1 })
  client.room('tea')
  await world.pass(100)
  expect(screen.told).toEqual(['snapshot fresh', 'events 2'])
  expect(screen.bodies).toEqual(['one', 'two'])
})

test('who comes back to a log that went back is shown it anew', async () => {
  const { world, server, screen, client } = await openRoom()
  screen.room.leave()
  server.room('tea').epoch = 'e2'
  client.room('tea')
  await world.pass(100)
  expect(screen.told).toEqual(['snapshot fresh', 'snapshot epoch'])
})

test('[P-8] who has kept the log of a room that was left gets what came since, anybody else a snapshot', async () => {
  const { world, server, screen, client } = await openRoom()
  screen.stop()
  screen.room.leave()
  const { place } = screen.room
  await world.pass(100)
  server.says('tea', 'two')
  const back = new Screen(client.room('tea'), place)
  await world.pass(100)
  expect(back.told).toEqual(['events 2'])
  back.stop()
  back.room.leave()
  await world.pass(100)
  const stale = new Screen(client.room('tea'), place)
  await world.pass(100)
  expect(stale.told).toEqual(['snapshot fresh'])
  expect(stale.bodies).toEqual(['one', 'two'])
})

test('[P-2] what was written in a room that is then left goes there, in its order, and then the room is left', async () => {
  const { world, server, screen, client } = await openRoom()
  server.cutAll()
  screen.room.post('late')
  screen.room.post('later')
  screen.room.leave()
  const other = new Screen(client.room('pot'))
  await world.pass(3_000)
  expect(server.bodies('tea')).toEqual(['one', 'late', 'later'])
  expect(server.bodies('pot')).toEqual([])
  expect(other.told).toEqual(['snapshot fresh'])
  const [line] = server.lines
  expect([...(line?.member ?? [])]).toEqual([server.room('pot').id])
  client.room('tea')
  await world.pass(100)
  expect(screen.bodies).toEqual(['one', 'late', 'later'])
  expect(screen.unsent).toEqual([])
})

test('a change that was asked for before the room was left is made', async () => {
  const { world, server, screen, client } = await openRoom()
  const changes = ['a', 'b'].map((kind) => screen.room.react(1, kind, true))
  screen.room.leave()
  client.room('pot')
  await world.pass(100)
  await Promise.all(changes)
  expect(server.changes.length).toBe(2)
  const [line] = server.lines
  expect([...(line?.member ?? [])]).toEqual([server.room('pot').id])
})

test('[HOUSE-12] rooms that were left are forgotten one day, those that somebody listens to are not', async () => {
  const { world, client, screen } = await openRoom()
  const first = client.room('pot 0')
  first.leave()
  screen.room.leave()
  for (let n = 1; n <= 250; n++) client.room(`pot ${n}`).leave()
  await world.pass(100)
  expect(client.room('tea')).toBe(screen.room)
  expect(client.room('pot 0')).not.toBe(first)
})

test('history gives pages, and skips those that hold nothing this library knows', async () => {
  const { world, server, screen } = await openRoom()
  for (let n = 2; n <= 12; n++) server.says('tea', `${n}`)
  await world.pass(100)
  const reading = screen.room.history({ before: 12 }, 4)
  await world.pass(100)
  expect((await reading).lines.map(({ seq }) => seq)).toEqual([8, 9, 10, 11])
  expect(await reading).toMatchObject({ more: true, head: 12 })
  for (const event of server.room('tea').events.slice(2, 8)) Object.assign(event, { type: 'message.framed' })
  const over = screen.room.history({ after: 2 }, 3)
  await world.pass(100)
  expect((await over).lines.map(({ seq }) => seq)).toEqual([9, 10, 11])
})

test('people are told as they come', async () => {
  const { world, server, screen } = await openRoom()
  const heard: number[] = []
  screen.room.listen({ people: ({ count }) => heard.push(count) })
  server.tellAll([0, 'people', { room: server.room('tea').id, count: 7 }])
  server.tellAll([0, 'people', { room: 'another', count: 9 }])
  await world.pass(10)
  expect(heard).toContain(7)
  expect(heard).not.toContain(9)
})

test('how far an erasure is, is told to who asks for it, and to no room', async () => {
  const { world, server, client, screen } = await openRoom()
  const heard: unknown[] = []
  const stop = client.onPush(([, kind, body]) => kind === 'erasing' && heard.push(body))
  server.tellAll([0, 'erasing', { done: 1, of: 2 }])
  await world.pass(100)
  stop()
  server.tellAll([0, 'erasing', { done: 2, of: 2 }])
  await world.pass(100)
  expect(heard).toEqual([{ done: 1, of: 2 }])
  expect(screen.told).toEqual(['snapshot fresh'])
})

import { expect, test } from 'bun:test'
import { failing, openRoom } from '#tests/kit/client-on-model.ts'

/** The room as a backup has it: what came after number `head` never was. */
function restore({ server }: Awaited<ReturnType<typeof openRoom>>, head: number) {
  const room = server.room('tea')
  room.events.length = head
  room.epoch = `${room.epoch}'`
  server.cutAll()
}

async function openSaid() {
  const model = await openRoom()
  for (const body of ['one', 'two', 'three']) model.server.says('tea', body)
  await model.world.pass(100)
  return model
}

test('[P-21] [F-18] an answer to a message of the lost part does not become one to another message', async () => {
  const model = await openSaid()
  const { world, server, screen } = model
  server.up = false
  server.cutAll()
  screen.room.post('answer', { re: 3 })
  screen.room.post('no answer')
  await world.pass(100)
  restore(model, 1)
  for (const body of ['another two', 'another three']) server.says('tea', body)
  server.up = true
  await world.pass(40_000)
  expect(screen.unsent).toEqual(['answer: restored'])
  expect(server.bodies('tea')).toEqual(['one', 'another two', 'another three', 'no answer'])
  const [left] = screen.outgoing
  screen.room.resend(left?.cid ?? '')
  await world.pass(100)
  expect(screen.unsent).toEqual([])
  expect(server.room('tea').events.at(-1)).toMatchObject({ body: 'answer' })
  expect(server.room('tea').events.at(-1)).not.toHaveProperty('re')
})

test('[P-21] an answer to a message of a log that stayed goes as it is', async () => {
  const { world, server, screen } = await openSaid()
  server.cutAll()
  screen.room.post('answer', { re: 3 })
  await world.pass(3_000)
  expect(server.room('tea').events.at(-1)).toMatchObject({ body: 'answer', re: 3 })
})

test('[P-21] a change that waits is not said of another message', async () => {
  const model = await openSaid()
  const { world, server, screen } = model
  server.fault = (name) => (name === 'message.react' ? 'silent' : null)
  const react = screen.room.react(3, '👍', true).catch((error: Error) => error.name)
  await world.pass(100)
  server.fault = () => null
  restore(model, 1)
  for (const body of ['another two', 'another three']) server.says('tea', body)
  await world.pass(3_000)
  expect(await react).toBe('Disconnected')
  expect(server.room('tea').events.map(({ type }) => type)).not.toContain('message.reacted')
})

test('[P-21] a forward that waits does not say another message, though nobody was in the room that it goes to', async () => {
  const model = await openSaid()
  const { world, server, client } = model
  server.fault = (name) => (name === 'room.open' ? 'silent' : null)
  const from = { room: server.room('tea').id, message: 3 }
  const forward = client.forward('other', from).catch((error: Error) => error.message)
  await world.pass(100)
  server.fault = () => null
  restore(model, 1)
  for (const body of ['another two', 'another three']) server.says('tea', body)
  await world.pass(10_000)
  expect(await forward).toBe('not_found')
  expect(server.bodies('other')).toEqual([])
  // Seen in the log that is there now it goes.
  client.forward('other', from).catch(() => {})
  await world.pass(1_000)
  expect(server.bodies('other')).toEqual(['forwarded 3'])
})

test('[P-21] what a restored log has lost waits for a person, outlives the program, and comes back once', async () => {
  const model = await openRoom()
  const { world, server, screen, client, connect } = model
  const cid = screen.room.post('mine')
  await world.pass(100)
  restore(model, 0)
  await world.pass(3_000)
  expect(screen.bodies).toEqual([])
  screen.room.recover('mine', { cid })
  screen.room.recover('mine', { cid })
  await world.pass(20_000)
  expect(screen.unsent).toEqual(['mine: restored'])
  expect(server.bodies('tea')).toEqual([])
  client.stop()
  const room = connect().room('tea')
  await world.pass(3_000)
  expect(room.outgoing.map(({ cid: kept, failed }) => [kept, failed?.code])).toEqual([[cid, 'restored']])
  room.resend(cid)
  await world.pass(100)
  expect(server.bodies('tea')).toEqual(['mine'])
  expect(room.outgoing).toEqual([])
})

test('[P-5] what another device has said again meanwhile is not said twice', async () => {
  const model = await openRoom()
  const { world, server, screen, connect } = model
  const other = connect().room('tea')
  const cid = screen.room.post('mine')
  await world.pass(100)
  restore(model, 0)
  await world.pass(3_000)
  screen.room.recover('mine', { cid })
  other.recover('mine', { cid })
  server.fault = failing('cut-before')
  screen.room.resend(cid)
  other.resend(cid)
  await world.pass(5_000)
  expect(server.bodies('tea')).toEqual(['mine'])
  expect([screen.unsent, other.outgoing]).toEqual([[], []])
})

test('[P-11] what waits under an id is not taken twice', async () => {
  const { world, server, screen } = await openRoom()
  server.up = false
  server.cutAll()
  const cid = screen.room.post('once')
  screen.room.post('once', { cid })
  server.up = true
  await world.pass(5_000)
  expect(server.bodies('tea')).toEqual(['once'])
})

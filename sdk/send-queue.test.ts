import { describe, expect, test } from 'bun:test'
import { failing, openModel, openRoom, Screen } from '#tests/kit/client-on-model.ts'

test('[P-11] the own echo replaces the unsent message in one turn, event first', async () => {
  const { world, server, screen } = await openRoom()
  screen.room.post('hello')
  await world.pass(100)
  expect(screen.told).toEqual(['outgoing waiting', 'outgoing sending', 'events 1', 'outgoing '])
  expect(server.bodies('tea')).toEqual(['hello'])
})

test('[P-11] an answer that comes before its event leaves the message on the screen', async () => {
  const { world, server, screen } = await openRoom()
  server.loses = () => true
  screen.room.post('hello')
  await world.pass(1_000)
  expect(screen.unsent).toEqual(['hello: sending'])
  server.heads()
  await world.pass(2_000)
  expect(screen.bodies).toEqual(['hello'])
  expect(screen.unsent).toEqual([])
  expect(server.posts.length).toBe(1)
})

test('[P-2] messages go in order, one at a time', async () => {
  const { world, server, screen } = await openRoom()
  for (let n = 1; n <= 5; n++) screen.room.post(`${n}`)
  await world.pass(4)
  expect(world.socket.commands('message.post').length).toBe(1)
  await world.pass(200)
  expect(server.bodies('tea')).toEqual(['1', '2', '3', '4', '5'])
  expect(screen.bodies).toEqual(['1', '2', '3', '4', '5'])
})

test('[P-2] one that is refused for now is not overtaken, and tells when it goes again', async () => {
  const { world, server, screen } = await openRoom()
  server.fault = failing({ code: 'rate_limited', retry_after_ms: 3_000 }, 2)
  screen.room.post('first')
  screen.room.post('second')
  await world.pass(100)
  expect(screen.unsent).toEqual(['first: waiting', 'second: waiting'])
  const [first, second] = screen.outgoing
  expect(first?.retryAtMs).toBeGreaterThan(world.nowMs + 2_500)
  expect(second?.retryAtMs).toBeUndefined()
  await world.pass(8_000)
  expect(server.bodies('tea')).toEqual(['first', 'second'])
  expect(screen.bodies).toEqual(['first', 'second'])
})

describe('[P-5] one message, once, wherever the line breaks', () => {
  test.each(['cut-before', 'cut-after', 'unknown-done', 'unknown-lost', 'silent'] as const)('%s', async (fault) => {
    const { world, server, screen } = await openRoom()
    server.fault = failing(fault, 2)
    screen.room.post('first')
    screen.room.post('second')
    await world.pass(40_000)
    expect(server.bodies('tea')).toEqual(['first', 'second'])
    expect(screen.bodies).toEqual(['first', 'second'])
    expect(screen.unsent).toEqual([])
  })

  test('it is sent again with the same cid', async () => {
    const { world, server, screen } = await openRoom()
    server.fault = failing('unknown-lost', 3)
    const cid = screen.room.post('first')
    await world.pass(20_000)
    expect(server.posts).toEqual([cid, cid, cid, cid])
  })
})

test('[P-11] an echo that comes with the resume settles what was not answered', async () => {
  const { world, server, screen } = await openRoom()
  server.fault = failing('cut-after')
  screen.room.post('first')
  await world.pass(3_000)
  expect(screen.bodies).toEqual(['first'])
  expect(screen.unsent).toEqual([])
})

test('[UX-12] twenty written offline arrive in order', async () => {
  const { world, server, screen } = await openRoom()
  server.up = false
  server.cutAll()
  const bodies = Array.from({ length: 20 }, (_, n) => `${n}`)
  for (const body of bodies) screen.room.post(body)
  await world.pass(60_000)
  expect(screen.unsent.length).toBe(20)
  server.up = true
  await world.pass(40_000)
  expect(server.bodies('tea')).toEqual(bodies)
  expect(screen.bodies).toEqual(bodies)
})

test('[P-6] one that is refused for good fails with the code, and the others go on', async () => {
  const { world, server, screen, keep } = await openRoom()
  server.fault = failing({ code: 'login_first' })
  const cid = screen.room.post('first')
  screen.room.post('second')
  await world.pass(200)
  expect(screen.unsent).toEqual(['first: login_first'])
  expect(server.bodies('tea')).toEqual(['second'])
  expect(await keep.load('pada')).toMatchObject([{ cid, failed: { code: 'login_first' } }])
  screen.room.resend(cid)
  await world.pass(200)
  expect(screen.bodies).toEqual(['second', 'first'])
  expect(server.posts.filter((sent) => sent === cid).length).toBe(2)
  expect(await keep.load('pada')).toEqual([])
})

test('[P-5] after client_id_conflict it is sent again under another id', async () => {
  const { world, server, screen } = await openRoom()
  server.fault = failing({ code: 'client_id_conflict' })
  const cid = screen.room.post('first')
  await world.pass(100)
  screen.room.resend(cid)
  await world.pass(100)
  expect(server.bodies('tea')).toEqual(['first'])
  expect(server.room('tea').events[0]?.cid).not.toBe(cid)
})

test('what is discarded while it travels does not stop the next', async () => {
  const { world, server, screen } = await openRoom()
  server.fault = failing({ code: 'rate_limited', retry_after_ms: 1_000 })
  const cid = screen.room.post('first')
  screen.room.post('second')
  await world.pass(6)
  screen.room.discard(cid)
  await world.pass(3_000)
  expect(server.bodies('tea')).toEqual(['second'])
  expect(screen.unsent).toEqual([])
})

test('what was stored in a log that then went back is sent again', async () => {
  const { world, server, screen } = await openRoom()
  server.loses = () => true
  screen.room.post('one')
  await world.pass(100)
  server.loses = () => false
  server.room('tea').events.length = 0
  server.room('tea').epoch = 'e2'
  server.cutAll()
  await world.pass(3_000)
  expect(server.bodies('tea')).toEqual(['one'])
  expect(screen.bodies).toEqual(['one'])
  expect(screen.unsent).toEqual([])
})

test('a history page that shows an unsent message settles it', async () => {
  const { world, server, screen } = await openRoom()
  server.fault = failing('cut-after')
  screen.room.post('one')
  await world.pass(10)
  server.up = false
  await world.pass(601_000)
  for (let n = 0; n < 20; n++) server.says('tea', `${n}`)
  server.room('tea').epoch = 'e2'
  server.up = true
  await world.pass(40_000)
  expect(screen.unsent).toEqual(['one: expired'])
  const reading = screen.room.history({ after: 0 }, 5)
  await world.pass(100)
  expect((await reading).lines[0]?.body).toBe('one')
  expect(screen.unsent).toEqual([])
})

test('what was written for a room that cannot be opened waits for a person', async () => {
  const { world, server, connect } = openModel()
  server.fault = (name) => (name === 'room.open' ? { code: 'name_invalid' } : null)
  const screen = new Screen(connect().room('b/ad'))
  screen.room.post('one')
  await world.pass(100)
  expect(screen.refusals).toEqual(['name_invalid'])
  expect(screen.unsent).toEqual(['one: name_invalid'])
})

test('[P-5] a message with files has the id that it was given, and says of a file what the server does not know', async () => {
  const { world, server, screen, keep } = await openRoom()
  const cid = crypto.randomUUID()
  const file = { id: `f${'0'.repeat(26)}`, kind: 'picture', name: 'a.png', type: 'image/png', bytes: 9 } as const
  server.up = false
  server.cutAll()
  expect(screen.room.post('', { cid, files: [{ ...file, alt: 'a hill' }, file] })).toBe(cid)
  await world.settle()
  expect((await keep.load('pada')).map(({ files }) => files?.length)).toEqual([2])
  server.up = true
  await world.pass(40_000)
  expect(server.posts).toEqual([cid])
  expect(world.socket.commands('message.post')).toMatchObject([
    { input: { cid, body: '', files: [{ id: file.id, alt: 'a hill' }, { id: file.id }] } },
  ])
})

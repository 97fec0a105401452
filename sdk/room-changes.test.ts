import { expect, test } from 'bun:test'
import type { Line } from '#protocol/lines.ts'
import { foldLine, foldMine } from '#protocol/message-state.ts'
import { isNotice } from '#protocol/notices.ts'
import type { RoomEvent } from '#protocol/rooms.ts'
import { openModel, openRoom, Screen } from '#tests/kit/client-on-model.ts'
import { linesOf } from '#tests/kit/lines-of.ts'
import type { Fault } from '#tests/kit/model-server.ts'

/** What became of a promise, once the world has moved: the value, or the name of the error. */
function watch<T>(promise: Promise<T>) {
  const seen: { value?: T; error?: string } = {}
  promise.then(
    (value) => {
      seen.value = value
    },
    (error: Error) => {
      seen.error = `${error.name}: ${error.message}`
    },
  )
  return seen
}

/** Ada in a room in which somebody has said one thing. */
async function openSaid() {
  const model = await openRoom()
  model.server.says('tea', 'one')
  await model.world.pass(100)
  return model
}

/** Fails the first change. */
function failingOnce(fault: Fault) {
  let left = 1
  return (name: string) => (name.startsWith('message.') && name !== 'message.post' && left-- > 0 ? fault : null)
}

test('a change resolves when it is stored, and is seen by its event', async () => {
  const { world, server, screen } = await openSaid()
  const edit = watch(screen.room.edit(1, 'two'))
  const react = watch(screen.room.react(1, '🍵', true))
  const pin = watch(screen.room.pin(1, true))
  await world.pass(100)
  expect([edit.value?.seq, react.value?.seq, pin.value?.seq]).toEqual([2, 3, 4])
  expect(screen.lines.map(({ seq }) => seq)).toEqual([1, 2, 3, 4])
  const [line] = linesOf(server.room('tea').events)
  expect(line?.now).toMatchObject({ v: 4, edited: { body: 'two' }, pinned: { by: { id: 'pada' } } })
  const erase = watch(screen.room.erase(1, 'recall'))
  await world.pass(100)
  expect(erase.value).toMatchObject({ seq: 5 })
})

test('[P-5] a change whose answer was lost is sent again with the same cid, and done once', async () => {
  for (const fault of ['cut-after', 'cut-before', 'unknown-done', 'unknown-lost'] as const) {
    const { world, server, screen } = await openSaid()
    server.fault = failingOnce(fault)
    const react = watch(screen.room.react(1, '🍵', true))
    await world.pass(5_000)
    expect([fault, react.value?.seq]).toEqual([fault, 2])
    expect([fault, new Set(server.changes).size, server.room('tea').events.length]).toEqual([fault, 1, 2])
    expect(server.changes.length).toBe(2)
  }
})

test('of two that contradict each other the later one stands, whatever is lost', async () => {
  const { world, server, screen } = await openSaid()
  server.fault = failingOnce('cut-before')
  void screen.room.react(1, '🍵', true)
  void screen.room.react(1, '🍵', false)
  await world.pass(5_000)
  expect(
    server
      .room('tea')
      .events.slice(1)
      .map((event) => event.type === 'message.reacted' && event.on),
  ).toEqual([true, false])
})

test('a refusal rejects, and the next one goes on', async () => {
  const { world, server, screen } = await openSaid()
  server.fault = failingOnce({ code: 'expired', limit: 1 })
  const edit = watch(screen.room.edit(1, 'two'))
  const pin = watch(screen.room.pin(1, true))
  await world.pass(100)
  expect(edit.error).toBe('Refused: expired')
  expect(pin.value).toMatchObject({ seq: 2 })
})

test('a change is not kept for later: offline it fails at once, and after 30 s without a line', async () => {
  const { world, server, screen } = await openSaid()
  server.fault = failingOnce('cut-after')
  server.up = true
  const lost = watch(screen.room.pin(1, true))
  await world.pass(10)
  server.up = false
  await world.pass(1_000)
  const offline = watch(screen.room.edit(1, 'two'))
  await world.pass(1)
  expect(offline.error).toBe('Disconnected: disconnected')
  await world.pass(28_000)
  expect(lost.error).toBeUndefined()
  await world.pass(2_000)
  expect(lost.error).toBe('Disconnected: disconnected')
  server.up = true
  await world.pass(60_000)
  expect(server.changes).toHaveLength(1)
})

test('[T-81] what one has asked for is not done in the name of another', async () => {
  const { world, server, screen } = await openSaid()
  server.fault = failingOnce('cut-before')
  const react = watch(screen.room.react(1, '🍵', true))
  server.meOf = () => ({ id: 'peve', name: 'eve', look: 1, entered: true })
  await world.pass(5_000)
  expect(react.error).toBe('Disconnected: disconnected')
  expect(server.room('tea').events).toHaveLength(1)
})

test('[HOUSE-12] more than 200 waiting changes are no person any more', async () => {
  const { world, screen } = await openSaid()
  const all = Array.from({ length: 201 }, (_, at) => watch(screen.room.react(1, '🍵', at % 2 === 0)))
  await world.pass(1)
  expect(all.at(-1)?.error).toStartWith('RangeError')
  await world.pass(10_000)
  expect(all.at(-2)?.value).toMatchObject({ seq: 201 })
})

test('[P-11] a reply keeps what it answers and whom it mentions, over a reload', async () => {
  const { world, server, connect } = openModel({ principal: true })
  const client = connect()
  await world.pass(100)
  server.says('tea', 'one')
  server.up = false
  server.cutAll()
  client.room('tea').post('two', { re: 1, mentions: ['pother'] })
  await world.pass(10)
  client.stop()
  server.up = true
  const screen = new Screen(connect().room('tea'))
  await world.pass(10_000)
  expect(screen.unsent).toEqual([])
  expect(server.room('tea').events[1]).toMatchObject({ body: 'two', re: 1, mentions: [{ id: 'pother' }] })
})

test('[P-7] a page read at any time and the events after it are the fresh page', async () => {
  const { world, server, screen } = await openSaid()
  const live: RoomEvent[] = []
  screen.room.listen({ events: (events) => live.push(...events) })
  await world.pass(100)
  const reading = screen.room.history({ before: 2 })
  await world.pass(100)
  const { lines, mine } = await reading
  for (const kind of ['🍵', '👍']) void screen.room.react(1, kind, true)
  void screen.room.edit(1, 'two')
  void screen.room.react(1, '🍵', false)
  await world.pass(1_000)
  const changes = live.filter((event) => event.type !== 'message.posted').filter((event) => !isNotice(event))
  const [line] = lines
  if (!line) throw new Error('a line is expected')
  expect(changes.reduce<Line>(foldLine, line)).toEqual(linesOf(server.room('tea').events)[0] ?? line)
  const own = changes.filter((event) => event.type === 'message.reacted').reduce(foldMine, mine)
  expect(own).toEqual([[1, '👍']])
})

test('what is read needs a connection', async () => {
  const { world, server, screen } = await openSaid()
  const got = watch(screen.room.get([1]))
  await world.pass(100)
  expect(got.value?.lines).toHaveLength(1)
  server.up = false
  server.cutAll()
  await world.pass(10)
  const [pins, edits] = [watch(screen.room.pins()), watch(screen.room.edits(1))]
  await world.pass(10)
  expect([pins.error, edits.error]).toEqual(['Disconnected: disconnected', 'Disconnected: disconnected'])
})

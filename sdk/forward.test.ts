import { expect, test } from 'bun:test'
import type { CommandFrame } from '#protocol/index.ts'
import { openRoom } from '#tests/kit/client-on-model.ts'
import type { Fault } from '#tests/kit/model-server.ts'

/** What became of a promise, once the world has moved. */
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

const from = { room: 'r1', message: 7 }
const failingOnce = (command: string, fault: Fault) => {
  let left = 1
  return (name: string) => (name === command && left-- > 0 ? fault : null)
}

test('a message is forwarded into a room that nobody looks at, which is left again', async () => {
  const { world, server, client, screen } = await openRoom()
  const asked = watch(client.forward('other', from))
  await world.pass(100)
  expect(asked.value).toMatchObject({ seq: 1 })
  expect(server.bodies('other')).toEqual(['forwarded 7'])
  const [line] = server.lines
  expect([...(line?.joined ?? [])]).toEqual([server.room('tea').id])
  // Into the room that is shown, its event shows it; that one is not left.
  watch(client.forward('tea', from))
  await world.pass(100)
  expect(screen.bodies).toEqual(['forwarded 7'])
  expect([...(line?.member ?? [])]).toEqual([server.room('tea').id])
})

test('[P-5] [T-22] a forward whose answer was lost is sent again with the same cid, and done once', async () => {
  for (const fault of ['cut-after', 'cut-before', 'unknown-done', 'unknown-lost'] as const) {
    const { world, server, client } = await openRoom()
    server.fault = failingOnce('message.forward', fault)
    const asked = watch(client.forward('other', from))
    await world.pass(5_000)
    expect([fault, asked.value?.seq]).toEqual([fault, 1])
    expect([fault, server.changes.length, new Set(server.changes).size]).toEqual([fault, 2, 1])
    expect([fault, server.bodies('other')]).toEqual([fault, ['forwarded 7']])
  }
})

test('without a line it is refused at once, and no room is entered for it later', async () => {
  const { world, server, client } = await openRoom()
  server.up = false
  server.cutAll()
  const asked = watch(client.forward('other', from))
  await world.pass(100)
  expect(asked.error).toBe('Disconnected: disconnected')
  server.up = true
  await world.pass(40_000)
  const [line] = server.lines
  expect([...(line?.joined ?? [])]).toEqual([server.room('tea').id])
})

test('a room that cannot be entered refuses it by its code', async () => {
  const { world, server, client } = await openRoom()
  server.fault = failingOnce('room.open', { code: 'not_found' })
  const asked = watch(client.forward('other', from))
  await world.pass(100)
  expect(asked.error).toBe('Refused: not_found')
})

test('[T-51] a call that is not allowed yet waits for a person, and what was written after it goes on', async () => {
  const { world, server, screen } = await openRoom()
  const sent: CommandFrame[] = []
  const refuse = failingOnce('message.post', { code: 'rate_limited', retry_after_ms: 299_000 })
  server.fault = (name, frame) => {
    if (name === 'message.post') sent.push(frame)
    return refuse(name)
  }
  screen.room.post('@all', { all: true })
  screen.room.post('and more')
  await world.pass(100)
  expect(sent.map((frame) => frame[2])).toMatchObject([{ body: '@all', all: true }, { body: 'and more' }])
  expect(sent[1]?.[2]).not.toHaveProperty('all')
  expect(screen.unsent).toEqual(['@all: rate_limited'])
  // How long it is to wait is for people to read.
  expect(screen.room.outgoing[0]?.failed?.untilMs).toBeGreaterThan(290_000)
  expect(screen.bodies).toEqual(['and more'])
})

test('[P-14] what may go on soon waits, and nothing overtakes it', async () => {
  const { world, server, screen } = await openRoom()
  server.fault = failingOnce('message.post', { code: 'rate_limited', retry_after_ms: 900 })
  screen.room.post('first')
  screen.room.post('second')
  await world.pass(5_000)
  expect(screen.bodies).toEqual(['first', 'second'])
})

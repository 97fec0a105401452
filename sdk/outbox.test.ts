import { describe, expect, test } from 'bun:test'
import { type Keep, memoryKeep } from '#sdk/index.ts'
import { failing, openModel, openRoom, Screen } from '#tests/kit/client-on-model.ts'

test('a failed message can be discarded, and is then forgotten everywhere', async () => {
  const { world, server, screen, keep } = await openRoom()
  server.fault = failing({ code: 'too_long', limit: 4 })
  const cid = screen.room.post('first')
  await world.pass(100)
  screen.room.discard(cid)
  await world.pass(100)
  expect(screen.unsent).toEqual([])
  expect(await keep.load('pada')).toEqual([])
  expect(server.posts.length).toBe(1)
})

test('[F-10] what is not sent within ten minutes expires, and goes only when a person says so', async () => {
  const { world, server, screen } = await openRoom()
  server.up = false
  server.cutAll()
  const cid = screen.room.post('old words')
  await world.pass(599_000)
  expect(screen.unsent).toEqual(['old words: waiting'])
  await world.pass(1_000)
  expect(screen.unsent).toEqual(['old words: expired'])
  server.up = true
  await world.pass(60_000)
  expect(server.bodies('tea')).toEqual([])
  screen.room.resend(cid)
  await world.pass(1_000)
  expect(server.bodies('tea')).toEqual(['old words'])
})

test('[P-11] what expired though it was stored is recognised when its event comes', async () => {
  const { world, server, screen } = await openRoom()
  server.fault = failing('cut-after')
  screen.room.post('first')
  await world.pass(10)
  server.up = false
  await world.pass(700_000)
  expect(screen.unsent).toEqual(['first: expired'])
  server.up = true
  await world.pass(40_000)
  expect(screen.bodies).toEqual(['first'])
  expect(screen.unsent).toEqual([])
})

describe('[P-11] the outbox outlives the program', () => {
  test('[P-2] [P-18] the order outlives reloads without a line, though the clock went back between them', async () => {
    const { world, server, connect } = openModel({ principal: true })
    server.up = false
    for (const body of ['one', 'two', 'three']) {
      const run = connect()
      run.room('tea').post(body)
      await world.settle()
      run.stop()
      world.nowMs -= 60_000
    }
    server.up = true
    connect().room('tea')
    await world.pass(10_000)
    expect(server.bodies('tea')).toEqual(['one', 'two', 'three'])
  })

  test('what was written offline is sent by the next run, in order, before what is new', async () => {
    const { world, server, screen, client, connect } = await openRoom()
    server.up = false
    server.cutAll()
    screen.room.post('one')
    await world.pass(10)
    screen.room.post('two')
    await world.pass(100)
    client.stop()
    server.up = true
    const next = connect()
    const again = new Screen(next.room('tea'))
    again.room.post('three')
    await world.pass(1_000)
    expect(server.bodies('tea')).toEqual(['one', 'two', 'three'])
    expect(again.bodies).toEqual(['one', 'two', 'three'])
    expect(again.unsent).toEqual([])
  })

  test('for a room that nobody looks at, too', async () => {
    const { world, server, screen, client, connect, keep } = await openRoom()
    server.cutAll()
    screen.room.post('one')
    await world.pass(100)
    client.stop()
    connect()
    await world.pass(1_000)
    expect(server.bodies('tea')).toEqual(['one'])
    expect(await keep.load('pada')).toEqual([])
  })

  test('what was stored and not answered is not shown twice', async () => {
    const { world, server, screen, client, connect } = await openRoom()
    server.fault = failing('silent')
    screen.room.post('one')
    await world.pass(100)
    server.fault = () => null
    const [sent] = screen.outgoing
    client.stop()
    server.says('tea', 'before')
    const next = connect()
    const again = new Screen(next.room('tea'))
    await world.pass(1_000)
    expect(again.bodies).toEqual(['before', 'one'])
    expect(server.posts).toEqual([sent?.cid ?? '', sent?.cid ?? ''])
  })

  test('failed and expired ones are still there', async () => {
    const { world, server, screen, client, connect } = await openRoom()
    server.fault = failing({ code: 'empty' })
    screen.room.post('one')
    await world.pass(100)
    server.up = false
    server.cutAll()
    screen.room.post('two')
    client.stop()
    await world.pass(601_000)
    server.up = true
    const again = new Screen(connect().room('tea'))
    await world.pass(100)
    expect(again.unsent).toEqual(['one: empty', 'two: expired'])
    expect(server.posts.length).toBe(1)
  })

  test('a keep that hangs or fails holds nothing up', async () => {
    const keeps: Keep[] = [
      { load: () => new Promise(() => {}), put: () => new Promise(() => {}), remove: () => new Promise(() => {}) },
      { load: () => Promise.reject(), put: () => Promise.reject(), remove: () => Promise.reject() },
    ]
    for (const keep of keeps) {
      const { world, server, connect } = openModel()
      const screen = new Screen(connect('ada', keep).room('tea'))
      screen.room.post('one')
      screen.room.post('two')
      await world.pass(6_000)
      expect(server.bodies('tea')).toEqual(['one', 'two'])
      expect(screen.bodies).toEqual(['one', 'two'])
    }
  })

  test('what a closed tab has left is sent by one that lives', async () => {
    const { world, server, screen, keep } = await openRoom()
    await world.pass(30_000)
    await keep.put({ cid: 'left', author: 'pada', room: 'tea', body: 'last words', writtenMs: world.nowMs })
    server.heads()
    await world.pass(100)
    expect(screen.bodies).toEqual(['last words'])
    expect(await keep.load('pada')).toEqual([])
  })

  test('a keep that takes its time is waited for, so that nothing new overtakes', async () => {
    const { world, server, screen, client, connect, keep } = await openRoom()
    server.cutAll()
    screen.room.post('one')
    await world.pass(100)
    client.stop()
    let loaded = () => {}
    const slow: Keep = {
      ...keep,
      load: async (author) => {
        await new Promise<void>((resolve) => {
          loaded = resolve
        })
        return keep.load(author)
      },
    }
    const again = new Screen(connect('ada', slow).room('tea'))
    await world.pass(100)
    again.room.post('two')
    await world.pass(500)
    expect(server.posts).toEqual([])
    loaded()
    await world.pass(500)
    expect(server.bodies('tea')).toEqual(['one', 'two'])
  })

  test('nothing is sent before it is kept', async () => {
    const { world, server, connect } = openModel()
    const memory = memoryKeep()
    const waiting: (() => void)[] = []
    const slow = { ...memory, put: () => new Promise<void>((resolve) => waiting.push(resolve)) }
    const screen = new Screen(connect('ada', slow).room('tea'))
    await world.pass(100)
    screen.room.post('one')
    await world.pass(1_000)
    expect(server.posts).toEqual([])
    for (const resolve of waiting) resolve()
    await world.pass(100)
    expect(server.bodies('tea')).toEqual(['one'])
  })
})

test('[T-81] what another has written is neither shown nor sent', async () => {
  const { world, server, screen, client, connect } = await openRoom()
  server.up = false
  server.cutAll()
  screen.room.post('of ada')
  await world.pass(100)
  client.stop()
  server.up = true
  const bob = new Screen(connect('bob').room('tea'))
  await world.pass(1_000)
  expect([server.posts, bob.unsent]).toEqual([[], []])
  const ada = new Screen(connect('ada').room('tea'))
  await world.pass(1_000)
  expect(ada.bodies).toEqual(['of ada'])
  expect(server.room('tea').events[0]?.by.id).toBe('pada')
})

test('[T-81] who becomes another within one client leaves the outbox behind', async () => {
  const { world, server, screen } = await openRoom()
  server.up = false
  server.cutAll()
  screen.room.post('of ada')
  await world.pass(100)
  server.meOf = () => ({ id: 'pbob', name: 'bob', look: 1, entered: true })
  server.up = true
  await world.pass(5_000)
  expect([server.posts, screen.unsent]).toEqual([[], []])
  server.meOf = () => ({ id: 'pada', name: 'ada', look: 1, entered: true })
  server.cutAll()
  await world.pass(5_000)
  expect(server.bodies('tea')).toEqual(['of ada'])
})

test('[HOUSE-12] the outbox has a bound', () => {
  const { connect } = openModel()
  const room = connect().room('tea')
  for (let n = 0; n < 1_000; n++) room.post(`${n}`)
  expect(() => room.post('one more')).toThrow(RangeError)
})

test('a client that is stopped leaves no timer behind, whatever waits', async () => {
  const { world, server, screen, client } = await openRoom()
  server.cutAll()
  screen.room.post('one')
  client.stop()
  await world.pass(3_000)
  expect(screen.unsent).toEqual(['one: waiting'])
  expect(world.timers).toBe(0)
})

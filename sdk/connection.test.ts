import { expect, test } from 'bun:test'
import { createClient, memoryKeep } from '#sdk/index.ts'
import { openModel, Screen } from '#tests/kit/client-on-model.ts'
import { FakeWorld } from '#tests/kit/fake-platform.ts'
import { reconnectMs, repeatMs } from './backoff.ts'
import { uuid } from './random.ts'

const seconds = (ms: number) => ms / 1_000

test('says hello with its token and is online with the welcome', async () => {
  const { world, connect } = openModel()
  const client = connect()
  expect(client.status).toEqual({ name: 'connecting' })
  await world.pass(100)
  expect(client.status).toMatchObject({ name: 'online', welcome: { me: { id: 'pada' } } })
  expect(world.socket.commands('hello')[0]?.input).toEqual({ v: 1, token: 'ada' })
})

test('[P-12] a connection that is cut without a word comes back, and says since when it was away', async () => {
  const { world, server, connect } = openModel()
  const client = connect()
  await world.pass(100)
  const lostMs = world.nowMs
  server.cutAll(1006)
  expect(client.status).toMatchObject({ name: 'waiting', lostMs, why: 'lost' })
  await world.pass(1_600)
  expect(client.status.name).toBe('online')
})

test('[P-32] [UX-14] a hundred clients that are lost at once come back spread over more than a second', async () => {
  const { world, server, connect } = openModel()
  const clients = Array.from({ length: 100 }, () => connect())
  await world.pass(100)
  server.cutAll()
  const returns = clients.map(({ status }) => (status.name === 'waiting' ? status.retryAtMs - world.nowMs : Number.NaN))
  expect(Math.min(...returns)).toBeGreaterThanOrEqual(300)
  expect(Math.max(...returns)).toBeLessThanOrEqual(1_500)
  expect(Math.max(...returns) - Math.min(...returns)).toBeGreaterThan(1_000)
})

test('[UX-14] stays away longer and longer, between 1 and 30 s, and begins anew after a steady connection', async () => {
  const { world, server, connect } = openModel()
  const client = connect()
  await world.pass(100)
  server.up = false
  server.cutAll()
  const waits: number[] = []
  client.onStatus((status) => status.name === 'waiting' && waits.push(status.retryAtMs - world.nowMs))
  await world.pass(600_000)
  expect(waits.length).toBeGreaterThan(20)
  expect(Math.max(...waits)).toBeLessThanOrEqual(30_000)
  expect(Math.max(...waits)).toBeGreaterThan(15_000)
  expect(Math.min(...waits)).toBeGreaterThanOrEqual(1_000)
  server.up = true
  client.retryNow()
  await world.pass(11_000)
  server.cutAll()
  expect(seconds(waits.at(-1) ?? 0)).toBeLessThanOrEqual(1.5)
})

test('the ceiling of the waits doubles', () => {
  const highest = { randomBytes: (count: number) => new Uint8Array(count).fill(255) }
  expect([0, 1, 2, 3, 4, 5, 50].map((attempt) => Math.round(reconnectMs(attempt, highest)))).toEqual([
    1_500, 3_000, 6_000, 12_000, 24_000, 30_000, 30_000,
  ])
  expect(repeatMs(2_000, 7, 300, highest)).toBe(2_500)
  expect(repeatMs(undefined, 40, 300, highest)).toBe(12_500)
})

test.each([4400, 4401, 4403, 4409, 4429, 4499])('[UX-14] code %d: stays away until started', async (code) => {
  const { world, server, connect } = openModel()
  const client = connect()
  await world.pass(100)
  server.cutAll(code)
  expect(client.status).toEqual({ name: 'stopped', code })
  client.retryNow()
  await world.pass(120_000)
  expect(world.sockets.length).toBe(1)
  client.start()
  await world.pass(100)
  expect(client.status.name).toBe('online')
})

test.each([1000, 1001, 1006, 1009, 1011, 4503, 4508])('close code %d: comes back', async (code) => {
  const { world, server, connect } = openModel()
  const client = connect()
  await world.pass(100)
  server.cutAll(code)
  expect(client.status).toMatchObject({ name: 'waiting', why: code === 4503 ? 'restarting' : 'lost' })
  await world.pass(2_000)
  expect(client.status.name).toBe('online')
})

test('a hello that is refused for good stops, one that is refused for now waits as long as told', async () => {
  const { world, server, connect } = openModel()
  server.fault = (name) => (name === 'hello' ? { code: 'login_first' } : null)
  const client = connect()
  await world.pass(60_000)
  expect(client.status).toEqual({ name: 'stopped', code: 0, refusal: 'login_first' })
  expect(world.sockets.length).toBe(1)
  server.fault = (name) => (name === 'hello' ? { code: 'rate_limited', retry_after_ms: 20_000 } : null)
  client.start()
  await world.pass(100)
  expect(client.status).toMatchObject({ name: 'waiting', why: 'busy' })
  await world.pass(19_000)
  expect(client.status.name).toBe('waiting')
  server.fault = () => null
  await world.pass(3_000)
  expect(client.status.name).toBe('online')
})

test('[P-10] heads are answered with a command', async () => {
  const { world, server, connect } = openModel()
  connect()
  await world.pass(25_000)
  server.heads()
  await world.pass(100)
  expect(world.socket.commands('heartbeat').length).toBe(1)
})

test('[P-10] where no heads come the server is asked for a heartbeat, and silence after that is a loss', async () => {
  const { world, server, connect } = openModel()
  const client = connect()
  await world.pass(27_400)
  expect(world.socket.commands('heartbeat').length).toBe(0)
  await world.pass(28_000)
  expect(world.socket.commands('heartbeat').length).toBe(2)
  expect(client.status.name).toBe('online')
  server.fault = () => 'silent'
  await world.pass(27_500 + 9_000)
  expect(client.status.name).toBe('online')
  await world.pass(1_000)
  expect(client.status.name).toBe('waiting')
  expect(world.sockets[0]?.closedByClient).toBe(true)
})

test('[P-10] a device that slept knows without asking that the line is dead', async () => {
  const { world, connect } = openModel()
  const client = connect()
  await world.pass(1_000)
  world.nowMs += 3_600_000
  await world.pass(1)
  expect(client.status.name).toBe('waiting')
  expect(world.sockets[0]?.commands('heartbeat').length).toBe(0)
})

test('[P-6] a command that is not answered in 10 s renews the connection', async () => {
  const { world, server, connect } = openModel()
  const client = connect()
  await world.pass(30_000)
  server.fault = (name) => (name === 'profile.suggest' ? 'silent' : null)
  const call = client.call('profile.suggest', { locale: 'en' }).catch((error: Error) => error.name)
  await world.pass(9_900)
  expect(client.status.name).toBe('online')
  await world.pass(200)
  expect(client.status.name).toBe('waiting')
  expect(await call).toBe('Disconnected')
})

test('a socket that never opens is given up after 10 s', async () => {
  const world = new FakeWorld()
  const client = createClient({ platform: world.platform(), url: 'ws://nobody/ws' })
  client.start()
  await world.pass(9_900)
  expect(client.status.name).toBe('connecting')
  await world.pass(200)
  expect(client.status.name).toBe('waiting')
  expect(world.sockets.length).toBe(1)
})

test('[UX-14] retryNow begins a try anew that hangs, and says still since when the line was lost', async () => {
  const { world, server, connect } = openModel()
  const client = connect()
  await world.pass(100)
  const lostMs = world.nowMs
  const meets = world.met
  // A network that takes everything and answers nothing.
  world.met = () => {}
  server.cutAll()
  await world.pass(1_600)
  expect(client.status).toEqual({ name: 'connecting', lostMs })
  const hanging = world.socket
  world.met = meets
  client.retryNow()
  expect(client.status).toEqual({ name: 'connecting', lostMs })
  expect([world.sockets.length, hanging.closedByClient]).toEqual([3, true])
  await world.pass(100)
  expect(client.status.name).toBe('online')
})

test('[P-17] goaway: what was asked is still answered, then it comes back after the time given', async () => {
  const { world, server, connect } = openModel()
  const client = connect()
  await world.pass(30_000)
  const call = client.call('profile.suggest', { locale: 'en' })
  server.tellAll([0, 'goaway', { after_ms: 4_000 }])
  await world.pass(6)
  expect(client.status).toMatchObject({ name: 'waiting', why: 'restarting', retryAtMs: world.nowMs + 3_999 })
  await expect(client.call('profile.suggest', { locale: 'en' })).rejects.toThrow('disconnected')
  await world.pass(20)
  expect(await call).toEqual(expect.objectContaining({ name: 'somebody' }))
  expect(world.sockets[0]?.closedByClient).toBe(true)
  await world.pass(3_900)
  expect(world.sockets.length).toBe(1)
  await world.pass(200)
  expect(client.status.name).toBe('online')
})

test('retryNow does not wait, and makes sure of a connection that seems to stand', async () => {
  const { world, server, connect } = openModel()
  const client = connect()
  await world.pass(100)
  server.cutAll()
  client.retryNow()
  await world.pass(20)
  expect(client.status.name).toBe('online')
  server.fault = () => 'silent'
  client.retryNow()
  await world.pass(10_001)
  expect(client.status.name).toBe('waiting')
})

test('stop ends everything: no timer, no socket', async () => {
  const { world, server, connect } = openModel()
  const client = connect()
  client.room('')
  await world.pass(100)
  client.stop()
  expect(client.status).toEqual({ name: 'stopped', code: 1000 })
  await world.pass(10)
  expect([world.timers, server.lines.size]).toEqual([0, 0])
})

test('what is no frame renews the connection, what is a newer kind of frame is passed over', async () => {
  const { world, server, connect } = openModel()
  const client = connect()
  await world.pass(100)
  server.tellAll([0, 'fireworks', { colour: 'red' }])
  await world.pass(10)
  expect(client.status.name).toBe('online')
  world.socket.says('{"not":"a frame"}')
  expect(client.status.name).toBe('waiting')
})

test('a listener that throws takes nothing from the others', async () => {
  const { world, connect } = openModel()
  const client = connect()
  client.onStatus(() => {
    throw new Error('mine alone')
  })
  const seen: string[] = []
  client.onStatus(({ name }) => seen.push(name))
  await expect(world.pass(100)).rejects.toThrow('mine alone')
  expect(seen).toEqual(['online'])
})

test('calls reject with the refusal, and without a connection', async () => {
  const { world, server, connect } = openModel()
  const client = connect()
  await expect(client.call('profile.suggest', { locale: 'en' })).rejects.toThrow('disconnected')
  await world.pass(100)
  server.fault = () => ({ code: 'name_taken', suggestion: 'ada2' })
  const call = client.call('profile.set', { name: 'ada', look: 1 }).catch((error: Error) => error)
  await world.pass(100)
  expect(await call).toMatchObject({ name: 'Refused', refusal: { code: 'name_taken', suggestion: 'ada2' } })
})

test('an id is a UUID of version 4', () => {
  const dice = new FakeWorld(3).platform(memoryKeep())
  for (let turn = 0; turn < 50; turn++)
    expect(uuid(dice)).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
})

test('a room of a refused name says so, and is tried again after entering', async () => {
  const { world, server, connect } = openModel()
  server.fault = (name) => (name === 'room.open' ? { code: 'login_first' } : null)
  const client = connect()
  const screen = new Screen(client.room('tea'))
  await world.pass(100)
  expect(screen.refusals).toEqual(['login_first'])
  server.fault = () => null
  const entering = client.call('profile.set', { name: 'ada', look: 1 })
  await world.pass(100)
  await entering
  expect(screen.snapshots.length).toBe(1)
})

import { afterEach, expect, test } from 'bun:test'
import { connect, createServer, type Server, type Socket } from 'node:net'
import { nextTurn } from '#server/kit/clock.ts'
import type { Script } from './fault-line.ts'
import { type FaultProxy, startProxy } from './fault-proxy.ts'

const cleanups: (() => unknown)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

type Far = { socket: Socket; ended: string; text: string; pieces: number }

/** A server that keeps what it hears, and a proxy with this script before it. */
async function lines(script: Script = {}) {
  const fars: Far[] = []
  const server: Server = createServer((socket) => {
    const far: Far = { socket, ended: '', text: '', pieces: 0 }
    fars.push(far)
    socket.on('data', (chunk: Buffer) => {
      far.text += chunk
      far.pieces++
    })
    socket.on('end', () => (far.ended ||= 'fin'))
    socket.on('error', () => (far.ended ||= 'reset'))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('it does not listen')
  const proxy = await startProxy(address, { script, chance: () => 0 })
  cleanups.push(
    () => server.close(),
    () => proxy[Symbol.asyncDispose](),
  )
  /** A client that has a line, and its end at the server. */
  const comes = async () => {
    const client = connect(proxy.port, '127.0.0.1')
    const near = { heard: '', ended: '' }
    client.on('data', (chunk: Buffer) => {
      near.heard += chunk
    })
    client.on('end', () => (near.ended ||= 'fin'))
    client.on('error', () => (near.ended ||= 'reset'))
    cleanups.push(() => client.destroy())
    const known = fars.length
    await until(() => fars.length > known)
    const far = fars[known]
    if (!far) throw new Error('nobody came')
    return { client, near, far }
  }
  return { proxy, comes }
}

/** Turn by turn: all of it happens in this process. */
async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await nextTurn()
}

const lastDeed = ({ deeds }: FaultProxy) => deeds.at(-1)

test('[F-6] exactly so many bytes pass, then the line is reset or ends, and that is noted', async () => {
  for (const how of ['reset', 'fin'] as const) {
    const { proxy, comes } = await lines({ up: { cutAfter: { bytes: 5, how } } })
    const { client, far } = await comes()
    client.write('0123')
    client.write('456789')
    await until(() => far.ended !== '')
    expect([far.text, far.ended, proxy.cuts]).toEqual(['01234', how, 1])
    expect(lastDeed(proxy)).toEqual({ line: 1, way: 'up', what: `cut ${how}`, bytes: 5 })
  }
})

test('[F-26] a line through which nothing passes for a while is ended, counted from what passed last', async () => {
  const { proxy, comes } = await lines({ up: { idle: { ms: 100, how: 'fin' } } })
  const { client, far } = await comes()
  let lastMs = performance.now()
  for (const word of ['one', 'two']) {
    lastMs = performance.now()
    client.write(word)
    await until(() => far.text.endsWith(word))
  }
  await until(() => far.ended !== '')
  // Timers may be a millisecond early.
  expect(performance.now() - lastMs).toBeGreaterThan(90)
  expect([far.ended, proxy.cuts]).toEqual(['fin', 1])
  await until(() => proxy.lines.length === 0)
})

test('[F-6] so many bytes pass on all lines together, then all are reset; new ones are let through', async () => {
  const { proxy, comes } = await lines()
  const [one, other] = [await comes(), await comes()]
  proxy.cutAfter({ up: 5 })
  one.client.write('012')
  await until(() => one.far.text === '012')
  other.client.write('3456')
  await until(() => one.near.ended !== '' && other.far.ended !== '')
  expect([other.far.text, one.near.ended, other.far.ended, proxy.cuts]).toEqual(['34', 'reset', 'reset', 2])
  const third = await comes()
  third.client.write('all of it passes')
  await until(() => third.far.text === 'all of it passes')
})

test('[F-6] nobody listens, until somebody does', async () => {
  const { proxy, comes } = await lines()
  const one = await comes()
  proxy.refuse()
  await until(() => one.near.ended !== '')
  const late = connect(proxy.port, '127.0.0.1')
  const fate = Promise.withResolvers<string>()
  late.on('error', () => fate.resolve('reset'))
  late.on('close', () => fate.resolve('closed'))
  expect([await fate.promise, one.near.ended, proxy.cuts]).toEqual(['reset', 'reset', 1])
  proxy.accept()
  const next = await comes()
  next.client.write('back')
  await until(() => next.far.text === 'back')
})

test('[F-6] silence: nothing passes in either direction, and both sides think that the line is open', async () => {
  const { proxy, comes } = await lines()
  const { client, near, far } = await comes()
  client.write('before')
  await until(() => far.text === 'before')
  const [line] = proxy.lines
  expect(proxy.cut('silence')).toBe(1)
  client.write('after')
  far.socket.write('answer')
  await until(() => line?.up.swallowed === 'after'.length && line.down.swallowed === 'answer'.length)
  expect([far.text, near.heard, far.ended, client.destroyed]).toEqual(['before', '', '', false])
})

test('[F-11] held bytes wait and pass in their order; a rate and pieces keep it, too', async () => {
  const { proxy, comes } = await lines({ up: { hold: true } })
  const { client, near, far } = await comes()
  client.write('first ')
  client.write('second')
  // What goes the other way passes meanwhile: it is this direction that is held.
  far.socket.write('and this passes')
  await until(() => near.heard === 'and this passes')
  expect([far.text, proxy.lines[0]?.up.passed]).toEqual(['', 0])
  proxy.set({ up: { chop: 3, jitterMs: 2, bytesPerSecond: 5_000 } })
  await until(() => far.text === 'first second')
  expect(far.pieces).toBeGreaterThan(2)
})

test('[F-11] a hold is for the lines there are and for those that come', async () => {
  const { proxy, comes } = await lines()
  const one = await comes()
  proxy.hold()
  const other = await comes()
  for (const { client } of [one, other]) client.write('held')
  // Written later, and there: the held ones have had their turn.
  const free = await (await lines()).comes()
  free.client.write('free')
  await until(() => free.far.text === 'free')
  expect([one.far.text, other.far.text]).toEqual(['', ''])
  proxy.release()
  await until(() => one.far.text === 'held' && other.far.text === 'held')
})

test('[F-6] a chunk may pass twice', async () => {
  const { comes } = await lines({ up: { duplicate: 1 } })
  const { client, far } = await comes()
  client.write('again')
  await until(() => far.text === 'againagain')
})

test('[F-6] what one side says before it ends reaches the other, however long it takes on the way', async () => {
  const { comes } = await lines({ down: { delayMs: 50 } })
  const { near, far } = await comes()
  far.socket.end('the last words')
  await until(() => near.ended !== '')
  expect([near.heard, near.ended]).toEqual(['the last words', 'fin'])
})

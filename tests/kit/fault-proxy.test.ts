import { afterEach, expect, test } from 'bun:test'
import { connect, createServer, type Server, type Socket } from 'node:net'
import { type FaultProxy, type Script, startFaultProxy } from './fault-proxy.ts'

const cleanups: (() => unknown)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

/** A server that keeps what it hears, and a client before a proxy with this script. */
async function line(script: Script, chance = () => 0) {
  const heard: Buffer[] = []
  const far: { socket: Socket | null; ended: string } = { socket: null, ended: '' }
  const server: Server = createServer((socket) => {
    far.socket = socket
    socket.on('data', (chunk: Buffer) => heard.push(chunk))
    socket.on('end', () => (far.ended ||= 'fin'))
    socket.on('error', () => (far.ended ||= 'reset'))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('it does not listen')
  const proxy = await startFaultProxy({ targetPort: () => address.port, scriptOf: () => script, chance })
  const client = connect(proxy.port, '127.0.0.1')
  client.on('error', () => {})
  await new Promise<void>((resolve) => client.on('connect', () => resolve()))
  cleanups.push(
    () => server.close(),
    () => proxy[Symbol.asyncDispose](),
    () => client.destroy(),
  )
  return { client, proxy, far, heard, text: () => Buffer.concat(heard).toString() }
}

async function until(holds: () => boolean): Promise<void> {
  for (let tries = 0; !holds(); tries++) {
    if (tries > 2_000) throw new Error('it did not come')
    await Bun.sleep(5)
  }
}

const lastDeed = ({ deeds }: FaultProxy) => deeds.at(-1)

test('[F-6] exactly so many bytes pass, then the line is reset or ends, and that is noted', async () => {
  for (const how of ['reset', 'fin'] as const) {
    const { client, proxy, far, text } = await line({ up: { cutAfter: { bytes: 5, how } } })
    client.write('0123')
    client.write('456789')
    await until(() => far.ended !== '')
    expect([text(), far.ended, proxy.cuts]).toEqual(['01234', how, 1])
    expect(lastDeed(proxy)).toEqual({ line: 1, way: 'up', what: `cut ${how}`, bytes: 5 })
  }
})

test('[F-26] a line through which nothing passes for a while is ended; one that says something now and then is not', async () => {
  const { client, proxy, far } = await line({ up: { idle: { ms: 150, how: 'fin' } } })
  for (let times = 0; times < 6; times++) {
    client.write('here')
    await Bun.sleep(50)
  }
  expect(proxy.cuts).toBe(0)
  await until(() => far.ended !== '')
  expect([far.ended, proxy.cuts, proxy.lines.length]).toEqual(['fin', 1, 0])
})

test('[F-6] silence: nothing passes in either direction, and both sides think that the line is open', async () => {
  const { client, proxy, far, text } = await line({})
  client.write('before')
  await until(() => text() === 'before')
  expect(proxy.cut('silence')).toBe(1)
  client.write('after')
  far.socket?.write('answer')
  let answered = false
  client.on('data', () => (answered = true))
  await Bun.sleep(50)
  expect([text(), answered, far.ended, client.destroyed]).toEqual(['before', false, '', false])
})

test('[F-11] held bytes wait and pass in their order; a rate and pieces keep it, too', async () => {
  const { client, proxy, heard, text } = await line({ up: { hold: true } })
  client.write('first ')
  client.write('second')
  await Bun.sleep(50)
  expect(text()).toBe('')
  for (const one of proxy.lines) one.up.set({ chop: 3, jitterMs: 2, bytesPerSecond: 5_000 })
  await until(() => text() === 'first second')
  expect(heard.length).toBeGreaterThan(2)
})

test('[F-6] a chunk may pass twice', async () => {
  const { client, text } = await line({ up: { duplicate: 1 } })
  client.write('again')
  await until(() => text() === 'againagain')
})

import { connect, createServer, type Server } from 'node:net'
import { subprotocol } from '#protocol/version.ts'
import { startProxy } from '#tests/kit/fault-proxy.ts'
import { handshakeText } from '#tests/kit/raw-socket.ts'
import { bringPerson } from '../crowd/person.ts'
import { until } from '../world/steady.ts'
import type { World } from '../world/world.ts'
import { Broken, type Fault } from './fault.ts'

/** Changes the head of each request, as a proxy does that knows nothing of WebSocket. */
type Meddling = { name: string; change(head: string): string; expects: RegExp }

const meddlings: readonly Meddling[] = [
  {
    name: 'takes Upgrade away',
    change: (head) => head.replace(/^(Upgrade|Connection):.*\r\n/gim, ''),
    expects: /^HTTP\/1\.1 (426|400) /,
  },
  {
    name: 'speaks HTTP/1.0',
    change: (head) => head.replace('HTTP/1.1', 'HTTP/1.0').replace(/^(Upgrade|Connection):.*\r\n/gim, ''),
    expects: /^HTTP\/1\.[01] (426|400) /,
  },
  {
    name: 'doubles the key',
    change: (head) => head.replace(/^(Sec-WebSocket-Key:.*\r\n)/im, '$1$1'),
    expects: /^HTTP\/1\.1 (101|400) /,
  },
]

/** What stands between: buffers, meddles, chops. A clear answer, or a line that works. */
export const hostileProxy: Fault = {
  id: 'F-26',
  name: 'a proxy between that buffers, chops and meddles',
  needs: [],
  takesS: 8,
  async run(world) {
    const told: string[] = []
    for (const { name, change, expects } of meddlings) {
      const answer = await through(world, change)
      if (!expects.test(answer))
        throw new Broken(`a proxy that ${name} was answered ${JSON.stringify(answer.slice(0, 80))}`)
      told.push(`${name}: ${answer.slice(9, 12)}`)
    }
    await talksThrough(world)
    return `${told.join(', ')}; through one that delays by 60 ms and chops into 40 bytes people talk`
  },
}

async function through(world: World, change: (head: string) => string): Promise<string> {
  const server = await meddler(world.server.port, change)
  try {
    const { port } = addressOf(server)
    return await answerTo(
      port,
      handshakeText({ port, path: '/ws', headers: { 'Sec-WebSocket-Protocol': subprotocol } }),
    )
  } finally {
    server.close()
  }
}

function meddler(targetPort: number, change: (head: string) => string): Promise<Server> {
  const server = createServer((client) => {
    const target = connect(targetPort, '127.0.0.1')
    client.on('error', () => target.destroy())
    target.on('error', () => client.destroy())
    client.on('data', (chunk) => target.write(change(chunk.toString('latin1'))))
    target.pipe(client)
    client.on('close', () => target.destroy())
  })
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)))
}

function addressOf(server: Server): { port: number } {
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the proxy does not listen')
  return address
}

function answerTo(port: number, text: string): Promise<string> {
  return new Promise((resolve) => {
    let said = ''
    const socket = connect(port, '127.0.0.1', () => socket.write(text))
    const end = () => {
      socket.destroy()
      resolve(said)
    }
    socket.on('data', (chunk) => {
      said += chunk.toString('latin1')
      if (said.includes('\r\n\r\n')) end()
    })
    socket.on('error', end)
    socket.on('close', end)
    setTimeout(end, 5_000).unref()
  })
}

let brought = 0

async function talksThrough(world: World): Promise<void> {
  await using proxy = await startProxy(world.server, {
    script: { up: { delayMs: 60, chop: 40 }, down: { jitterMs: 5, chop: 700 } },
  })
  const person = await bringPerson({
    url: proxy.url,
    name: `behind ${++brought}`,
    room: 'behind-a-proxy',
    sink: (entry) => world.options.take([entry]),
  })
  for (let at = 0; at < 3; at++) person.says(`through a bad proxy, ${at}`)
  await until('what was said through a bad proxy is stored', () => person.isSettled, 30_000)
  person.go()
}

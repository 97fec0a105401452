// Some of a crowd in a process of its own: real clients of sdk/, each with its own socket and its own patience.
//   bun crowd.ts <url> <socket url> <rooms> <first> <count>
// Says {"here": n} when all are in; is told what to do by lines, and says {"done": <line>}: `wait <body>` begins to wait for that message
// in each client, and later says {"back": [ms since 1970, …]}, when all were shown it; `cut` ends all lines.
import { subprotocol } from '#protocol/version.ts'
import { type Client, createClient, memoryKeep, type Socket } from '#sdk/index.ts'
import { createBunPlatform } from '#tests/kit/bun-platform.ts'
import { newToken } from '#tests/kit/guest.ts'

const [url = '', socketUrl = '', rooms = '1', first = '0', count = '0'] = process.argv.slice(2)
const AT_ONCE = 32
/** Whatever was missed is fetched, one by one: nobody is caught up by a new beginning. */
const ALL = 1_000_000
const sockets = new Set<WebSocket>()
const shown: ((body: string) => void)[] = []

/** So many at once, and one of their lines breaks now and then before anybody is in. */
async function tokenOf(tries = 5): Promise<string> {
  try {
    return await newToken(url)
  } catch (error) {
    if (tries === 1) throw error
    return tokenOf(tries - 1)
  }
}

function openSocket(address: string): Socket {
  const socket = new WebSocket(address, subprotocol)
  sockets.add(socket)
  const own: Socket = {
    send: (text) => socket.send(text),
    close: (code) => socket.close(code),
    ...{ onOpen: null, onText: null, onClose: null },
  }
  socket.onopen = () => own.onOpen?.()
  socket.onmessage = ({ data }) => own.onText?.(String(data))
  socket.onclose = ({ code }) => {
    sockets.delete(socket)
    own.onClose?.(code)
  }
  return own
}

async function bring(n: number): Promise<void> {
  const platform = { ...createBunPlatform(), openSocket, keep: memoryKeep() }
  const client: Client = createClient({ platform, url: socketUrl, token: await tokenOf(), locale: 'en', most: ALL })
  void client.start()
  const room = client.room(`storm-${n % Number(rooms)}`)
  const isIn = Promise.withResolvers<void>()
  const show = (body: string | undefined) => body !== undefined && shown[n]?.(body)
  room.listen({
    snapshot({ lines }) {
      isIn.resolve()
      for (const line of lines) show('body' in line ? line.body : undefined)
    },
    events(events) {
      for (const event of events) if (event.type === 'message.posted') show(event.body)
    },
  })
  await isIn.promise
  await client.call('profile.set', { name: `storm ${n}`, look: 0 })
}

function waitFor(body: string): void {
  const back: number[] = []
  const last = Number(first) + Number(count)
  for (let n = Number(first); n < last; n++) {
    let isBack = false
    shown[n] = (said) => {
      if (isBack || said !== body) return
      isBack = true
      back.push(Date.now())
      if (back.length === Number(count)) console.log(JSON.stringify({ back }))
    }
  }
}

let next = Number(first)
await Promise.all(
  Array.from({ length: AT_ONCE }, async () => {
    while (next < Number(first) + Number(count)) await bring(next++)
  }),
)
console.log(JSON.stringify({ here: Number(count) }))
for await (const line of console) {
  if (line.startsWith('wait ')) waitFor(line.slice('wait '.length))
  else if (line === 'cut') for (const socket of sockets) socket.close(4999)
  console.log(JSON.stringify({ done: line }))
}
process.exit(0)

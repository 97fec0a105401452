import { Visitor } from '../growth/visitor.ts'

/** Tokens of two who have names, and the room in which they meet. */
export type People = { sender: string; reader: string; room: string }

const DELIVERED_MS = 20_000

/** Both come as they would after a restart: hello, join; then one says something, and the other has it. */
export async function deliverOurs(port: number, { sender, reader, room }: People): Promise<void> {
  const [from, to] = await Promise.all([come(port, sender, room), come(port, reader, room)])
  const cid = crypto.randomUUID()
  const heard = Promise.withResolvers<void>()
  to.onPush = (text) => {
    if (text.startsWith('[0,"events"') && text.includes(cid)) heard.resolve()
  }
  try {
    await within(Promise.all([from.ask('message.post', { room, cid, body: 'here again' }), heard.promise]))
  } finally {
    from.leave()
    to.leave()
  }
}

async function come(port: number, token: string, room: string): Promise<Visitor> {
  const visitor = await Visitor.again(port, token)
  await visitor.ask('room.join', { room })
  return visitor
}

/** Two sockets of the bare loop: what one sends, the other has. */
export async function deliverBare(port: number): Promise<void> {
  const [from, to] = await Promise.all([openSocket(port), openSocket(port)])
  const heard = Promise.withResolvers<void>()
  to.onmessage = () => heard.resolve()
  try {
    from.send('here again')
    await within(heard.promise)
  } finally {
    from.close()
    to.close()
  }
}

async function openSocket(port: number): Promise<WebSocket> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/`)
  await new Promise<void>((resolve, reject) => {
    socket.onopen = () => resolve()
    socket.onclose = () => reject(new Error('the bare loop let nobody in'))
  })
  return socket
}

async function within(what: Promise<unknown>): Promise<void> {
  const late = Promise.withResolvers<never>()
  const timer = setTimeout(() => late.reject(new Error('nothing was delivered for 20 s')), DELIVERED_MS)
  await Promise.race([what, late.promise]).finally(() => clearTimeout(timer))
}

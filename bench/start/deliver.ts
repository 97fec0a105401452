import { Visitor } from '../growth/visitor.ts'
import { inTime } from '../in-time.ts'

/** Tokens of two who have names, and the room in which they meet. */
export type People = { sender: string; reader: string; room: string }

const DELIVERED_S = 20
const late = `nothing was delivered for ${DELIVERED_S} s`

/** Both come as they would after a restart: hello, join; then one says something, and the other has it. */
export async function deliverOurs(port: number, { sender, reader, room }: People): Promise<void> {
  const [from, to] = await Promise.all([come(port, sender, room), come(port, reader, room)])
  const cid = crypto.randomUUID()
  const heard = Promise.withResolvers<void>()
  to.onPush = (text) => {
    if (text.startsWith('[0,"events"') && text.includes(cid)) heard.resolve()
  }
  try {
    await inTime(
      Promise.all([from.ask('message.post', { room, cid, body: 'here again' }), heard.promise]),
      DELIVERED_S,
      late,
    )
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
    await inTime(heard.promise, DELIVERED_S, late)
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

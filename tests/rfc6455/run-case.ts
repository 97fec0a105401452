import { subprotocol } from '#protocol/version.ts'
import { handshakeText, opcodes, RawSocket } from '#tests/kit/raw-socket.ts'
import type { Case, HeadCase, Seen } from './case.ts'
import { ping, text } from './case.ts'

type Server = { readonly port: number }

/** The ping of the oracle, and the command after it. */
const PROBE = 'are you well?'
const CHECKUP = 77

const doors = {
  v1: {
    path: '/ws',
    headers: { 'Sec-WebSocket-Protocol': subprotocol },
    greets: 0,
    checkup: (token: string) => JSON.stringify([CHECKUP, 'hello', { v: 1, token }]),
  },
  classic: { path: '/', headers: {}, greets: 1, checkup: () => `{"type":"nosuch${CHECKUP}"}` },
} as const

/** Plays a case on a socket of its own, and tells what came of it. */
export async function runCase(server: Server, token: string, one: Case): Promise<Seen> {
  const door = doors[one.door ?? 'v1']
  using socket = new RawSocket(server.port)
  const head = handshakeText({ port: server.port, path: door.path, headers: { ...door.headers, ...one.headers } })
  const [early, ...rest] = one.withHead ? one.sends : [Buffer.alloc(0), ...one.sends]
  await socket.write(Buffer.concat([Buffer.from(head), early ?? Buffer.alloc(0)]))
  await socket.answered()
  for (const bytes of rest) {
    await socket.write(bytes)
    await new Promise<void>((resolve) => setImmediate(resolve))
  }
  await isWell(socket, one, door.checkup(token))
  // A close is only whole when the line is over, too (RFC 6455, 7.1.1): the server ends it.
  if (socket.closeCode !== null) await socket.until('end of the line', () => socket.ended || null)
  return {
    answers: socket.texts.slice(door.greets).filter(isNoCheckup).map(shortened).toSorted(),
    pongs: pongsOf(socket).filter((payload) => payload !== PROBE),
    closes: socket.closeCode,
    extension: /^sec-websocket-extensions:.*$/im.exec(socket.head)?.[0] ?? null,
  }
}

/** Resolves when a ping was answered and the next command, too, or when the socket was closed. */
async function isWell(socket: RawSocket, one: Case, checkup: string): Promise<void> {
  await socket.write(ping(PROBE))
  await socket.until('pong or close', () => socket.closeCode !== null || pongsOf(socket).includes(PROBE))
  if (one.finish) await socket.write(one.finish)
  await socket.write(text(checkup))
  await socket.until('answer or close', () => socket.closeCode !== null || !socket.texts.every(isNoCheckup))
}

const pongsOf = (socket: RawSocket): string[] =>
  socket.frames.filter(({ opcode }) => opcode === opcodes.pong).map(({ payload }) => payload.toString('latin1'))

/** A command that works is answered with `ok`; classic pages have none that changes nothing. */
const isNoCheckup = (said: string): boolean =>
  !(said.startsWith(`[${CHECKUP},"ok"`) || (said.includes('"code":"unknown_type"') && said.startsWith('{')))

/** `[9,"no",{"code":"unknown_type"}]` → `9 unknown_type` */
function shortened(said: string): string {
  const found = /^\[(\d+),"no",\{"code":"(\w+)"/.exec(said) ?? /^\{"type":"(error)".*"code":"(\w+)"/.exec(said)
  return found ? `${found[1]} ${found[2]}` : said
}

/** The status that answers a head; 0 where the line ends without an answer. */
export async function runHead(server: Server, one: HeadCase): Promise<number> {
  using socket = new RawSocket(server.port)
  for (const part of one.head(server.port)) await socket.write(part)
  await socket.until('answer', () => socket.ended || socket.status > 0)
  return socket.status
}

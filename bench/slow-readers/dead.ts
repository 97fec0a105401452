// bun dead.ts <port> <room name> <token>…: comes into the room by each token and then takes nothing any more from its socket. Whoever
// is cut comes back, and stops again. Says {"dead": n} when all have stopped; when its input ends, {"cut": n}: how often they were.
import { connect, type Socket } from 'node:net'
import { subprotocol } from '#protocol/version.ts'
import { frameBytes, handshakeText } from '#tests/kit/raw-socket.ts'

const [port = '0', room = '', ...tokens] = process.argv.slice(2)
const AGAIN_MS = 500
const ID = /"id":"(r[0-9a-hjkmnp-tv-z]{12})"/
let cut = 0
let isOver = false

/** Resolves when it has joined and reads no more. */
function come(token: string): Promise<void> {
  const stopped = Promise.withResolvers<void>()
  const socket = connect({ port: Number(port), host: '127.0.0.1', noDelay: true })
  socket.write(handshakeText({ port: Number(port), path: '/ws', headers: { 'Sec-WebSocket-Protocol': subprotocol } }))
  let heard = ''
  let step = 0
  const say = (text: string) => void socket.write(frameBytes(text))
  socket.on('data', (bytes: Buffer) => {
    heard += bytes.toString('latin1')
    if (step === 0 && heard.includes('\r\n\r\n')) step = ask(1, say, `[1,"hello",{"v":1,"token":"${token}"}]`)
    else if (step === 1 && heard.includes('[1,"ok"')) step = ask(2, say, `[2,"room.open",{"name":"${room}"}]`)
    else if (step === 2 && heard.includes('[2,"ok"'))
      step = ask(3, say, `[3,"room.join",{"room":"${ID.exec(heard.slice(heard.indexOf('[2,"ok"')))?.[1]}"}]`)
    else if (step === 3 && heard.includes('[3,"ok"')) stop(socket, () => stopped.resolve())
  })
  socket.on('error', () => {})
  watch(socket, token)
  return stopped.promise
}

function ask(step: number, say: (text: string) => void, text: string): number {
  say(text)
  return step
}

function stop(socket: Socket, done: () => void): void {
  socket.pause()
  done()
}

/** A socket that does not read hears of its end when it writes: a command now and then, which nobody answers to it. */
function watch(socket: Socket, token: string): void {
  const timer = setInterval(() => void socket.write(frameBytes('[9,"heartbeat",{}]')), AGAIN_MS)
  socket.on('close', () => {
    clearInterval(timer)
    if (isOver) return
    cut++
    setTimeout(() => void come(token), AGAIN_MS)
  })
}

await Promise.all(tokens.map(come))
console.log(JSON.stringify({ dead: tokens.length }))
for await (const _ of console);
isOver = true
console.log(JSON.stringify({ cut }))
process.exit(0)

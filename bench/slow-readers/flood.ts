// bun flood.ts <port> <room name> <messages a second> <token>: one person who sends so many messages into a room, whatever it is answered,
// and comes back when it is sent away. Says {"flooding": true} when it has begun; when its input ends, how many it has sent and what of it was refused.
import { connect, type Socket } from 'node:net'
import { subprotocol } from '#protocol/version.ts'
import { frameBytes, handshakeText } from '#tests/kit/raw-socket.ts'

const [port = '0', room = '', perSecond = '0', token = ''] = process.argv.slice(2)
const BEAT_MS = 10
const KINDS = 64
const ID = /"id":"(r[0-9a-hjkmnp-tv-z]{12})"/
const counts = { sent: 0, refused: 0, closed: 0 }
let isOver = false

/** Masking costs more than sending, so a few are made once. Their cid is a new one for each, as far as the server looks. */
const messagesIn = (id: string): Buffer =>
  Buffer.concat(
    Array.from({ length: KINDS }, (_, at) =>
      frameBytes(
        `[${at + 10},"message.post",{"room":"${id}","cid":"${crypto.randomUUID()}","body":"a flood of tea, ${at}"}]`,
      ),
    ),
  )

function come(begun: () => void): void {
  const socket = connect({ port: Number(port), host: '127.0.0.1', noDelay: true })
  socket.write(handshakeText({ port: Number(port), path: '/ws', headers: { 'Sec-WebSocket-Protocol': subprotocol } }))
  const say = (text: string) => void socket.write(frameBytes(text))
  let [heard, step] = ['', 0]
  let stopTimer = () => {}
  socket.on('data', (bytes: Buffer) => {
    const text = bytes.toString('latin1')
    if (step === 4) return count(text)
    heard += text
    const next = (to: number, words: string) => {
      step = to
      say(words)
    }
    if (step === 0 && heard.includes('\r\n\r\n')) next(1, `[1,"hello",{"v":1,"token":"${token}"}]`)
    else if (step === 1 && heard.includes('[1,"ok"')) next(2, `[2,"room.open",{"name":"${room}"}]`)
    else if (step === 2 && heard.includes('[2,"ok"')) next(3, `[3,"room.join",{"room":"${idIn(heard)}"}]`)
    else if (step === 3 && heard.includes('[3,"ok"')) {
      step = 4
      stopTimer = flood(socket, messagesIn(idIn(heard)))
      begun()
    }
  })
  socket.on('error', () => {})
  socket.on('close', () => {
    stopTimer()
    if (isOver) return
    counts.closed++
    setTimeout(() => come(() => {}), BEAT_MS)
  })
}

const idIn = (heard: string): string => ID.exec(heard.slice(heard.indexOf('[2,"ok"')))?.[1] ?? ''

function count(text: string): void {
  counts.refused += text.split('rate_limited').length - 1
}

function flood(socket: Socket, messages: Buffer): () => void {
  const startMs = performance.now()
  let sent = 0
  const timer = setInterval(() => {
    const due = ((performance.now() - startMs) * Number(perSecond)) / 1_000
    // What the server does not take waits with us, and then less is sent.
    for (; sent < due && !socket.writableNeedDrain; sent += KINDS) {
      socket.write(messages)
      counts.sent += KINDS
    }
  }, BEAT_MS)
  return () => clearInterval(timer)
}

await new Promise<void>(come)
console.log(JSON.stringify({ flooding: true }))
for await (const _ of console);
isOver = true
console.log(JSON.stringify(counts))
process.exit(0)

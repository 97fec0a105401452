// A flood in a process of its own, so that nobody here waits for its answers: says so many commands at once, and one JSON of what came back.
import { newToken } from '#tests/kit/guest.ts'
import { frameBytes } from '#tests/kit/raw-socket.ts'
import { openV1 } from '#tests/wire/v1-client.ts'

const [port = '0', commands = '0'] = process.argv.slice(2)
const ANSWERS_MS = 10_000

const line = await openV1({ port: Number(port) })
await line.call('hello', { v: 1, token: await newToken(`http://127.0.0.1:${port}`) })
let limited = 0
line.socket.tcp.removeAllListeners('data')
line.socket.tcp.on('data', (chunk: Buffer) => {
  limited += chunk.toString('latin1').split('"rate_limited"').length - 1
})
const ended = new Promise<void>((resolve) => line.socket.tcp.once('close', () => resolve()))
const burst = Buffer.concat(
  Array.from({ length: Number(commands) }, (_, at) => frameBytes(`[${at + 100},"heartbeat",{}]`)),
)
await line.socket.write(burst)
const untilMs = Date.now() + ANSWERS_MS
while (Date.now() < untilMs && !line.socket.ended && limited < 0.9 * Number(commands))
  await Promise.race([ended, Bun.sleep(50)])
console.log(JSON.stringify({ limited, ended: line.socket.ended }))
process.exit(0)

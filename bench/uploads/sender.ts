// A process of its own, so that who sends files does not hold up who measures the chat.
// bun sender.ts <url> <room id> <files> <bytes of each> <token>…: sends all of them at once, says how long it took.
import { randomBytes } from 'node:crypto'
import { Uploader } from '#tests/kit/uploader.ts'

const [url = '', room = '', files = '0', size = '0', ...tokens] = process.argv.slice(2)
const bytes = Number(size)
const noise = randomBytes(1024 * 1024)

/** Other bytes for each file: what is sent twice is kept once. */
function fileOf(n: number): Buffer<ArrayBuffer> {
  const file = Buffer.alloc(bytes)
  for (let at = 0; at < bytes; at += noise.length) noise.copy(file, at)
  file.writeUInt32LE(n + 1, 0)
  return file
}

async function send(n: number): Promise<void> {
  const web = new Uploader({ url }, tokens[n % tokens.length] ?? '')
  const file = fileOf(n)
  let { id, offset, slice, file: kept } = await web.opens(room, { name: `${n}.bin`, bytes })
  while (!kept) {
    const answer = await web.patch(id, offset, file.subarray(offset, offset + slice))
    // Busy: so many at once are more than it takes.
    if (answer.status >= 400 && answer.status !== 503) throw new Error(`${answer.status} ${answer.bytes}`)
    if (answer.status === 503) await Bun.sleep(200)
    ;({ id, offset, slice, file: kept } = await web.state(id))
  }
}

const startMs = performance.now()
await Promise.all(Array.from({ length: Number(files) }, (_, n) => send(n)))
console.log(JSON.stringify({ seconds: (performance.now() - startMs) / 1_000 }))

import type { Socket } from 'node:net'
import { createGuardedWay, orLate, requestHead, type WayNeeds } from '#server/kit/guarded-way.ts'

/** Everything has to happen within this: finding the address, the handshake, the answer. */
const PATIENCE_MS = 5_000
/** Of an answer only its head is of use. */
const ANSWER_BYTES = 4_096

/** `retryAfterMs`: the service wants to be left alone for so long. */
export type Answered = { status: number; retryAfterMs: number | null }

export type PostNeeds = WayNeeds & { patienceMs?: number }

export type Post = (url: URL, headers: Readonly<Record<string, string>>, body: Buffer) => Promise<Answered>

/** A POST that cannot be led inwards (T-43, T-74). No redirect is followed. Rejects when there is no answer. */
export function createGuardedPost({ patienceMs = PATIENCE_MS, ...needs }: PostNeeds): Post {
  const openWay = createGuardedWay(needs)

  return async function post(url, headers, body) {
    const deadline = AbortSignal.timeout(patienceMs)
    const { socket, opened } = await openWay(url, deadline)
    try {
      const head = requestHead('POST', url, { 'Content-Length': String(body.length), ...headers })
      socket.once(opened, () => socket.write(Buffer.concat([Buffer.from(head), body])))
      return readAnswer(await orLate(headOfAnswer(socket), deadline))
    } finally {
      socket.destroy()
    }
  }
}

/** Gives the head of the answer, and reads no further. */
function headOfAnswer(socket: Socket): Promise<string> {
  return new Promise((resolve, reject) => {
    let heard = ''
    socket.on('data', (chunk) => {
      heard += chunk.toString('latin1')
      const end = heard.indexOf('\r\n\r\n')
      if (end >= 0) resolve(heard.slice(0, end))
      else if (heard.length > ANSWER_BYTES) reject(new Error('the answer has no end'))
    })
    socket.on('error', reject)
    socket.on('close', () => reject(new Error('no answer')))
  })
}

function readAnswer(head: string): Answered {
  const [, status] = /^HTTP\/1\.[01] (\d{3})\b/.exec(head) ?? []
  if (status === undefined) throw new Error('the answer is not HTTP')
  const [, after] = /^retry-after:\s*(\d{1,9})\s*$/im.exec(head) ?? []
  return { status: Number(status), retryAfterMs: after === undefined ? null : Number(after) * 1_000 }
}

import { lookup } from 'node:dns/promises'
import { connect as connectPlain, isIP, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { hostOf, isPublicAddress } from './push-address.ts'

/** Everything has to happen within this: finding the address, the handshake, the answer. */
const PATIENCE_MS = 5_000
/** Of an answer only its head is of use. */
const ANSWER_BYTES = 4_096

/** `retryAfterMs`: the service wants to be left alone for so long. */
export type Answered = { status: number; retryAfterMs: number | null }

export type PostNeeds = {
  allowPrivate: boolean
  /** For tests: who signed the certificate of their push service. */
  ca?: string
  /** Every address of a name. The system's own resolver unless a test brings another. */
  resolve?(host: string): Promise<string[]>
  patienceMs?: number
}

export type Post = (url: URL, headers: Readonly<Record<string, string>>, body: Buffer) => Promise<Answered>

const resolveBySystem = async (host: string): Promise<string[]> =>
  (await lookup(host, { all: true })).map(({ address }) => address)

/**
 * A POST that cannot be led inwards (T-43, T-74): the name is looked up once, no address of it may be private, and the socket
 * is opened to the address that was checked, with the name only in the handshake and the head. No redirect is followed, and
 * no proxy of the environment is asked: the bytes are our own, since the runtime's `fetch` does both. Rejects when there
 * is no answer.
 */
export function createGuardedPost({
  allowPrivate,
  resolve = resolveBySystem,
  patienceMs = PATIENCE_MS,
  ca,
}: PostNeeds): Post {
  async function requireAddress(host: string): Promise<string> {
    const addresses = await resolve(host)
    const [address] = addresses
    if (address === undefined) throw new Error('the name has no address')
    // One that leads inwards among others is no accident.
    if (!allowPrivate && !addresses.every(isPublicAddress)) throw new Error('the name leads inwards')
    return address
  }

  return async function post(url, headers, body) {
    const deadline = AbortSignal.timeout(patienceMs)
    const host = hostOf(url)
    const address = await orLate(requireAddress(host), deadline)
    const socket = open(url, { host, address, ca })
    try {
      const request = Buffer.concat([Buffer.from(headOf(url, headers, body.length)), body])
      return readAnswer(await orLate(exchange(socket, url, request), deadline))
    } finally {
      socket.destroy()
    }
  }
}

function orLate<T>(work: Promise<T>, deadline: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const giveUp = () => reject(new Error('no answer in time'))
    deadline.addEventListener('abort', giveUp, { once: true })
    work.then(resolve, reject)
  })
}

type Way = { host: string; address: string; ca: string | undefined }

/** To the address; the name is what the certificate must be for. */
function open(url: URL, { host, address, ca }: Way): Socket {
  if (url.protocol === 'http:') return connectPlain({ host: address, port: Number(url.port || 80) })
  const name = isIP(host) > 0 ? {} : { servername: host }
  const trust = ca === undefined ? {} : { ca }
  return connectTls({ host: address, port: Number(url.port || 443), ALPNProtocols: ['http/1.1'], ...name, ...trust })
}

/** Sends the request when the way is open; gives the head of the answer, and reads no further. */
function exchange(socket: Socket, url: URL, request: Buffer): Promise<string> {
  return new Promise((resolve, reject) => {
    let heard = ''
    socket.once(url.protocol === 'https:' ? 'secureConnect' : 'connect', () => socket.write(request))
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

/** What stands in these comes from a parsed address and from us: none of it has a line break. */
function headOf(url: URL, headers: Readonly<Record<string, string>>, bytes: number): string {
  const all = { Host: url.host, 'Content-Length': String(bytes), Connection: 'close', ...headers }
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}`)
  return [`POST ${url.pathname}${url.search} HTTP/1.1`, ...lines, '', ''].join('\r\n')
}

function readAnswer(head: string): Answered {
  const [, status] = /^HTTP\/1\.[01] (\d{3})\b/.exec(head) ?? []
  if (status === undefined) throw new Error('the answer is not HTTP')
  const [, after] = /^retry-after:\s*(\d{1,9})\s*$/im.exec(head) ?? []
  return { status: Number(status), retryAfterMs: after === undefined ? null : Number(after) * 1_000 }
}

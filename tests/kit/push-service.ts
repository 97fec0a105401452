import { createDecipheriv, createECDH, createPublicKey, hkdfSync, randomBytes, verify } from 'node:crypto'
import { readFileSync } from 'node:fs'
import path from 'node:path'

const read = (name: string): string => readFileSync(path.join(import.meta.dir, 'push', name), 'utf8')
/** A certificate for `push.test` that holds for a hundred years, signed by itself. */
export const pushCertificate = read('cert.pem')

export type Pushed = { path: string; headers: Headers; body: Buffer; atMs: number }
type Answer = { status: number; headers?: Record<string, string> }

/** A push service on this machine: hears what is pushed, and answers as a test wants it. */
export function startPushService({ tls = false }: { tls?: boolean } = {}) {
  const heard: Pushed[] = []
  const answers: Answer[] = []
  let wakers: (() => void)[] = []
  const server = Bun.serve({
    port: 0,
    hostname: '127.0.0.1',
    ...(tls && { tls: { cert: pushCertificate, key: read('key.pem') } }),
    async fetch(request) {
      const body = Buffer.from(await request.arrayBuffer())
      heard.push({ path: new URL(request.url).pathname, headers: request.headers, body, atMs: Date.now() })
      for (const wake of wakers.splice(0)) wake()
      const { status, headers = {} } = answers.shift() ?? { status: 201 }
      return new Response(null, { status, headers })
    },
  })
  /** Resolves when it has heard this many in all. */
  async function hears(count: number): Promise<readonly Pushed[]> {
    while (heard.length < count) await new Promise<void>((resolve) => wakers.push(resolve))
    return heard
  }
  return {
    port: server.port ?? 0,
    url: `http://127.0.0.1:${server.port}`,
    heard,
    hears,
    /** What the next requests get; after them 201. */
    answers: (...next: Answer[]) => void answers.push(...next),
    stop() {
      wakers = []
      return server.stop(true)
    },
  }
}

/** The browser's side of a subscription. */
export class PushReceiver {
  readonly #pair = createECDH('prime256v1')
  readonly #auth = randomBytes(16)

  constructor() {
    this.#pair.generateKeys()
  }

  get keys(): { p256dh: string; auth: string } {
    return { p256dh: this.#pair.getPublicKey().toString('base64url'), auth: this.#auth.toString('base64url') }
  }

  /** Opens what was sealed for it (RFC 8291). Throws when it was sealed for somebody else. */
  opens(body: Buffer): unknown {
    const [salt, size] = [body.subarray(0, 16), body.readUInt32BE(16)]
    const sender = body.subarray(21, 21 + (body[20] ?? 0))
    const sealed = body.subarray(21 + sender.length)
    if (size !== 4_096 || body.length > size) throw new Error('more than one record')
    const info = Buffer.concat([Buffer.from('WebPush: info\0'), this.#pair.getPublicKey(), sender])
    const derive = (secret: Buffer, from: Buffer, say: Buffer, bytes: number) =>
      Buffer.from(hkdfSync('sha256', secret, from, say, bytes))
    const shared = derive(this.#pair.computeSecret(sender), this.#auth, info, 32)
    const key = derive(shared, salt, Buffer.from('Content-Encoding: aes128gcm\0'), 16)
    const nonce = derive(shared, salt, Buffer.from('Content-Encoding: nonce\0'), 12)
    const cipher = createDecipheriv('aes-128-gcm', key, nonce)
    cipher.setAuthTag(sealed.subarray(-16))
    const plain = Buffer.concat([cipher.update(sealed.subarray(0, -16)), cipher.final()])
    if (plain.at(-1) !== 2) throw new Error('not the last record')
    return JSON.parse(plain.subarray(0, -1).toString())
  }
}

/** What a push says about who sends it (RFC 8292); throws when the signature is not of the key beside it. */
export function readVapid(headers: Headers): { key: string; claims: Record<string, unknown> } {
  const [, token = '', key = ''] = /^vapid t=([^,]+), k=([\w-]+)$/.exec(headers.get('authorization') ?? '') ?? []
  const [head = '', claims = '', signature = ''] = token.split('.')
  const point = Buffer.from(key, 'base64url')
  const [x, y] = [point.toString('base64url', 1, 33), point.toString('base64url', 33)]
  const publicKey = createPublicKey({ key: { kty: 'EC', crv: 'P-256', x, y }, format: 'jwk' })
  const text = Buffer.from(`${head}.${claims}`)
  const proof = Buffer.from(signature, 'base64url')
  if (!verify('sha256', text, { key: publicKey, dsaEncoding: 'ieee-p1363' }, proof)) throw new Error('not signed by it')
  return { key, claims: JSON.parse(Buffer.from(claims, 'base64url').toString()) }
}

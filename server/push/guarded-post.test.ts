import { afterAll, beforeAll, expect, test } from 'bun:test'
import { createServer, type Server } from 'node:net'
import { pushCertificate, startPushService } from '#tests/kit/push-service.ts'
import { createGuardedPost } from './guarded-post.ts'

const plain = startPushService()
const sealed = startPushService({ tls: true })
const body = Buffer.from('sealed')
const resolvesTo =
  (...addresses: string[]) =>
  async () =>
    addresses

/** A service that never answers, or never ends. */
let mute: Server
beforeAll(async () => {
  mute = createServer((socket) => {
    socket.on('error', () => undefined)
    socket.on('data', (chunk) => {
      if (chunk.includes('/endless')) socket.write(`HTTP/1.1 200 OK\r\nX: ${'x'.repeat(8_192)}`)
    })
  })
  await new Promise<void>((resolve) => mute.listen(0, '127.0.0.1', resolve))
})
afterAll(async () => {
  await Promise.all([plain.stop(), sealed.stop()])
  mute.close()
})
const mutePort = () => {
  const address = mute.address()
  return typeof address === 'object' && address !== null ? address.port : 0
}

test('[T-43] [T-74] a name that leads inwards is refused, also where only one of its addresses does; the socket is never opened', async () => {
  const inward = [['127.0.0.1'], ['::1'], ['10.0.0.1'], ['8.8.8.8', '192.168.0.1'], ['::ffff:127.0.0.1'], []]
  for (const addresses of inward) {
    const post = createGuardedPost({ allowPrivate: false, resolve: resolvesTo(...addresses) })
    expect(await post(new URL(`${plain.url}/x`), {}, body).catch(String)).toMatch(/inwards|no address/)
  }
  expect(plain.heard).toEqual([])
  // The same request goes through where the guard is told to let it.
  const open = createGuardedPost({ allowPrivate: true, resolve: resolvesTo('127.0.0.1') })
  expect(await open(new URL(`${plain.url}/x?y=1`), { TTL: '60' }, body)).toEqual({ status: 201, retryAfterMs: null })
  expect(plain.heard[0]).toMatchObject({ path: '/x', body })
  expect(plain.heard[0]?.headers.get('ttl')).toBe('60')
})

test('[T-43] the address that was checked is the one that is connected to, under the name of the certificate', async () => {
  const needs = { allowPrivate: true, resolve: resolvesTo('127.0.0.1') }
  const at = (name: string) => new URL(`https://${name}:${sealed.port}/x`)
  const post = createGuardedPost({ ...needs, ca: pushCertificate })
  expect((await post(at('push.test'), {}, body)).status).toBe(201)
  expect(sealed.heard[0]?.headers.get('host')).toBe(`push.test:${sealed.port}`)
  // A certificate of another name, and one that nobody has signed.
  expect(await post(at('other.test'), {}, body).catch(String)).toMatch(/altname|altnames/i)
  expect(await createGuardedPost(needs)(at('push.test'), {}, body).catch(String)).toMatch(/self.signed/i)
  expect(sealed.heard.length).toBe(1)
})

test('[T-43] redirects are answers like others; what the service asks for is told', async () => {
  const post = createGuardedPost({ allowPrivate: true, resolve: resolvesTo('127.0.0.1') })
  plain.answers(
    { status: 302, headers: { Location: `${plain.url}/inwards` } },
    { status: 429, headers: { 'Retry-After': '7' } },
  )
  const before = plain.heard.length
  expect(await post(new URL(`${plain.url}/a`), {}, body)).toEqual({ status: 302, retryAfterMs: null })
  expect(await post(new URL(`${plain.url}/b`), {}, body)).toEqual({ status: 429, retryAfterMs: 7_000 })
  expect(plain.heard.slice(before).map(({ path }) => path)).toEqual(['/a', '/b'])
})

test('[T-44] whoever does not answer, or does not end, is left', async () => {
  const post = createGuardedPost({ allowPrivate: true, resolve: resolvesTo('127.0.0.1'), patienceMs: 100 })
  const at = (path: string) => new URL(`http://push.test:${mutePort()}/${path}`)
  expect(await post(at('mute'), {}, body).catch(String)).toContain('no answer in time')
  expect(await post(at('endless'), {}, body).catch(String)).toContain('no end')
  const slow = createGuardedPost({ allowPrivate: true, resolve: () => new Promise(() => {}), patienceMs: 50 })
  expect(await slow(at('mute'), {}, body).catch(String)).toContain('no answer in time')
})

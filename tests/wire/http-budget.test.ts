import { expect, setDefaultTimeout, test } from 'bun:test'
import { newToken } from '#tests/kit/guest.ts'
import { TEST_MS } from '#tests/kit/patience.ts'
import { handshakeText, RawSocket } from '#tests/kit/raw-socket.ts'
import { startServer } from '#tests/kit/server.ts'

setDefaultTimeout(TEST_MS)

const FILE = `/api/files/f${'0'.repeat(26)}`
const CARD = `/api/cards/f${'0'.repeat(26)}`
const EMOTICON = `/api/emoticons/e${'0'.repeat(16)}`
const PACK = `/api/packs/k${'0'.repeat(12)}/1`

test('[T-65] files, cards and emoticons: so many a person, whatever they are, and the next may come again in time', async () => {
  await using server = await startServer({ env: { LIMIT_FILE_READS_BURST: '4', LIMIT_FILE_READS_PER_SECOND: '0.5' } })
  const [ada, bob] = [await newToken(server.url), await newToken(server.url)]
  const get = (path: string, token: string) =>
    fetch(`${server.url}${path}`, { headers: { Authorization: `Bearer ${token}` } })
  const statuses: number[] = []
  for (const path of [FILE, CARD, EMOTICON, PACK]) statuses.push((await get(path, ada)).status)
  expect(statuses).toEqual([404, 404, 404, 404])
  const refused = await get(FILE, ada)
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '2'])
  expect(await refused.json()).toEqual({ code: 'rate_limited', retry_after_ms: expect.any(Number) })
  expect((await get(`${FILE}/thumb`, ada)).status).toBe(429)
  // A budget is a person's own, and what is no file is not counted in it.
  expect((await get(FILE, bob)).status).toBe(404)
  expect((await get(`/api/uploads/u${'0'.repeat(26)}`, ada)).status).toBe(404)
})

test('[T-30] [T-65] an address has a budget for all that is no file of the page; another address has its own', async () => {
  await using server = await startServer({
    env: { LIMIT_REQUESTS_BURST: '5', LIMIT_REQUESTS_PER_SECOND: '0.1', TRUSTED_PROXIES: '127.0.0.1' },
  })
  const get = async (path: string, from: string) =>
    (await fetch(`${server.url}${path}`, { headers: { 'X-Forwarded-For': from } })).status
  const here = '8.8.4.4'
  const statuses: number[] = []
  for (const path of ['/', '/r/tea', FILE, '/api/none', '/r/bread', '/', FILE]) statuses.push(await get(path, here))
  expect(statuses).toEqual([200, 200, 401, 404, 200, 429, 429])
  // Sockets too; they come back by themselves.
  using socket = new RawSocket(server.port)
  await socket.write(handshakeText({ port: server.port, path: '/ws', headers: { 'X-Forwarded-For': here } }))
  expect(await socket.answered()).toBe(429)
  // What costs nothing is given all the same, and health is for whoever looks after it.
  for (const path of ['/avatars/1.svg', '/healthz', '/readyz', '/manifest.webmanifest'])
    expect(await get(path, here)).toBe(200)
  expect(await get('/', '8.8.4.5')).toBe(200)
  // One machine has as many addresses of IPv6 as it likes: they are counted as one.
  for (let at = 0; at < 5; at++) await get('/', `2a00:1450:4001:8a5::${at}`)
  expect(await get('/', '2a00:1450:4001:8a5:ffff::1')).toBe(429)
  expect(await get('/', '2a00:1450:4001:8a6::1')).toBe(200)
})

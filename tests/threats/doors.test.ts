// T-49, T-54, T-61: addresses, methods, ranges and requests behind each other, as bytes, at a house below a sub-path. A row is what is sent
// and the statuses that come back, in their order; rows that are answered 2xx are the controls of those beside them.
import { afterAll, afterEach, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { TEST_MS } from '#tests/kit/patience.ts'
import { RawSocket } from '#tests/kit/raw-socket.ts'
import { startServer, type TestServer } from '#tests/kit/server.ts'

setDefaultTimeout(TEST_MS)

let server: TestServer
let own = ''
beforeAll(async () => {
  server = await startServer({ env: { CLASSIC: 'off', BASE_PATH: '/tea' } })
  own = `Host: 127.0.0.1:${server.port}`
})
afterEach(() => expect(server.lines.filter(({ level }) => level === 'error')).toEqual([]))
afterAll(() => server.dispose())

/** All that comes back until the line ends; the last request asks for that. */
async function said(bytes: string): Promise<string> {
  using socket = new RawSocket(server.port)
  const parts: string[] = []
  socket.tcp.on('data', (piece: Buffer) => parts.push(piece.toString('latin1')))
  await socket.write(Buffer.from(bytes, 'latin1'))
  await socket.until('end', () => socket.ended)
  return parts.join('')
}
const statuses = (answers: string): number[] =>
  [...answers.matchAll(/^HTTP\/1\.1 (\d+)/gm)].map(([, status]) => Number(status))

const request = (line: string, ...fields: readonly string[]) =>
  [`${line} HTTP/1.1`, own, ...fields, '', ''].join('\r\n')
const LAST = 'Connection: close'

const targets: readonly [string, number][] = [
  ['/tea', 200],
  ['/tea/', 200],
  ['/tea/healthz', 200],
  // What every client resolves before it asks is resolved here, too, and stays below the root.
  ['/tea/./healthz', 200],
  ['/tea/../tea/healthz', 200],
  ['/tea/%2e%2e/tea/healthz', 200],
  ['/tea/api/../healthz', 200],
  ['/tea/../../../../../etc/passwd', 404],
  ['/tea/..%2f..%2fpackage.json', 404],
  ['/tea/%2e%2e/%2e%2e/package.json', 404],
  ['/tea/..;/healthz', 404],
  ['/tea\\..\\healthz', 404],
  ['/tea//', 404],
  ['//tea/', 404],
  ['//tea/healthz', 404],
  ['/tea//healthz', 404],
  ['/tea/healthz/', 404],
  ['/tea/%68ealthz', 404],
  ['/tea%2fhealthz', 404],
  ['/TEA/', 404],
  ['/Tea/healthz', 404],
  ['/tea/tea/', 404],
  ['/teapot', 404],
  ['/tea;x', 404],
  ['/', 404],
  ['/healthz', 404],
  ['/api/session', 404],
  ['/ws', 404],
  ['/tea/ws', 426],
  ['/tea/api//session', 404],
  ['/tea/api/session/', 404],
  ['/tea/API/session', 404],
  ['/tea/api/files/%66', 404],
  ['/tea/r/../api/session', 405],
  ['/tea/?token=x', 400],
  ['/tea/?%74oken=x', 400],
  ['/tea/?Token=x', 200],
  ['/tea/r/tea', 200],
  ['/tea/r/..%2f..', 200],
  ['/tea/r/%ff', 400],
  ['/tea/r/%', 400],
  [`/tea/r/${'x'.repeat(15_000)}`, 200],
  [`/tea/r/${'x'.repeat(17_000)}`, 431],
  // What the build wrote beside what is served, and what every object has.
  ['/tea/page.html', 404],
  ['/tea/manifest.json', 404],
  ['/tea/__proto__', 404],
  ['/tea/constructor', 404],
  ['/tea/avatars/7.svg', 200],
  ['/tea/avatars/1e1.svg', 404],
  ['/tea/avatars/-1.svg', 404],
  ['/tea/avatars/__proto__.svg', 404],
]
test.each([...targets])('[T-49] [T-61] GET %s: %d', async (target, status) => {
  const answers = await said(request(`GET ${target}`, LAST))
  expect(statuses(answers)).toEqual([status])
  expect(answers).not.toMatch(/^location:/im)
})

const methods: readonly [string, string, number][] = [
  ['HEAD', '/tea/', 200],
  ['HEAD', '/tea/healthz', 200],
  ['HEAD', '/tea/api/session', 405],
  ['HEAD', '/tea/nowhere', 404],
  ...['OPTIONS', 'TRACE', 'PUT', 'DELETE', 'PATCH', 'PROPFIND', 'QUERY', 'CONNECT'].flatMap((method) =>
    ['/tea/', '/tea/healthz', '/tea/api/session', '/tea/api/packs/uploads'].map((path): [string, string, number] => [
      method,
      path,
      405,
    ]),
  ),
]
test.each([...methods])('[T-61] %s %s: %d, and no body behind a HEAD', async (method, path, status) => {
  const answers = await said(request(`${method} ${path}`, LAST))
  expect(statuses(answers)).toEqual([status])
  if (method === 'HEAD') expect(answers.split('\r\n\r\n')[1]).toBe('')
})

const BODY = '{"locale":"en"}'
const session = (...fields: readonly string[]) =>
  request('POST /tea/api/session', 'Content-Type: application/json', `Content-Length: ${BODY.length}`, ...fields) + BODY

const twice: readonly [string[], number][] = [
  [['Origin: http://evil.example', 'Origin: {own}'], 403],
  [['Origin: {own}', 'Origin: http://evil.example'], 403],
  [['Origin: {own}'], 200],
  [['Sec-Fetch-Site: same-origin', 'Sec-Fetch-Site: cross-site'], 403],
  [['Sec-Fetch-Site: cross-site', 'Sec-Fetch-Site: same-origin'], 403],
  [['Sec-Fetch-Site: same-origin'], 200],
  [['Content-Type: text/plain'], 415],
  [['Content-Encoding: identity', 'Content-Encoding: gzip'], 415],
  [['Cookie: teahouse=x', 'Cookie: teahouse=y'], 200],
]
test.each([...twice])('[T-19] [T-61] %j: %d', async (fields, status) => {
  const sent = fields.map((field) => field.replace('{own}', own.replace('Host: ', 'http://')))
  expect(statuses(await said(session(...sent, LAST)))).toEqual([status])
})

test('[T-61] 500 requests in one breath are answered one by one, in their order', async () => {
  const asked = Array.from({ length: 499 }, (_, at) => request(`GET /tea/${at % 2 === 0 ? 'healthz' : 'nowhere'}`))
  const answers = statuses(await said([...asked, request('GET /tea/healthz', LAST)].join('')))
  expect(answers).toEqual(Array.from({ length: 500 }, (_, at) => (at === 499 || at % 2 === 0 ? 200 : 404)))
})

test('[T-61] a body is no request, also where nobody reads it; what stands behind it is one', async () => {
  const inner = request('GET /tea/nowhere')
  const length = `Content-Length: ${inner.length}`
  for (const line of ['GET /tea/healthz', 'GET /tea/'])
    expect(statuses(await said(request(line, length) + inner + request('GET /tea/healthz', LAST)))).toEqual([200, 200])
})

test('[T-61] behind a request that takes time none is answered for another: in order, or the line ends', async () => {
  const answers = statuses(await said(session() + request('GET /tea/healthz', LAST)))
  // The runtime ends a line on which more comes while an answer is still made.
  expect([[], [200], [200, 200]]).toContainEqual(answers)
  expect(statuses(await said(session(LAST)))).toEqual([200])
})

import { afterAll, beforeAll, expect, test } from 'bun:test'
import { nextTurn } from '#server/kit/clock.ts'
import { createGuardedWay, type OpenWay } from '#server/kit/guarded-way.ts'
import { pushCertificate, startPushService } from '#tests/kit/push-service.ts'
import { answer, drip, endless, hang, page, redirect, startStrangeSite } from '#tests/kit/strange-site.ts'
import { createGuardedGet, type GetNeeds, USER_AGENT, type Wish } from './guarded-get.ts'

const HTML = 'HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n'
const PAGE = 64 * 1024
const pages: Wish = {
  accept: 'text/html',
  want: (type) =>
    type === 'text/html'
      ? { bytes: PAGE, cut: true, enough: (bytes) => bytes.includes('</head') }
      : type === 'image/png'
        ? { bytes: 1_000, cut: false }
        : null,
}
const raw =
  (text: string): ((socket: { end(text: string): void }) => void) =>
  (socket) =>
    socket.end(text)

let site: Awaited<ReturnType<typeof startStrangeSite>>
const sealed = startPushService({ tls: true })
beforeAll(async () => {
  site = await startStrangeSite()
})
afterAll(async () => {
  site.stop()
  await sealed.stop()
})

const here = async () => ['127.0.0.1']
const open = (needs: Partial<GetNeeds> = {}) =>
  createGuardedGet({ allowPrivate: true, resolve: here, patienceMs: 2_000, ...needs })
const ask = async (path: string, get = open()) => get(new URL(site.at('site.test', path)), pages)
const body = async (path: string, get = open()) => (await ask(path, get)).body.toString()
const failure = (path: string, get = open()) => ask(path, get).then(() => 'it was answered', String)

test('[T-43] a name that leads inwards is never connected to, nor one of which a single address does', async () => {
  site.answers['/'] = answer(page('tea'))
  const inward = ['127.0.0.1', '::1', '10.0.0.1', '169.254.169.254', '::ffff:127.0.0.1', 'fd00::1', '0.0.0.0']
  for (const addresses of [...inward.map((one) => [one]), ['93.184.216.34', '127.0.0.1'], []]) {
    const get = open({ allowPrivate: false, resolve: async () => addresses })
    expect(await failure('/', get)).toMatch(/inwards|no address/)
  }
  expect(site.visits).toEqual([])
  expect(await body('/')).toContain('tea')
})

test('[T-43] the name is looked up once a hop, and the address that was looked at is the one that is asked', async () => {
  site.answers['/'] = answer(page('tea'))
  const asked: string[] = []
  // The second time it would be another one: nobody asks a second time.
  const get = open({
    resolve: async (host) => {
      asked.push(host)
      return asked.length === 1 ? ['127.0.0.1'] : ['127.0.0.2']
    },
  })
  await ask('/', get)
  expect(asked).toEqual(['site.test'])
})

test('[T-43] each redirect is looked at as the first address was', async () => {
  const inwards = [
    'http://127.0.0.1/',
    'http://[::1]/',
    'http://[::ffff:127.0.0.1]/',
    'http://2130706433/',
    'http://0x7f.1/',
    'http://169.254.169.254/latest/meta-data',
    'file:///etc/passwd',
    'data:text/html,<title>x</title>',
    'gopher://site.test/',
    'http://user@site.test/',
    'http://site.test:8080/',
    'http://localhost/',
    '//127.0.0.1/',
    '',
  ]
  site.visits.length = 0
  // The first hop alone is let through; from then on the guard is as it is for everybody.
  const [strict, loose] = [false, true].map((allowPrivate) => createGuardedWay({ allowPrivate, resolve: here }))
  const openWay: OpenWay = (url, deadline) => {
    const way = url.port === `${site.port}` ? loose : strict
    if (!way) throw new Error('unreachable')
    return way(url, deadline)
  }
  const get = open({ allowPrivate: false, openWay })
  for (const to of inwards) {
    site.answers['/in'] = redirect(to)
    expect([to, await failure('/in', get)]).toEqual([to, expect.stringContaining('nobody may go')])
  }
  site.answers['/in'] = redirect('http://inward.test/')
  expect(await failure('/in', get)).toContain('inwards')
  expect(new Set(site.visits.map(({ path }) => path))).toEqual(new Set(['/in']))
  site.answers['/in'] = redirect('/')
  expect(await body('/in')).toContain('tea')
})

test('[T-44] three redirects are followed, the fourth is not; a loop ends', async () => {
  site.answers['/0'] = answer(page('there'))
  for (let hop = 1; hop <= 4; hop++) site.answers[`/${hop}`] = redirect(`/${hop - 1}`, [301, 303, 307, 308][hop - 1])
  expect(await body('/3')).toContain('there')
  expect((await ask('/3')).url.pathname).toBe('/0')
  expect(await failure('/4')).toContain('too many')
  site.answers['/loop'] = redirect('/loop')
  site.visits.length = 0
  expect(await failure('/loop')).toContain('too many')
  expect(site.visits.length).toBe(4)
})

test('[T-44] [F-27] what hangs, drips or has no head is left in time; what never ends is cut', async () => {
  site.answers['/hang'] = hang
  site.answers['/drip'] = drip(`${HTML}\r\n`, 5)
  site.answers['/drip-head'] = drip('HTTP/1.1 200 OK\r\nX: ', 5)
  const brief = () => open({ patienceMs: 150 })
  // Who waited for each byte, and not for the whole, would never be done.
  for (const path of ['/hang', '/drip', '/drip-head'])
    expect([path, await failure(path, brief())]).toEqual([path, expect.stringContaining('no answer in time')])
  const slow = open({ patienceMs: 100, resolve: () => new Promise(() => {}) })
  expect(await failure('/', slow)).toContain('no answer in time')
  const piece = Buffer.alloc(16 * 1024, 'tea ')
  site.answers['/endless'] = endless(`${HTML}\r\n`, piece)
  expect((await ask('/endless')).body.length).toBe(PAGE)
  site.answers['/ten-gigabytes'] = endless(`${HTML}Content-Length: 10000000000\r\n\r\n`, piece)
  expect((await ask('/ten-gigabytes')).body.length).toBe(PAGE)
  site.answers['/chunks'] = endless(
    `${HTML}Transfer-Encoding: chunked\r\n\r\n`,
    Buffer.from('1\r\nx\r\n'.repeat(2_000)),
  )
  expect((await ask('/chunks')).body.length).toBe(PAGE)
  site.answers['/head'] = endless('HTTP/1.1 200 OK\r\n', Buffer.from('X: y\r\n'.repeat(1_000)))
  expect(await failure('/head')).toContain('no end')
  site.answers['/line'] = endless(`${HTML}Transfer-Encoding: chunked\r\n\r\n`, piece)
  expect(await failure('/line')).toContain('no size')
  const png = 'HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n'
  site.answers['/picture'] = endless(`${png}\r\n`, piece)
  expect(await failure('/picture')).toContain('too large')
  site.answers['/large'] = raw(`${png}Content-Length: 1001\r\n\r\n`)
  expect(await failure('/large')).toContain('too large')
  // Nobody is kept on the line.
  while (site.lines.size > 0) await nextTurn()
})

test('[T-44] it reads to the end of the head, however that comes, and no further', async () => {
  site.answers['/head'] = endless(`${HTML}\r\n<head><title>x</title></he`, Buffer.from('ad><body>'.repeat(10_000)))
  const { body: got } = await ask('/head')
  expect(got.toString()).toContain('</head>')
  site.answers['/chunked'] = raw(
    `${HTML}Transfer-Encoding: chunked\r\n\r\n6\r\n<title\r\n7;a=b\r\n>tea</t\r\n4\r\nitle\r\n0\r\n\r\n`,
  )
  expect(await body('/chunked')).toBe('<title>tea</title')
  site.answers['/early'] = raw(
    `HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n${HTML}Content-Length: 3\r\n\r\ntea and more`,
  )
  expect(await body('/early')).toBe('tea')
  site.answers['/close'] = raw(`HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\npng`)
  expect(await body('/close')).toBe('png')
})

const useless: Record<string, string> = {
  'HTTP/1.1 200 OK\r\nContent-Type: application/pdf\r\n\r\nx': 'no page',
  'HTTP/1.1 200 OK\r\nContent-Type: image/svg+xml\r\n\r\n<svg/>': 'no page',
  'HTTP/1.1 200 OK\r\n\r\nx': 'no page',
  [`${HTML}Content-Encoding: gzip\r\n\r\nx`]: 'packed',
  [`${HTML}Transfer-Encoding: gzip, chunked\r\n\r\nx`]: 'packed',
  [`${HTML}Content-Length: -1\r\n\r\nx`]: 'no number',
  'HTTP/1.1 404 No\r\nContent-Type: text/html\r\n\r\nx': 'not there',
  'HTTP/1.1 204 No\r\nContent-Type: text/html\r\n\r\n': 'not there',
  'HTTP/1.1 999 ?\r\n\r\n': 'not HTTP',
  'SSH-2.0-OpenSSH\r\n\r\n': 'not HTTP',
  '': 'no answer',
}

test('[T-44] what is of no use is left at its head', async () => {
  for (const [text, why] of Object.entries(useless)) {
    site.answers['/x'] = raw(text)
    expect([text, await failure('/x')]).toEqual([text, expect.stringContaining(why)])
  }
})

test('[T-45] who asks says who it is, and nothing of anybody', async () => {
  site.answers['/who?a=b'] = answer(page('tea'))
  site.visits.length = 0
  await ask('/who?a=b#part')
  expect(site.visits[0]?.head).toBe(
    [
      'GET /who?a=b HTTP/1.1',
      `Host: site.test:${site.port}`,
      'Connection: close',
      `User-Agent: ${USER_AGENT}`,
      'Accept: text/html',
      'Accept-Encoding: identity',
      '\r\n',
    ].join('\r\n'),
  )
})

test('[T-43] the certificate is that of the name', async () => {
  const at = (name: string) => new URL(`https://${name}:${sealed.port}/x`)
  expect(await open({ ca: pushCertificate })(at('push.test'), pages).catch(String)).toContain('not there')
  expect(await open({ ca: pushCertificate })(at('other.test'), pages).catch(String)).toMatch(/altname/i)
  expect(await open()(at('push.test'), pages).catch(String)).toMatch(/self.signed/i)
})

test('[T-44] a site is asked by few at once, wherever they come from', async () => {
  site.answers['/hang'] = hang
  const get = open({ patienceMs: 200 })
  const said = await Promise.all(Array.from({ length: 6 }, () => failure('/hang', get)))
  expect(said.filter((one) => one.includes('asked already')).length).toBe(2)
})

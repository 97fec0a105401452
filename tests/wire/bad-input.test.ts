import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { TEST_MS } from '#tests/kit/patience.ts'
import { startServer, type TestServer } from '#tests/kit/server.ts'
import { bringReader, bringV1, openV1, type V1Client } from './v1-client.ts'

setDefaultTimeout(TEST_MS)

/** The bad input of the first issue, byte by byte: each gets its name, others notice nothing, nothing of it is stored. */
let server: TestServer
let canary: V1Client
let seen = 0
let names = 0

beforeAll(async () => {
  server = await startServer()
  canary = await bringV1(server, 'canary')
})
afterAll(async () => {
  canary.leaves()
  await server.dispose()
})

/** What was stored since the last look. */
async function storedNow(): Promise<string[]> {
  const news = await canary.stored(seen)
  seen = news.at(-1)?.seq ?? seen
  return news.map((event) => event.body)
}

const bring = () => bringV1(server, `gast${++names}`)

describe('text that is no command', () => {
  const rows: [string, string, string][] = [
    ['nothing', '', 'bad_json'],
    ['no JSON', 'hello', 'bad_json'],
    ['half of it', '[1,"heartbeat",{', 'bad_json'],
    ['an object', '{"ref":1}', 'bad_json'],
    ['two values', '[1,"heartbeat",{}][2,"heartbeat",{}]', 'bad_json'],
    ['too short', '["heartbeat",{}]', 'bad_json'],
    ['ref 0', '[0,"heartbeat",{}]', 'bad_json'],
    ['ref as text', '["1","heartbeat",{}]', 'bad_json'],
    ['ref too large', '[99999999999,"heartbeat",{}]', 'bad_json'],
  ]
  for (const [what, text, code] of rows) {
    test(`${what}: ${code}, and the connection lives`, async () => {
      using client = await bring()
      expect((await client.sends(text)).body).toEqual({ code })
      expect((await client.call('heartbeat', {})).outcome).toBe('ok')
    })
  }

  test('[T-58] depth, keys and whole numbers are bounded before anything reads them', async () => {
    using client = await bring()
    const post = (body: string) => `[7,"message.post",{"room":"${client.room}","cid":"x","body":${body}}]`
    const keys = Array.from({ length: 65 }, (_, at) => `"k${at}":1`).join(',')
    for (const body of [`${'['.repeat(17)}${']'.repeat(17)}`, `{${keys}}`, '9007199254740993', '1e400']) {
      const before = client.socket.texts.length
      await client.socket.send(post(body))
      const refusal = await client.socket.until('refusal', () => client.socket.texts[before])
      expect(JSON.parse(refusal)).toEqual([7, 'no', { code: 'bad_json' }])
    }
    expect((await client.call('heartbeat', {})).outcome).toBe('ok')
  })

  test('[T-58] whoever speaks nonsense again and again is sent away with 4400', async () => {
    using client = await bring()
    for (let at = 0; at < 20; at++) await client.socket.send('nonsense')
    expect(await client.socket.closed()).toBe(4400)
    expect((await canary.call('heartbeat', {})).outcome).toBe('ok')
  })
})

describe('commands that are wrong', () => {
  test('unknown commands are refused by name', async () => {
    using client = await bring()
    for (const name of ['message.delete', '', 'toString', '__proto__', 'constructor', 'HELLO']) {
      expect(await client.codeOf(name, {})).toBe('unknown_type')
    }
  })

  const cid = '11111111-1111-4111-8111-111111111111'
  const wrong: [string, (room: string) => object, string][] = [
    ['no body', (room) => ({ room, cid }), 'body'],
    ['no cid', (room) => ({ room, body: 'x' }), 'cid'],
    ['no room', () => ({ cid, body: 'x' }), 'room'],
    ['body a number', (room) => ({ room, cid, body: 1 }), 'body'],
    ['body null', (room) => ({ room, cid, body: null }), 'body'],
    ['body an array', (room) => ({ room, cid, body: ['x'] }), 'body'],
    ['body an object', (room) => ({ room, cid, body: { length: 1_000_000_000 } }), 'body'],
    ['a cid that is none', (room) => ({ room, cid: 'x', body: 'x' }), 'cid'],
    ['a room that is none', () => ({ room: "r'; drop table events; --", cid, body: 'x' }), 'room'],
    ['[T-17] a forged author', (room) => ({ room, cid, body: 'x', by: { id: 'p', name: 'canary' } }), 'by'],
    ['[T-17] a forged number', (room) => ({ room, cid, body: 'x', seq: 1 }), 'seq'],
    ['[T-17] a forged time', (room) => ({ room, cid, body: 'x', at: 1 }), 'at'],
  ]
  for (const [what, input, field] of wrong) {
    test(`${what}: bad_field with ${field}`, async () => {
      using client = await bring()
      await storedNow()
      const { outcome, body } = await client.call('message.post', input(client.room))
      expect([outcome, body]).toEqual(['no', { code: 'bad_field', field }])
      expect(await storedNow()).toEqual([])
    })
  }

  test('input that is no object: bad_field', async () => {
    using client = await bring()
    for (const input of [null, 1, 'x', [], true]) expect(await client.codeOf('message.post', input)).toBe('bad_field')
  })

  test('[T-57] lone surrogates and NUL: bad_text', async () => {
    using client = await bring()
    await storedNow()
    expect(await client.codeOf('message.post', { room: client.room, cid, body: 'a\ud800b' })).toBe('bad_text')
    expect(await client.codeOf('message.post', { room: client.room, cid, body: 'a\0b' })).toBe('bad_text')
    expect(await storedNow()).toEqual([])
  })

  test('[D-35] nothing, white space, 4,000 and 4,001 characters', async () => {
    using client = await bring()
    await storedNow()
    for (const body of ['', ' ', '\n\t ', '　']) expect((await client.post(body)).body).toEqual({ code: 'empty' })
    expect((await client.post('🍵'.repeat(4_000))).outcome).toBe('ok')
    expect((await client.post('🍵'.repeat(4_001))).body).toEqual({ code: 'too_long', limit: 4_000 })
    expect(await storedNow()).toEqual(['🍵'.repeat(4_000)])
  })
})

describe('commands at the wrong time', () => {
  test('[D-6] before hello: hello_first, nothing stored', async () => {
    using client = await openV1(server)
    await storedNow()
    const room = canary.room
    expect(await client.codeOf('message.post', { room, cid: crypto.randomUUID(), body: 'x' })).toBe('hello_first')
    expect(await client.codeOf('room.join', { room })).toBe('hello_first')
    expect(await storedNow()).toEqual([])
  })

  test('[D-6] from one who only looks: login_first, nothing stored', async () => {
    using client = await bringReader(server)
    await storedNow()
    expect((await client.post('x')).body).toEqual({ code: 'login_first' })
    expect(await storedNow()).toEqual([])
  })

  test('into a room that one is not in, as into one that is not there: not_found', async () => {
    using client = await bringV1(server, `gast${++names}`, 'nebenan')
    await storedNow()
    for (const room of [canary.room, 'r000000000000']) {
      expect(await client.codeOf('message.post', { room, cid: crypto.randomUUID(), body: 'x' })).toBe('not_found')
    }
    expect(await storedNow()).toEqual([])
  })

  test('[D-24] a second hello is refused, and changes nobody', async () => {
    using client = await bring()
    expect(await client.codeOf('hello', { v: 1, token: 'x' })).toBe('already_logged_in')
    await client.post('noch ich')
    expect((await client.hears('noch ich')).by.name).toBe(`gast${names}`)
  })

  test('a token that is none: login_first, and the right one may follow', async () => {
    using client = await openV1(server)
    for (const token of ['', 'x', `${'a'.repeat(22)}.${'b'.repeat(43)}`]) {
      expect(await client.codeOf('hello', { v: 1, token })).toBe('login_first')
    }
    expect(await client.codeOf('hello', { v: 1, token: 'x'.repeat(129) })).toBe('bad_field')
  })
})

test('[T-59] no answer has a stack, a path or a version of something in it', async () => {
  const answers = await Promise.all(
    [
      '/%',
      '/r/%ff',
      '/nothing',
      '/ws',
      '/api/session',
      '/avatars/x.svg',
      '/r/..%2f..%2fetc',
      '/.git/config',
      '/package.json',
    ].map(async (path) => {
      const answer = await fetch(`${server.url}${path}`, { redirect: 'manual' })
      return `${answer.status} ${JSON.stringify([...answer.headers])} ${await answer.text()}`
    }),
  )
  for (const answer of answers) {
    expect(answer).not.toMatch(/\bat .*\.ts|node_modules|\/server\/|Bun\/|bun\/|x-powered-by|"server"/i)
    expect(answer).not.toMatch(/^5/)
  }
})

test('[T-20] a token in an address is refused with a word, and is in no line of the log', async () => {
  const secret = 'sehrgeheim4711'
  for (const path of ['/', '/r/x', '/api/session', '/ws']) {
    const answer = await fetch(`${server.url}${path}?token=${secret}`)
    expect(answer.status).toBe(400)
    expect(await answer.text()).not.toContain(secret)
  }
  expect(JSON.stringify(server.lines)).not.toContain(secret)
})

test('[T-59] a body that is too large or no JSON is refused, and the server lives', async () => {
  const post = (body: string) =>
    fetch(`${server.url}/api/session`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body })
  expect((await post('{')).status).toBe(400)
  expect((await post('[]')).status).toBe(400)
  expect((await post(`{"locale":"${'x'.repeat(70_000)}"}`)).status).toBe(413)
  expect((await canary.call('heartbeat', {})).outcome).toBe('ok')
})

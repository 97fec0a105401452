import { Database } from 'bun:sqlite'
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import path from 'node:path'
import { bringClassic } from '#tests/classic/classic-client.ts'
import { newToken } from '#tests/kit/guest.ts'
import { heldMb, tellingMemory } from '#tests/kit/held-memory.ts'
import { TEST_MS } from '#tests/kit/patience.ts'
import { frameBytes, RawSocket } from '#tests/kit/raw-socket.ts'
import { startServer, type TestServer } from '#tests/kit/server.ts'
import { mostMs, slowestAnswer } from './slowest-answer.ts'
import { bringReader, bringV1, openV1, type V1Client } from './v1-client.ts'

setDefaultTimeout(TEST_MS)

const BEAT_MS = 1_000
const MIB = 1024 * 1024

const countOf = (socket: RawSocket, part: string): number =>
  socket.frames.reduce((sum, frame) => sum + frame.payload.toString('latin1').split(part).length - 1, 0)

let quiet: { server: TestServer; watched: ReturnType<typeof watchQuiet> }

// The runtime's own time is 12 s: they wait while the other tests of this file run, and the last one looks.
beforeAll(async () => {
  const server = await startServer()
  quiet = { server, watched: watchQuiet(server) }
})
afterAll(() => quiet.server.dispose())

/** Sockets that say little or nothing: how long each lived, and how long this machine stood still meanwhile. */
async function watchQuiet({ port }: TestServer) {
  const begun = {
    'says nothing': '',
    'half a head': 'GET / HTTP/1.1\r\nHost: loc',
    'a head that drips': `GET / HTTP/1.1\r\nHost: localhost:${port}\r\nX-A: `,
    'a body that drips': `POST /api/session HTTP/1.1\r\nHost: localhost:${port}\r\nContent-Type: application/json\r\nContent-Length: 5000\r\n\r\n`,
  }
  const dripping: RawSocket[] = []
  let [stoodMs, beatMs] = [0, performance.now()]
  const beat = setInterval(() => {
    stoodMs = Math.max(stoodMs, performance.now() - beatMs - BEAT_MS)
    beatMs = performance.now()
    for (const socket of dripping) if (!socket.ended) void socket.write(' ')
  }, BEAT_MS)
  const live = async ([what, words]: [string, string]) => {
    const socket = new RawSocket(port)
    const beganMs = performance.now()
    await socket.write(words)
    if (what.endsWith('drips')) dripping.push(socket)
    await socket.until('close', () => socket.ended)
    return { what, lived: performance.now() - beganMs, said: socket.received, status: socket.status }
  }
  const lives = await Promise.all(Object.entries(begun).map(live))
  clearInterval(beat)
  return { lives, stoodMs }
}

test('[P-14] a write queue that is full says busy and when to come again; what was accepted stays, and is all there is', async () => {
  await using server = await startServer({ env: { LIMIT_WRITE_QUEUE: '100' } })
  using ada = await bringV1(server, 'ada')
  const posts = Array.from({ length: 2_000 }, (_, at) => ada.post(`${at}`))
  const outcomes = await Promise.all(posts)
  const stored = outcomes.flatMap(({ outcome }, at) => (outcome === 'ok' ? [`${at}`] : []))
  const refused = outcomes.filter(({ outcome }) => outcome !== 'ok').map(({ body }) => body)
  expect(stored.length).toBeGreaterThanOrEqual(100)
  expect(refused.length).toBeGreaterThan(0)
  for (const body of refused) expect(body).toEqual({ code: 'busy', retry_after_ms: expect.any(Number) })
  const found: (string | undefined)[] = []
  for (let after = 0; found.length < stored.length; ) {
    const page = await ada.stored(after)
    if (page.length === 0) break
    found.push(...page.map(({ body }) => body))
    after = page.at(-1)?.seq ?? after
  }
  expect(found).toEqual(stored)
  expect((await ada.post('again')).outcome).toBe('ok')
})

test('[P-14] [F-19] frames over the budget: refused by name, the connection stays; a flood is sent away, and kept out for a while', async () => {
  const [burst, perSecond] = [60, 30]
  await using server = await startServer({
    ...tellingMemory,
    env: {
      LIMIT_COMMANDS_BURST: `${burst}`,
      LIMIT_COMMANDS_PER_SECOND: `${perSecond}`,
      LIMIT_FLOOD_PER_SECOND: '200',
    },
  })
  using canary = await bringV1(server, 'canary')
  using flood = await bringV1(server, 'flood')
  const calmMs = await slowestAnswer(canary, 10)
  const before = await heldMb(server)
  /** As long as a command may be: whoever keeps what it refuses keeps 90 MB. */
  const long = frameBytes(`[100,"heartbeat",{}]${' '.repeat(60_000)}`)
  const [frames, sinceMs] = [1_500, performance.now()]
  const written = flood.socket.write(Buffer.alloc(frames * long.length, long))
  // Within its own budget: the canary may ask thirty times a second.
  expect(await slowestAnswer(canary, 10)).toBeLessThan(mostMs(calmMs))
  await written
  await flood.socket.until('all answers', () => countOf(flood.socket, '[100,') === frames)
  // What a slow machine needs longer for, more of is allowed.
  const allowed = burst + perSecond * Math.ceil((performance.now() - sinceMs) / 1_000)
  const refused = frames - countOf(flood.socket, '[100,"ok"')
  expect(refused).toBeGreaterThanOrEqual(frames - allowed)
  expect(countOf(flood.socket, '"rate_limited"')).toBe(refused)
  expect(countOf(flood.socket, '"retry_after_ms"')).toBe(refused)
  expect(flood.socket.closeCode).toBeNull()
  expect((await heldMb(server)) - before).toBeLessThan((frames * long.length) / MIB / 3)

  const short = frameBytes('[100,"heartbeat",{}]')
  await flood.socket.write(Buffer.alloc(50_000 * short.length, short)).catch(() => {})
  expect(await slowestAnswer(canary, 5)).toBeLessThan(mostMs(calmMs))
  expect(await flood.socket.closed()).toBe(4429)
})

test('[P-14] whoever was sent away for a flood does not begin anew on another line; others may come', async () => {
  await using server = await startServer({ env: { LIMIT_FLOOD_PER_SECOND: '30', LIMIT_COMMANDS_PER_SECOND: '30' } })
  const token = await newToken(server.url)
  const comes = async (who: string) => {
    const client = await openV1(server)
    expect((await client.call('hello', { v: 1, token: who })).outcome).toBe('ok')
    return client
  }
  const [first, other] = [await comes(token), await comes(token)]
  await first.socket.write(Buffer.concat(Array.from({ length: 400 }, () => frameBytes('[7,"heartbeat",{}]'))))
  expect(await first.socket.closed()).toBe(4429)
  using again = await openV1(server)
  await again.socket.send(JSON.stringify([1, 'hello', { v: 1, token }]))
  expect(await again.socket.closed()).toBe(4429)
  // What it has open elsewhere may be another program of that person's.
  expect((await other.call('heartbeat', {})).outcome).toBe('ok')
  const bob = await comes(await newToken(server.url))
  for (const one of [first, other, bob]) one.leaves()
})

test('[D-12] a write that fails is an error with an id, logged; others go on, and it is well again by itself', async () => {
  await using server = await startServer()
  using ada = await bringV1(server, 'ada')
  using bob = await bringClassic(server, 'bob')
  const sql = (text: string) => {
    const handle = new Database(path.join(server.dataDir, 'teahouse.sqlite'))
    handle.run('pragma busy_timeout = 2000')
    handle.run(text)
    handle.close()
  }
  sql('alter table events rename to gone')
  const { outcome, body } = await ada.post('verloren?')
  expect([outcome, Object.keys(body), body['code']]).toEqual(['no', ['code', 'id'], 'internal'])
  const line = await server.logged('command_failed')
  expect([line.level, line['id']]).toEqual(['error', body['id']])
  expect(JSON.stringify(server.lines)).not.toContain('verloren')
  expect((await bob.isRefused({ type: 'user', msg: 'auch' }))['code']).toBe('internal')
  expect((await ada.call('heartbeat', {})).outcome).toBe('ok')
  sql('alter table gone rename to events')
  expect((await ada.post('wieder gut')).outcome).toBe('ok')
})

test('[D-12] [P-17] SIGTERM in the middle of sending: each command is answered, ok means stored, exit 0', async () => {
  await using server = await startServer()
  const writers = await Promise.all(Array.from({ length: 5 }, (_, at) => bringV1(server, `w${at}`)))
  const cids: string[] = []
  const answers = writers.flatMap((writer) =>
    Array.from({ length: 200 }, (_, at) => {
      const cid = crypto.randomUUID()
      return writer.post(`${at}`, cid).then(({ outcome, body }) => {
        if (outcome === 'ok') cids.push(cid)
        return outcome === 'no' ? String(body['code']) : outcome
      })
    }),
  )
  await writers[0]?.hears('0')
  // One that did not come to its end in 9 s says so with another code.
  expect(await server.stop()).toBe(0)
  const outcomes = new Set(
    (await Promise.allSettled(answers)).map((one) => (one.status === 'fulfilled' ? one.value : 'cut')),
  )
  // What came after the goodbye has no answer: nobody read it any more.
  expect([...outcomes].every((one) => ['ok', 'draining', 'cut'].includes(one))).toBe(true)
  await server.start()
  using reader = await bringReader(server)
  const stored = new Set<string>()
  for (let after = 0; ; ) {
    const page = await reader.stored(after)
    if (page.length === 0) break
    for (const event of page) stored.add(event.cid)
    after = page.at(-1)?.seq ?? after
  }
  expect(cids.length).toBeGreaterThan(0)
  expect(cids.filter((cid) => !stored.has(cid))).toEqual([])
})

test('[D-30] a join costs each member at most 200 bytes', async () => {
  await using server = await startServer()
  using ada = await bringV1(server, 'ada')
  await ada.socket.until('the list', () => ada.people === 1)
  for (const name of ['bob', '听雨的云雀']) {
    const before = ada.socket.frames.length
    const other = await bringV1(server, name)
    const frame = await ada.socket.until('the join', () =>
      ada.socket.frames.slice(before).find(({ payload }) => payload.includes('"came"')),
    )
    expect(frame.payload.length + frame.headBytes).toBeLessThanOrEqual(200)
    other.leaves()
  }
})

describe('[D-10] limits at n and n + 1', () => {
  test('connections of a person: the oldest goes with 4409', async () => {
    await using server = await startServer({ env: { LIMIT_CONNECTIONS_PER_PERSON: '2' } })
    const token = await newToken(server.url)
    const tabs: V1Client[] = []
    for (let at = 0; at < 3; at++) {
      const tab = await openV1(server)
      expect((await tab.call('hello', { v: 1, token })).outcome).toBe('ok')
      tabs.push(tab)
    }
    expect(await tabs[0]?.socket.closed()).toBe(4409)
    expect(tabs.slice(1).map((tab) => tab.socket.closeCode)).toEqual([null, null])
    for (const tab of tabs) tab.leaves()
  })

  test('connections of an address, those that have not said hello, and all together: one more is 429, and a place that is free is given', async () => {
    const bounds = { LIMIT_CONNECTIONS: '5', LIMIT_CONNECTIONS_PER_ADDRESS: '4', LIMIT_PENDING_PER_ADDRESS: '2' }
    const env = { ...bounds, TRUSTED_PROXIES: '127.0.0.1' }
    await using server = await startServer({ env })
    const from = (address: string) => openV1(server, { 'X-Forwarded-For': address })
    const statusOf = async (address: string) => {
      using one = await from(address)
      return one.socket.status
    }
    // Three addresses of one /64, which is one machine.
    const here = ['2a00:1450:4001:8a5::1', '2a00:1450:4001:8a5::2', '2a00:1450:4001:8a5:9::3'] as const
    const greets = async (client: V1Client) => client.call('hello', { v: 1, token: await newToken(server.url) })
    const open = [await from(here[0]), await from(here[1])]
    expect(await statusOf(here[2])).toBe(429)
    for (const one of open) await greets(one)
    open.push(await from(here[2]), await from(here[0]))
    expect(open.map(({ socket }) => socket.status)).toEqual([101, 101, 101, 101])
    for (const one of open.slice(2)) await greets(one)
    const elsewhere = await from('2a00:1450:4001:8a6::1')
    expect([await statusOf(here[0]), elsewhere.socket.status]).toEqual([429, 101])
    expect(await statusOf('2a00:1450:4001:8a7::1')).toBe(429)
    const said = server.lines.length
    open.pop()?.leaves()
    await server.logged('closed', said)
    expect(await statusOf(here[0])).toBe(101)
    for (const one of [...open, elsewhere]) one.leaves()
  })

  test('a command of 65,536 bytes is read, one of 65,537 closes with 1009', async () => {
    await using server = await startServer()
    using ada = await bringV1(server, 'ada')
    const padded = (size: number) => {
      const text = '[9,"heartbeat",{}]'
      return text + ' '.repeat(size - text.length)
    }
    await ada.socket.send(padded(65_536))
    expect((await ada.answerTo(9)).outcome).toBe('ok')
    await ada.socket.send(padded(65_537))
    expect(await ada.socket.closed()).toBe(1009)
  })

  const rows: [string, Record<string, string>, number, (client: V1Client, at: number) => Promise<unknown>][] = [
    [
      'messages',
      { LIMIT_MESSAGES_BURST: '4', LIMIT_MESSAGES_PER_SECOND: '0.1' },
      4,
      (client, at) => code(client.post(`${at}`)),
    ],
    ['rooms made', { LIMIT_ROOMS_PER_HOUR: '3' }, 3, (client, at) => client.codeOf('room.open', { name: `raum${at}` })],
    [
      'pages read',
      { LIMIT_HISTORY_BURST: '3', LIMIT_HISTORY_PER_SECOND: '0.1' },
      3,
      (client) => client.codeOf('room.history', { room: client.room }),
    ],
    [
      'renames',
      { LIMIT_RENAMES_PER_MINUTE: '3' },
      2,
      (client, at) => client.codeOf('profile.set', { name: `neu${at}`, look: 1 }),
    ],
    [
      'rooms joined',
      { LIMIT_JOINS_BURST: '4', LIMIT_JOINS_PER_SECOND: '0.1' },
      3,
      async (client) => {
        await client.call('room.leave', { room: client.room })
        return client.codeOf('room.join', { room: client.room })
      },
    ],
    [
      'rooms joined once more on the same line, which reads a page',
      { LIMIT_HISTORY_BURST: '3', LIMIT_HISTORY_PER_SECOND: '0.1' },
      3,
      (client) => client.codeOf('room.join', { room: client.room }),
    ],
    [
      'lists of whom one ignores, a thousand people at the most',
      { LIMIT_HISTORY_BURST: '3', LIMIT_HISTORY_PER_SECOND: '0.1' },
      3,
      (client) => client.codeOf('me.marks', {}),
    ],
    [
      'searches',
      { LIMIT_SEARCHES_BURST: '3', LIMIT_SEARCHES_PER_SECOND: '0.1' },
      3,
      (client) => client.codeOf('search.messages', { text: 'tea' }),
    ],
    [
      'typing',
      { LIMIT_TYPING_PER_MINUTE: '3' },
      2,
      (client) => client.codeOf('typing.set', { room: client.room, on: true }),
    ],
  ]
  for (const [what, env, allowed, act] of rows) {
    test(`${what}: ${allowed} may, the next is refused with the time to wait, and nobody is cut`, async () => {
      await using server = await startServer({ env })
      using ada = await bringV1(server, 'ada')
      using bob = await bringV1(server, 'bob')
      const codes: unknown[] = []
      for (let at = 0; at <= allowed; at++) codes.push(await act(ada, at))
      expect(codes).toEqual([...Array(allowed).fill('ok'), 'rate_limited'])
      // A budget is a person's own.
      expect(await act(bob, 99)).toBe('ok')
      expect(ada.socket.closeCode).toBeNull()
    })
  }

  test('2,000 connections at once are let in and counted (the row asks for 10,000: bench/)', async () => {
    await using server = await startServer()
    using canary = await bringV1(server, 'canary')
    const calmMs = await slowestAnswer(canary)
    const sockets: V1Client[] = []
    for (let round = 0; round < 20; round++) {
      sockets.push(...(await Promise.all(Array.from({ length: 100 }, () => openV1(server)))))
    }
    expect(sockets.every(({ socket }) => socket.status === 101)).toBe(true)
    expect(await slowestAnswer(canary)).toBeLessThan(mostMs(calmMs))
    for (const one of sockets) one.leaves()
  })
})

const code = async (asked: Promise<{ outcome: string; body: Readonly<Record<string, unknown>> }>): Promise<unknown> => {
  const { outcome, body } = await asked
  return outcome === 'no' ? body['code'] : outcome
}

test('[D-9] [T-60] who says nothing, half of a head, or a byte a second is cut within 15 s', async () => {
  const { lives, stoodMs } = await quiet.watched
  for (const { what, lived, said, status } of lives) {
    // Somebody who would come a moment later is not cut at once, and a machine that stood still proves nothing.
    expect([what, lived > 5_000, lived < 15_000 + 2 * stoodMs]).toEqual([what, true, true])
    expect([what, said === 0 || status === 408]).toEqual([what, true])
  }
  expect((await fetch(`${quiet.server.url}/healthz`)).status).toBe(200)
})

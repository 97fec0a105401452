import { Database } from 'bun:sqlite'
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { bringClassic } from '#tests/classic/classic-client.ts'
import { newToken } from '#tests/kit/guest.ts'
import { TEST_MS } from '#tests/kit/patience.ts'
import { frameBytes, opcodes, RawSocket } from '#tests/kit/raw-socket.ts'
import { startServer, type TestServer } from '#tests/kit/server.ts'
import { mostMs, slowestAnswer } from './slowest-answer.ts'
import { bringReader, bringV1, openV1, type V1Client } from './v1-client.ts'

setDefaultTimeout(TEST_MS)

const residentMb = ({ pid }: TestServer): number =>
  Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024

const countOf = (socket: RawSocket, part: string): number =>
  socket.frames.reduce((sum, frame) => sum + frame.payload.toString('latin1').split(part).length - 1, 0)

let quiet: { server: TestServer; sockets: RawSocket[] }

// The runtime's own time is 12 s: they wait while the other tests of this file run, and the last one looks.
beforeAll(async () => {
  const server = await startServer()
  const sockets = [new RawSocket(server.port), new RawSocket(server.port)]
  await sockets[1]?.write('GET / HTTP/1.1\r\nHost: loc')
  quiet = { server, sockets }
})
afterAll(() => quiet.server.dispose())

test('[D-7] [P-12] one reader who stops: the others hear everything, in time, and it alone is cut', async () => {
  await using server = await startServer({ env: { LIMIT_BACKLOG_BYTES: `${128 * 1024}` } })
  using writer = await bringV1(server, 'writer')
  const readers = await Promise.all(Array.from({ length: 5 }, () => bringReader(server)))
  const stopped = await bringReader(server)
  const stoppedClassic = await bringClassic(server, 'stopped')
  // The slowest of so many tens of posts. 12 kB each: 6 MB and more go into the kernel's buffers before the server's own bound is reached.
  const slowestOf = async (tens: number) => {
    let slowest = 0
    for (let at = 0; at < tens; at++) {
      const began = performance.now()
      await Promise.all(Array.from({ length: 10 }, () => writer.post('茶'.repeat(4_000))))
      slowest = Math.max(slowest, performance.now() - began)
      if (at % 10 === 0) (await openV1(server)).leaves()
    }
    return slowest
  }
  const calmMs = await slowestOf(10)
  stopped.socket.stopReading()
  stoppedClassic.socket.stopReading()
  expect(await slowestOf(90)).toBeLessThan(mostMs(calmMs))
  for (const reader of readers) {
    await reader.socket.until('all', () => reader.events.length === 1_000)
    expect(reader.socket.closeCode).toBeNull()
  }
  await server.logged('closed')
  // One of them is classic, and has no code in the log; which is cut first is chance.
  const cut = server.lines.filter((line) => line.event === 'closed')
  expect(cut).toHaveLength(2)
  expect(cut.map((line) => line['code'])).toContain(1006)
  for (const one of [...readers, stopped]) one.leaves()
  stoppedClassic.leaves()
})

test('[D-20] a reader that takes little at a time gets whole frames, in order, or a close', async () => {
  await using server = await startServer({ env: { LIMIT_BACKLOG_BYTES: `${128 * 1024}` } })
  using writer = await bringV1(server, 'writer')
  using slow = await bringReader(server)
  const body = '茶'.repeat(3_000)
  for (let at = 0; at < 300; at++) {
    slow.socket.stopReading()
    await writer.post(body)
    if (at % 10 === 0) slow.socket.resume()
  }
  slow.socket.resume()
  await slow.socket.until('close', () => slow.socket.closeCode ?? slow.events.length === 300)
  const { events } = slow
  expect(events.length).toBeGreaterThan(0)
  expect(events.map((event) => event.seq)).toEqual(events.map((_, at) => at + 1))
  expect(events.every((event) => event.body === body)).toBe(true)
})

test('[P-14] 10,000 frames a second: refused by name within the budget, others notice nothing, memory stays', async () => {
  await using server = await startServer({
    env: { LIMIT_COMMANDS_BURST: '60', LIMIT_COMMANDS_PER_SECOND: '30', LIMIT_FLOOD_PER_SECOND: '200' },
  })
  using canary = await bringV1(server, 'canary')
  using flood = await bringV1(server, 'flood')
  const calmMs = await slowestAnswer(canary, 10)
  const before = residentMb(server)
  const burst = Buffer.concat(Array.from({ length: 10_000 }, (_, at) => frameBytes(`[${at + 100},"heartbeat",{}]`)))
  await flood.socket.write(burst)
  // Within its own budget: the canary may ask thirty times a second.
  expect(await slowestAnswer(canary, 10)).toBeLessThan(mostMs(calmMs))
  await flood.socket.until('all answers', () => flood.socket.frames.length >= 10_000)
  expect(countOf(flood.socket, '"ok"')).toBeLessThan(200)
  expect(countOf(flood.socket, '"rate_limited"')).toBeGreaterThan(9_800)
  expect(countOf(flood.socket, '"retry_after_ms"')).toBeGreaterThan(9_800)
  expect(flood.socket.closeCode).toBeNull()
  expect(residentMb(server) - before).toBeLessThan(64)
})

test('[T-55] 30,000 empty fragments and pings of one connection: memory is flat, others notice nothing', async () => {
  await using server = await startServer()
  using canary = await bringV1(server, 'canary')
  using endless = await bringReader(server)
  const calmMs = await slowestAnswer(canary)
  const before = residentMb(server)
  await endless.socket.send('[1,"', { fin: false })
  const piece = Buffer.concat([
    frameBytes('', { fin: false, opcode: opcodes.continuation }),
    frameBytes('', { opcode: opcodes.ping }),
  ])
  await endless.socket.write(Buffer.concat(Array.from({ length: 30_000 }, () => piece)))
  expect(await slowestAnswer(canary)).toBeLessThan(mostMs(calmMs))
  expect(residentMb(server) - before).toBeLessThan(64)
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

test('[D-9] a connection that says nothing, or half of a head, is cut by the time of the runtime', async () => {
  for (const socket of quiet.sockets) {
    await socket.until('close', () => socket.ended)
    expect(socket.received === 0 || socket.status === 408).toBe(true)
  }
})

// T-54 to T-57, T-60, T-61 and T-64: what bytes alone may do. A row is an attack and its answer, and a control: the same, by somebody who
// may. After each row the server lives, and somebody in the room is answered.
import { afterAll, afterEach, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { readFileSync } from 'node:fs'
import { deflateRawSync } from 'node:zlib'
import { limits } from '#protocol/limits.ts'
import { bringClassic } from '#tests/classic/classic-client.ts'
import { heldMb, tellingMemory } from '#tests/kit/held-memory.ts'
import { PATIENCE_MS, TEST_MS } from '#tests/kit/patience.ts'
import { frameBytes, opcodes, openRaw, RawSocket } from '#tests/kit/raw-socket.ts'
import { startServer, type TestServer } from '#tests/kit/server.ts'
import { close, command, first, last, middle, ping, pong, text } from '#tests/rfc6455/case.ts'
import { openClockHouse } from '#tests/wire/clock-house.ts'
import { mostMs, slowestAnswer } from '#tests/wire/slowest-answer.ts'
import { bringV1, openV1, type V1Client } from '#tests/wire/v1-client.ts'
import { heads } from './heads.ts'

setDefaultTimeout(TEST_MS)

const most = limits.commandBytes
const SECOND_MS = 1_000
const MIB = 1024 * 1024
/** Of what is held when a server keeps what it should not: what pools and compiled code take is far below it. */
const SHARE = 1 / 3

let server: TestServer
let canary: V1Client
let calmMs = 0

beforeAll(async () => {
  server = await startServer({ ...tellingMemory, env: { LIMIT_SEARCHES_BURST: '100000' } })
  canary = await bringV1(server, 'canary')
  calmMs = await slowestAnswer(canary)
})
afterEach(async () => {
  expect(await slowestAnswer(canary, 3)).toBeLessThan(mostMs(calmMs))
  expect(server.lines.filter(({ level }) => level === 'error')).toEqual([])
})
afterAll(async () => {
  canary.leaves()
  await server.dispose()
})

const READ = Buffer.from('read?')
const times = (count: number, frame: Buffer): Buffer => Buffer.alloc(count * frame.length, frame)
let names = 0
const newName = (): string => `tea ${++names}`

/** What a server has worked so far: its own time, in which other programs do not count. */
function cpuMs({ pid }: TestServer): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
  return 10 * (Number(fields[11]) + Number(fields[12]))
}

/** What bytes come to: the close code, or `read` where the command 9 in them was answered. */
async function comesTo(...sends: readonly Uint8Array[]): Promise<number | 'read'> {
  using client = await openV1(server)
  for (const bytes of sends) await client.socket.write(bytes)
  return await client.socket.until(
    'answer or close',
    () => client.socket.closeCode ?? (client.socket.texts.some((said) => said.startsWith('[9,')) && 'read'),
  )
}

/** Many sockets that all do the same; resolves to how many MiB the server grew by while they were there. */
async function growthBy(count: number, sends: (client: V1Client) => Promise<void>): Promise<number> {
  const before = await heldMb(server)
  const clients = await Promise.all(Array.from({ length: count }, () => openV1(server)))
  await Promise.all(clients.map(sends))
  // Answers come in the order of the bytes: when it speaks again it has read all of them.
  await canary.call('heartbeat', {})
  const grown = (await heldMb(server)) - before
  for (const client of clients) client.leaves()
  return grown
}

describe('[T-54] lengths that lie', () => {
  const lies: [string, () => Uint8Array[]][] = [
    ['2^63 - 1', () => [text('x', { claims: 2n ** 63n - 1n })]],
    ['2^64 - 1', () => [text('x', { claims: 2n ** 64n - 1n })]],
    ['the limit + 1, and nothing of it', () => [text('', { claims: BigInt(most + 1) })]],
    ['the limit + 1 in a last piece', () => [first('['), frameBytes('', { opcode: 0, claims: BigInt(most + 1) })]],
    ['pieces of which the last byte is too much', () => [first('x'.repeat(most)), last('x')]],
  ]
  test.each(lies)('%s: 1009 at the head', async (_what, bytes) => {
    expect(await comesTo(...bytes())).toBe(1009)
    expect(await comesTo(text(command(9, most)))).toBe('read')
    expect(await comesTo(first(command(9, most).slice(0, 9)), last(command(9, most).slice(9)))).toBe('read')
  })

  test('1,000 sockets that claim as much as they may, and bring a byte: nothing is kept for what was claimed', async () => {
    const grown = await growthBy(1_000, ({ socket }) => socket.write(text('[', { claims: BigInt(most) })))
    expect(grown).toBeLessThan((SHARE * 1_000 * most) / MIB)
  })
})

describe('[T-55] fragments without end', () => {
  /** The least that a piece takes which is kept by itself. */
  const PIECE_BYTES = 48
  const pieces: [string, number, Buffer][] = [
    ['2,000,000 pieces without bytes', 2_000_000, middle()],
    ['60,000 pieces of a byte', 60_000, middle('x')],
    ['50,000 pieces without bytes, a ping behind each', 50_000, Buffer.concat([middle(), ping()])],
  ]
  test.each(pieces)(
    '%s: memory is flat, others notice nothing, and it can be finished',
    async (_what, count, piece) => {
      using client = await openV1(server)
      const before = await heldMb(server)
      await client.socket.write(first('[9,"nosuch","'))
      const written = client.socket.write(times(count, piece))
      expect(await slowestAnswer(canary)).toBeLessThan(mostMs(calmMs))
      await written
      // Behind the pieces: when it is answered they were read, and nothing of them has ended.
      await client.socket.write(ping('read?'))
      await client.socket.until('pong', () => client.socket.frames.at(-1)?.payload.equals(READ))
      // As many as a message may have bytes are too few to show in a process.
      if (count > most) expect((await heldMb(server)) - before).toBeLessThan((SHARE * count * PIECE_BYTES) / MIB)
      await client.socket.write(last('"]'))
      expect(JSON.parse(await client.socket.next())).toEqual([9, 'no', { code: 'unknown_type' }])
    },
  )

  test('1,000 messages of 60 kB that nobody finishes: no more than they brought', async () => {
    const grown = await growthBy(1_000, ({ socket }) => socket.write(first('x'.repeat(60_000))))
    expect(grown).toBeLessThan((2 * 1_000 * 60_000) / MIB)
  })

  test('a byte a second of a frame that never ends: 4508 after 60 s; who says something stays', async () => {
    await using house = await openClockHouse()
    using drip = await bringV1(house, 'drip')
    using lively = await bringV1(house, 'lively')
    const bytes = text(command(9, 500))
    let at = 0
    await house.pass(62 * SECOND_MS, async () => {
      if (house.clock.nowMs() % SECOND_MS !== 0 || drip.socket.ended) return
      await drip.socket.write(bytes.subarray(at, ++at))
      if (at % 20 === 0) await lively.call('heartbeat', {})
    })
    expect(at).toBeGreaterThan(50)
    expect(await drip.socket.closed()).toBe(4508)
    expect((await lively.call('heartbeat', {})).outcome).toBe('ok')
  })
})

describe('[T-56] compressed frames', () => {
  const bomb = deflateRawSync(Buffer.alloc(60_000_000))
  const packed: [string, () => Uint8Array][] = [
    ['a packed command', () => text(deflateRawSync(Buffer.from(command(9))), { rsv: 4 })],
    ['58 kB that would be 60 MB', () => text(bomb.subarray(0, 58_000), { rsv: 4 })],
    [
      'the same, and the bit is in the second piece',
      () =>
        Buffer.concat([
          first(bomb.subarray(0, 9_000)),
          frameBytes(bomb.subarray(9_000, 20_000), { opcode: 0, rsv: 4 }),
        ]),
    ],
    ['a ping that says it is packed', () => ping('x', { rsv: 4 })],
  ]
  test.each(packed)('%s: 1002, and nothing is unpacked', async (_what, bytes) => {
    for (const offer of ['permessage-deflate', `${'permessage-deflate; client_max_window_bits, '.repeat(100)}x`]) {
      using client = await openV1(server, { 'Sec-WebSocket-Extensions': offer })
      expect(client.socket.head.toLowerCase()).not.toContain('sec-websocket-extensions')
      await client.socket.send(command(9))
      expect(JSON.parse(await client.socket.next())[0]).toBe(9)
      await client.socket.write(bytes())
      expect(await client.socket.closed()).toBe(1002)
    }
  })
})

describe('[T-57] bad text', () => {
  test.each(['c0af', 'eda080', 'f4908080', 'ff', 'e88c'])(
    'bytes %s: 1007, in a command and in a close',
    async (hex) => {
      const bytes = Buffer.from(hex, 'hex')
      expect(await comesTo(text(Buffer.concat([Buffer.from('[9,"nosuch","'), bytes, Buffer.from('"]')])))).toBe(1007)
      expect(await comesTo(close(1000, bytes))).toBe(1007)
      expect(await comesTo(text('[9,"nosuch","茶"]'))).toBe('read')
      expect(await comesTo(close(1000, '茶'))).toBe(1000)
    },
  )

  const places: [string, (client: V1Client, said: string) => [string, object]][] = [
    ['message', ({ room }, body) => ['message.post', { room, cid: crypto.randomUUID(), body }]],
    ['name', (_client, name) => ['profile.set', { name, look: 0 }]],
    ['title', (_client, title) => ['room.make', { cid: crypto.randomUUID(), title, access: 'link' }]],
    ['topic', (_client, topic) => ['room.make', { cid: crypto.randomUUID(), title: 'tea', access: 'link', topic }]],
    ['search', ({ room }, said) => ['search.messages', { rooms: [room], text: said }]],
    ['edit', ({ room }, body) => ['message.edit', { room, cid: crypto.randomUUID(), message: 1, body }]],
  ]
  test.each(places)(
    'lone surrogates and NUL in a %s are refused or taken out; nothing of them is told',
    async (_what, call) => {
      using client = await bringV1(server, newName(), 'bad-text')
      const answers: string[] = []
      // Written as JSON writes them: the bytes are good UTF-8.
      for (const bad of ['a\ud800b', 'a\udfffb', '\udc00\ud800', 'a\0b', '\0']) {
        const [name, input] = call(client, bad)
        const { outcome, body } = await client.call(name, input)
        answers.push(`${outcome} ${String(body['code'] ?? '')}`)
      }
      expect(answers.filter((answer) => /internal|unknown/.test(answer))).toEqual([])
      expect(client.socket.texts.filter((said) => /\\ud[89a-f]|\\u0000|\0/i.test(said))).toEqual([])
      // The two halves of a pair are one sign, however JSON writes it.
      const [name, input] = call(client, '好🍵')
      const { outcome, body } = await client.call(name, input)
      expect(body['code'] ?? outcome).toBeOneOf(['ok', 'forbidden'])
    },
  )

  const odd = [
    '\ufeffbefore',
    'not\ufffe a\uffff sign',
    'line\u2028and\u2029page',
    'e\u0301 é',
    '\u{1f468}\u200d\u{1f469}\u200d\u{1f467}',
    'a\u202eb',
  ]
  test('what is stored is what is shown and found', async () => {
    using client = await bringV1(server, newName(), 'odd-text')
    for (const [at, body] of odd.entries()) expect((await client.post(`mark${at} ${body}`)).outcome).toBe('ok')
    const told = await client.socket.until('events', () => client.events.length >= odd.length && client.events)
    // One spelling of a sign is stored (NFC), and that one is what everybody gets.
    expect(told.map(({ body }) => body)).toEqual(odd.map((body, at) => `mark${at} ${body}`.normalize('NFC')))
    expect((await client.stored(0)).map(({ body }) => body)).toEqual(told.map(({ body }) => body))
    for (const { body } of told) expect(await isFound(client, body)).toBe(true)
  })

  /** The index follows the log, and rests when the house is busy. */
  async function isFound(client: V1Client, body: string): Promise<boolean> {
    const words = { rooms: [client.room], text: body.slice(0, 'mark0'.length) }
    for (const sinceMs = performance.now(); performance.now() - sinceMs < PATIENCE_MS; ) {
      const found = JSON.stringify((await client.call('search.messages', words)).body)
      if (found.includes(JSON.stringify(body).slice(1, -1))) return true
    }
    return false
  }
})

describe('[T-60] sockets that say nothing', () => {
  test('before the hello an address may have so many; who has said it makes room, and nobody inside notices', async () => {
    await using strict = await startServer({ env: { LIMIT_PENDING_PER_ADDRESS: '20' } })
    using inside = await bringV1(strict, 'inside')
    const silent = await Promise.all(Array.from({ length: 20 }, () => openV1(strict)))
    expect(silent.map(({ socket }) => socket.status)).toEqual(silent.map(() => 101))
    using late = await openV1(strict)
    expect(late.socket.status).toBe(429)
    expect((await inside.post('noch da')).outcome).toBe('ok')
    silent[0]?.leaves()
    await strict.found(() => (strict.lines.some(({ event }) => event === 'refused') ? true : undefined))
    // The server has to see that one is gone, before it lets another one in.
    let status = 429
    for (let tries = 0; status !== 101 && tries < 1_000; tries++) {
      using next = await openV1(strict)
      status = next.socket.status
    }
    expect(status).toBe(101)
    for (const one of silent) one.leaves()
  })

  test.each(['v1', 'classic'] as const)(
    'an upgrade and then silence, half a frame, or pings alone: %s ends',
    async (kind) => {
      await using house = await openClockHouse()
      const path = kind === 'v1' ? '/ws' : '/'
      const headers = kind === 'v1' ? { 'Sec-WebSocket-Protocol': 'teahouse.v1' } : {}
      const open = () => openRaw({ port: house.port, path, headers })
      const [silent, half, pinging] = [await open(), await open(), await open()]
      await half.write(text(command(9)).subarray(0, 9))
      await house.pass(33 * SECOND_MS, async () => {
        if (house.clock.nowMs() % SECOND_MS === 0 && !pinging.ended) await pinging.write(ping('x'))
      })
      expect(await Promise.all([silent, half, pinging].map((socket) => socket.closed()))).toEqual([4508, 4508, 4508])
    },
  )
})

describe('[T-61] heads of requests', () => {
  test.each([...heads])('$what: $status', async ({ lines, body = '', status }) => {
    const own = `127.0.0.1:${server.port}`
    const head = lines.map((line) => line.replace('{host}', own)).join('\r\n')
    using socket = new RawSocket(server.port)
    await socket.write(Buffer.from(`${head}\r\n\r\n${body}`, 'latin1'))
    await socket.until('answer', () => socket.ended || socket.status > 0)
    expect(socket.status).toBe(status)
    using good = new RawSocket(server.port)
    await good.write(`GET /healthz HTTP/1.1\r\nHost: ${own}\r\n\r\n`)
    expect(await good.answered()).toBe(200)
  })

  test('what stands behind a request that was refused is not read as another one', async () => {
    const own = `127.0.0.1:${server.port}`
    const inner = `GET /healthz HTTP/1.1\r\nHost: ${own}\r\n\r\n`
    const head = `POST /api/session HTTP/1.1\r\nHost: ${own}\r\nContent-Type: application/json\r\n`
    using socket = new RawSocket(server.port)
    const parts: string[] = []
    socket.tcp.on('data', (bytes: Buffer) => parts.push(bytes.toString('latin1')))
    await socket.write(`${head}Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n${inner}`)
    await socket.until('end', () => socket.ended)
    expect(parts.join('').match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 400'])
  })
})

describe('[T-64] control frames', () => {
  const full = 'x'.repeat(125)
  const floods: [string, Buffer][] = [
    ['pings', ping()],
    ['pings of 125 bytes', ping(full)],
    ['pongs of 125 bytes that nobody asked for', pong(full)],
  ]
  const COUNT = 500_000
  test.each(floods)('500,000 %s at once: others notice nothing, memory is bounded', async (_what, frame) => {
    using client = await bringV1(server, newName())
    const before = await heldMb(server)
    // The bytes that come back are thrown away: a test that keeps 100,000 pongs would be slower than the server.
    client.socket.tcp.removeAllListeners('data')
    client.socket.tcp.resume()
    const written = client.socket.write(times(COUNT, frame))
    expect(await slowestAnswer(canary)).toBeLessThan(mostMs(calmMs))
    await written
    expect((await heldMb(server)) - before).toBeLessThan((SHARE * COUNT * full.length) / MIB)
  })

  test('pings by somebody who reads no pong: cut, and nobody else notices', async () => {
    await using small = await startServer({ env: { LIMIT_BACKLOG_BYTES: `${128 * 1024}` } })
    using deaf = await bringV1(small, 'deaf')
    using other = await bringV1(small, 'other')
    deaf.socket.stopReading()
    const piece = times(4_000, ping('x'.repeat(125)))
    for (let at = 0; at < 30 && !deaf.socket.ended; at++) void deaf.socket.write(piece)
    await small.logged('closed')
    expect((await other.post('alles gut')).outcome).toBe('ok')
  })

  for (const [kind, bytes] of [
    ['pings', ping()],
    ['pongs', pong()],
  ] as const) {
    test.each(['/ws', '/'])(`a flood of ${kind} kept up for 10 s at %s: 4429; one a second is none`, async (path) => {
      await using house = await openClockHouse({ LIMIT_FLOOD_PER_SECOND: '30', LIMIT_COMMANDS_BURST: '10' })
      const headers = path === '/ws' ? { 'Sec-WebSocket-Protocol': 'teahouse.v1' } : {}
      using other = await bringV1(house, 'other')
      using flood =
        path === '/ws' ? (await bringV1(house, 'flood')).socket : await openRaw({ port: house.port, path, headers })
      const burst = times(5, bytes)
      await house.pass(13 * SECOND_MS, async () => {
        if (!flood.ended) await flood.write(burst)
        if (house.clock.nowMs() % SECOND_MS === 0) await other.socket.write(bytes)
      })
      expect(await flood.closed()).toBe(4429)
      expect((await other.post('alles gut')).outcome).toBe('ok')
    })
  }

  const END = 'the end'
  // Their answers have to fit into what a connection may have waiting: a reader that is held up would be cut.
  test('[P-14] [P-29] 10,000 commands far over the budget cost no more than some pings each', async () => {
    const env = { LIMIT_COMMANDS_BURST: '60', LIMIT_COMMANDS_PER_SECOND: '30', LIMIT_FLOOD_PER_SECOND: '1000000' }
    await using strict = await startServer({ env })
    using v1 = await bringV1(strict, 'flood')
    using classic = await bringClassic(strict, 'old flood')
    const costOf = async ({ socket }: { socket: RawSocket }, frame: Buffer): Promise<number> => {
      const before = cpuMs(strict)
      // Not read frame by frame, which would take longer than to answer them.
      socket.tcp.removeAllListeners('data')
      let tail = ''
      const ended = new Promise<void>((resolve) => {
        socket.tcp.on('data', (bytes: Buffer) => {
          tail = `${tail}${bytes.toString('latin1')}`.slice(-END.length - bytes.length)
          if (tail.includes(END)) resolve()
        })
      })
      await socket.write(Buffer.concat([times(10_000, frame), ping(END)]))
      await ended
      return cpuMs(strict) - before
    }
    const pings = Math.max(await costOf(v1, ping()), 30)
    expect(await costOf(v1, text('[1,"heartbeat",{}]'))).toBeLessThan(6 * pings)
    for (const said of ['{"type":"user","msg":"tea"}', '{"type":"user","msg":[]}'])
      expect(await costOf(classic, text(said))).toBeLessThan(6 * pings)
  })

  test('a close code that is none: 1002; what is said after a close is not said', async () => {
    expect(await comesTo(close(999))).toBe(1002)
    expect(await comesTo(close(1000))).toBe(1000)
    using ada = await bringV1(server, 'ada64', 'after-close')
    const says = (body: string, ref: number) =>
      text(JSON.stringify([ref, 'message.post', { room: ada.room, cid: crypto.randomUUID(), body }]))
    await ada.post('before')
    await ada.socket.write(Buffer.concat([close(1000), says('after', 91), ping('late')]))
    expect(await ada.socket.closed()).toBe(1000)
    expect(ada.socket.frames.filter(({ opcode }) => opcode === opcodes.pong)).toEqual([])
    using witness = await bringV1(server, 'witness64', 'after-close')
    expect((await witness.stored(0)).map(({ body }) => body)).toEqual(['before'])
  })
})

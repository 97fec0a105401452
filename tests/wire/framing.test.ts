import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { bringClassic, type ClassicClient } from '#tests/classic/classic-client.ts'
import { TEST_MS } from '#tests/kit/patience.ts'
import { frameBytes, opcodes, type RawSocket } from '#tests/kit/raw-socket.ts'
import { startServer, type TestServer } from '#tests/kit/server.ts'
import { bringV1, type V1Client } from './v1-client.ts'

setDefaultTimeout(TEST_MS)

let server: TestServer
let witness: V1Client
let seen = 0
let names = 0

beforeAll(async () => {
  server = await startServer()
  witness = await bringV1(server, 'witness')
})
afterAll(async () => {
  witness.leaves()
  await server.dispose()
})

/** What was stored since the last look. */
async function storedNow(): Promise<string[]> {
  const bodies: string[] = []
  for (;;) {
    const page = await witness.stored(seen)
    if (page.length === 0) return bodies
    seen = page.at(-1)?.seq ?? seen
    bodies.push(...page.map((event) => event.body))
  }
}

type Talker = { socket: RawSocket; command(text: string): string; leaves(): void }
const talkers: Record<string, () => Promise<Talker>> = {
  async v1() {
    const client: V1Client = await bringV1(server, `gast${++names}`)
    let ref = 1_000
    const command = (body: string) =>
      JSON.stringify([++ref, 'message.post', { room: client.room, cid: crypto.randomUUID(), body }])
    return { socket: client.socket, command, leaves: () => client.leaves() }
  },
  async classic() {
    const client: ClassicClient = await bringClassic(server, `gast${++names}`)
    const command = (msg: string) => JSON.stringify({ type: 'user', msg })
    return { socket: client.socket, command, leaves: () => client.leaves() }
  },
}

/** Resolves when this text was stored; gives everything that was stored since the last look. */
async function untilStored(text: string): Promise<string[]> {
  await witness.socket.until(text, () => {
    const at = witness.events.findIndex((event, place) => place >= heard && event.body === text)
    if (at >= 0) heard = at + 1
    return at >= 0
  })
  return storedNow()
}
/** The witness's events up to here belong to what was sent before. */
let heard = 0

describe.each(Object.entries(talkers))('%s', (_name, bring) => {
  test('[D-13] 1 to 4,000 Chinese characters arrive whole, cut at any byte', async () => {
    const talker = await bring()
    for (const length of [1, 682, 683, 2_000, 4_000]) {
      const size = frameBytes(talker.command('茶'.repeat(length))).length
      // One cut in every 1,000 bytes, and in the head of the frame: at each of 12,000 bytes it would take minutes.
      const cuts = Array.from({ length: size - 1 }, (_, at) => at + 1).filter((at) => at < 10 || at % 1_000 === 0)
      for (const cut of cuts) {
        const text = '茶'.repeat(length - 1) + String.fromCodePoint(0x4e00 + cut)
        const bytes = frameBytes(talker.command(text))
        await talker.socket.write(bytes.subarray(0, cut))
        await new Promise<void>((resolve) => setImmediate(resolve))
        await talker.socket.write(bytes.subarray(cut))
        expect(await untilStored(text)).toEqual([text])
      }
    }
    talker.leaves()
  })

  test('[D-13] one byte at a time', async () => {
    const talker = await bring()
    for (const byte of frameBytes(talker.command('Byte für Byte 茶🍵'))) await talker.socket.write(Buffer.from([byte]))
    expect(await untilStored('Byte für Byte 茶🍵')).toHaveLength(1)
    talker.leaves()
  })

  for (const count of [2, 10, 100]) {
    test(`[D-14] ${count} frames in one segment: all stored, in order`, async () => {
      const talker = await bring()
      const texts = Array.from({ length: count }, (_, at) => `${count}.${at}`)
      await talker.socket.write(Buffer.concat(texts.map((text) => frameBytes(talker.command(text)))))
      const stored = await untilStored(`${count}.${count - 1}`)
      expect(stored).toEqual(texts)
      talker.leaves()
    })
  }

  // Whole commands, so that somebody who were too patient would store them. tests/rfc6455 has all that can be wrong with a frame.
  const broken: [string, (talker: Talker) => Buffer, number][] = [
    ['[D-16] binary', ({ command }) => frameBytes(command('binär'), { opcode: opcodes.binary }), 1003],
    ['[D-17] unmasked', ({ command }) => frameBytes(command('unmaskiert'), { masked: false }), 1002],
    ['[D-16] reserved bits', ({ command }) => frameBytes(command('rsv'), { rsv: 4 }), 1002],
    ['[D-16] a continuation of nothing', ({ command }) => frameBytes(command('x'), { opcode: 0 }), 1002],
    ['[T-54] one byte over the limit', ({ command }) => frameBytes(command('x'.repeat(65_537))), 1009],
  ]
  for (const [what, bytesOf, code] of broken) {
    test(`${what}: closed, nothing stored, others notice nothing`, async () => {
      const talker = await bring()
      await talker.socket.write(bytesOf(talker))
      expect(await talker.socket.closed()).toBe(code)
      expect(await storedNow()).toEqual([])
      expect((await witness.call('heartbeat', {})).outcome).toBe('ok')
    })
  }

  test('[D-19] every plane of Unicode, tab and line feed come back equal', async () => {
    const talker = await bring()
    const planes = Array.from({ length: 17 }, (_, plane) => String.fromCodePoint(plane * 0x10000 + (0x4e8c % 0xfffd)))
    const text = `Tab\tZeile\n${planes.join('')} é 茶 🍵 👩‍👩‍👧 \u{10fffd} עברית`.normalize('NFC')
    await talker.socket.send(talker.command(text))
    expect(await untilStored(text)).toEqual([text])
    const echo = await talker.socket.until('echo', () => talker.socket.texts.find((one) => one.includes('עברית')))
    expect(JSON.stringify(JSON.parse(echo))).toContain(JSON.stringify(text).slice(1, -1))
    talker.leaves()
  })

  test('[D-19] a Chinese character costs 3 bytes, not 6', async () => {
    const talker = await bring()
    await talker.socket.send(talker.command('茶'.repeat(1_000)))
    const frame = await talker.socket.until('echo', () =>
      talker.socket.frames.find(({ payload }) => payload.includes('茶'.repeat(1_000))),
    )
    expect(frame.payload.length).toBeLessThan(3_000 + 400)
    await untilStored('茶'.repeat(1_000))
    talker.leaves()
  })

  test('[D-18] payloads leave in the shortest form, unmasked', async () => {
    const talker = await bring()
    for (let length = 1; length < 500; length += 3) await talker.socket.send(talker.command('a'.repeat(length)))
    await untilStored('a'.repeat(499))
    await talker.socket.send(talker.command('€'.repeat(4_000)))
    await untilStored('€'.repeat(4_000))
    const { frames } = talker.socket
    for (const { payload, headBytes, masked, fin } of frames) {
      expect([masked, fin]).toEqual([false, true])
      expect(headBytes).toBe(payload.length < 126 ? 2 : payload.length < 65_536 ? 4 : 10)
    }
    talker.leaves()
  })
})

test('[D-18] payloads of exactly 125 and 126 bytes leave in the shortest form', async () => {
  const talker = await bringClassic(server, `gast${++names}`)
  await talker.says({ type: 'user', msg: 'x' })
  const around = Buffer.byteLength(JSON.stringify(await talker.hearsA('user'))) - 1
  for (const [size, headBytes] of [
    [125, 2],
    [126, 4],
  ] as const) {
    await talker.says({ type: 'user', msg: 'a'.repeat(size - around) })
    await talker.hearsA('user')
    const frame = talker.socket.frames.at(-1)
    expect([frame?.payload.length, frame?.headBytes]).toEqual([size, headBytes])
  }
  talker.leaves()
})

// What was refused is given back whole, so the size of that frame can be chosen to the byte.
test.each([
  [65_535, 4],
  [65_536, 10],
])('[D-18] a payload of exactly %d bytes leaves in the shortest form', async (size, headBytes) => {
  const talker = await bringClassic(server, `gast${++names}`)
  const around = Buffer.byteLength(
    JSON.stringify({
      type: 'user',
      from: '系统',
      msg: '〔未发送：消息太长：65000 字，最多 4000 字〕',
      headerimg: `http://127.0.0.1:${server.port}/avatars/0.svg`,
    }),
  )
  await talker.says({ type: 'user', msg: 'a'.repeat(size - around) })
  await talker.hearsA('error')
  await talker.hearsA('user')
  const frame = talker.socket.frames.at(-1)
  expect([frame?.payload.length, frame?.headBytes]).toEqual([size, headBytes])
  talker.leaves()
})

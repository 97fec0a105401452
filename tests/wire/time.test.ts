import { expect, setDefaultTimeout, test } from 'bun:test'
import { bringClassic, namesOf, openClassic } from '#tests/classic/classic-client.ts'
import { TEST_MS } from '#tests/kit/patience.ts'
import { handshakeText, opcodes, openRaw, RawSocket } from '#tests/kit/raw-socket.ts'
import { openClockHouse } from './clock-house.ts'
import { bringReader, bringV1, openV1 } from './v1-client.ts'

setDefaultTimeout(TEST_MS)

const SECOND_MS = 1_000

test('[D-9] no hello within 5 s closes with 4508', async () => {
  await using house = await openClockHouse()
  using silent = await openV1(house)
  await house.pass(4 * SECOND_MS)
  expect(silent.socket.closeCode).toBeNull()
  await house.pass(3 * SECOND_MS)
  expect(await silent.socket.closed()).toBe(4508)
})

test('[D-9] 60 s without a command close with 4508, and take the person off the list at once', async () => {
  await using house = await openClockHouse()
  using ada = await bringV1(house, 'ada')
  using bob = await bringV1(house, 'bob')
  const lives = async () => {
    if (house.clock.nowMs() % (20 * SECOND_MS) === 0) await bob.call('heartbeat', {})
  }
  await house.pass(59 * SECOND_MS, lives)
  expect(ada.socket.closeCode).toBeNull()
  expect(bob.people).toBe(2)
  await house.pass(3 * SECOND_MS, lives)
  expect(await ada.socket.closed()).toBe(4508)
  await bob.socket.until('ada is gone', () => bob.people === 1)
})

test('[D-9] a half-open v1 socket leaves the list in 60 s, a half-open classic one too', async () => {
  await using house = await openClockHouse()
  using v1 = await bringV1(house, 'v1')
  using classic = await bringClassic(house, 'classic')
  // Neither end says anything any more, as behind a router that forgot the line.
  for (const { socket } of [v1, classic]) socket.stopReading()
  using witness = await openClassic(house)
  expect(namesOf(await witness.logsIn('witness'))).toEqual(['v1', 'classic', 'witness'])
  const left: unknown[] = []
  const hear = (async () => {
    while (left.length < 2) left.push((await witness.hearsA('logout'))['msg'])
  })()
  let seen = 0
  await house.pass(61 * SECOND_MS, async () => {
    // The witness answers its pings.
    const pings = witness.socket.frames.filter(({ opcode }) => opcode === opcodes.ping)
    for (; seen < pings.length; seen++) await witness.socket.send(pings[seen]?.payload ?? '', { opcode: opcodes.pong })
  })
  await house.passUntil(hear)
  expect(left.sort()).toEqual(['classic', 'v1'])
  expect(witness.socket.closeCode).toBeNull()
})

test('[D-9] no classic login within 30 s closes', async () => {
  await using house = await openClockHouse()
  using silent = await openClassic(house)
  await house.pass(29 * SECOND_MS)
  expect(silent.socket.closeCode).toBeNull()
  await house.pass(3 * SECOND_MS)
  expect(await silent.socket.closed()).toBe(4508)
})

test('[T-55] fragments without end, pings between them: 4508 after 60 s, nothing is kept of them', async () => {
  await using house = await openClockHouse()
  using endless = await bringReader(house)
  await endless.socket.send('[1,"', { fin: false })
  let code: number | null = null
  await house.pass(63 * SECOND_MS, async () => {
    code = endless.socket.closeCode
    if (code !== null) return
    await endless.socket.send('', { fin: false, opcode: opcodes.continuation })
    await endless.socket.send('', { opcode: opcodes.ping })
  })
  expect(await endless.socket.closed()).toBe(4508)
})

for (const kind of ['v1', 'classic'] as const) {
  test(`[P-14] [T-58] a flood kept up for 10 s closes ${kind} with 4429; others notice nothing`, async () => {
    await using house = await openClockHouse({ LIMIT_FLOOD_PER_SECOND: '30', LIMIT_COMMANDS_BURST: '10' })
    using canary = await bringV1(house, 'canary')
    using flood = kind === 'v1' ? await bringV1(house, 'flood') : await bringClassic(house, 'flood')
    const frame = kind === 'v1' ? '[7,"heartbeat",{}]' : '{"type":"user","msg":" "}'
    const rush = async () => {
      if (flood.socket.closeCode === null) await Promise.all(Array.from({ length: 5 }, () => flood.socket.send(frame)))
    }
    await house.pass(9 * SECOND_MS, rush)
    expect(flood.socket.closeCode).toBeNull()
    expect(flood.socket.texts.some((text) => text.includes('rate_limited'))).toBe(true)
    await house.pass(4 * SECOND_MS, rush)
    expect(await flood.socket.closed()).toBe(4429)
    expect((await canary.post('alles gut')).outcome).toBe('ok')
  })
}

for (const [what, opcode] of [
  ['pings', opcodes.ping],
  ['pongs', opcodes.pong],
] as const) {
  test(`[T-64] ${what} without end close with 4429 after 10 s; those that a client means well close nothing`, async () => {
    await using house = await openClockHouse({ LIMIT_FLOOD_PER_SECOND: '30', LIMIT_COMMANDS_BURST: '10' })
    using canary = await bringV1(house, 'canary')
    using flood = await bringV1(house, 'flood')
    using classic = await bringClassic(house, 'classic')
    const rush = async () => {
      const open = [flood, classic].filter(({ socket }) => socket.closeCode === null)
      await Promise.all(open.flatMap(({ socket }) => Array.from({ length: 5 }, () => socket.send('x', { opcode }))))
      if (house.clock.nowMs() % SECOND_MS === 0) await canary.socket.send('', { opcode })
    }
    await house.pass(9 * SECOND_MS, rush)
    expect([flood.socket.closeCode, classic.socket.closeCode]).toEqual([null, null])
    await house.pass(4 * SECOND_MS, rush)
    expect([await flood.socket.closed(), await classic.socket.closed()]).toEqual([4429, 4429])
    expect((await canary.post('alles gut')).outcome).toBe('ok')
  })
}

test('[D-33] a page of a foreign origin that comes back at once is answered late: 1 s, 2 s, 4 s …', async () => {
  await using house = await openClockHouse()
  for (const waitMs of [1_000, 2_000, 4_000]) {
    using page = new RawSocket(house.port)
    await page.write(handshakeText({ port: house.port, headers: { Origin: 'http://elsewhere.example' } }))
    const cameMs = house.clock.nowMs()
    expect(await house.passUntil(page.answered())).toBe(403)
    // The answer needs a few turns of its own.
    expect(house.clock.nowMs() - cameMs).toBeWithin(waitMs, waitMs + 1_500)
  }
})

test('[D-9] a server that goes closes all with a code that says: come back', async () => {
  const house = await openClockHouse()
  using v1 = await bringV1(house, 'v1')
  using classic = await bringClassic(house, 'classic')
  using raw = await openRaw({ port: house.port })
  // The room is on the list now: nothing has to be written, while minutes pass, when the server goes.
  await house.pass(SECOND_MS)
  await v1.call('room.set_level', { room: v1.room, level: null })
  await house[Symbol.asyncDispose]()
  expect([await v1.socket.closed(), await classic.socket.closed(), await raw.closed()]).toEqual([4503, 1001, 1001])
})

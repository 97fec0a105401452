import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { newToken } from '#tests/kit/guest.ts'
import { TEST_MS } from '#tests/kit/patience.ts'
import { RawSocket } from '#tests/kit/raw-socket.ts'
import { startServer, type TestServer } from '#tests/kit/server.ts'
import { accepted } from './accepted.ts'
import { allCases } from './all-cases.ts'
import { close, command, type Seen, text } from './case.ts'
import { goodCodes } from './closing.ts'
import { handshakeCases, headOf } from './handshakes.ts'
import { runCase, runHead } from './run-case.ts'

setDefaultTimeout(TEST_MS)

/** So many sockets at a time: each mostly waits for its turn. */
const BESIDE = 16

let server: TestServer
const seen = new Map<string, Seen | Error>()
const statuses = new Map<string, number | Error>()

beforeAll(async () => {
  server = await startServer({ env: { LIMIT_CONNECTIONS_PER_PERSON: '1000' } })
  const token = await newToken(server.url)
  await inLanes(allCases, async (one) => void seen.set(one.id, await runCase(server, token, one).catch(asError)))
  await inLanes(handshakeCases, async (one) => void statuses.set(one.id, await runHead(server, one).catch(asError)))
})
afterAll(() => server.dispose())

const asError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)))

async function inLanes<T>(all: readonly T[], run: (one: T) => Promise<void>): Promise<void> {
  const rest = [...all]
  const lane = async () => {
    for (let one = rest.shift(); one !== undefined; one = rest.shift()) await run(one)
  }
  await Promise.all(Array.from({ length: BESIDE }, lane))
}

/** Every code is 5,001 sockets; the suite has each edge of its ranges. */
const closeCodes = Array.from({ length: process.env['FAULTS_FULL'] ? 5_001 : 0 }, (_, code) => code)

const differenceOf = (id: string) => accepted.find((difference) => difference.id.test(id))

for (const { id, what, answers = [], pongs = [], closes } of allCases) {
  test(`[P-29] ${id}: ${what}`, () => {
    expect(seen.get(id)).toEqual({
      answers: answers.toSorted(),
      pongs,
      closes,
      extension: null,
      ...differenceOf(id)?.is,
    })
  })
}

for (const { id, what, status } of handshakeCases) {
  test(`[P-29] ${id}: ${what}`, () => {
    const expected = differenceOf(id)?.is ?? { status }
    expect<object>({ status: statuses.get(id) }).toEqual(expected)
  })
}

test('[P-29] [D-15] 0.10: the head and a message behind it, cut at any byte, 6 kB of cookies in it', async () => {
  const cookies = Array.from({ length: 60 }, (_, at) => `c${at}=${'x'.repeat(96)}`).join('; ')
  const [head = ''] = headOf({ change: (lines) => [...lines, ['Cookie', cookies]] })(server.port)
  const bytes = Buffer.concat([Buffer.from(head), text(command(9))])
  // Every byte around the ends of lines, and one in 97 of the rest: 6,000 sockets would take a minute.
  const near = (at: number) => [0, 1, 2, 3].some((away) => bytes[at - away] === 10) || at > bytes.length - 60
  const cuts = [...bytes.keys()].filter((at) => at > 0 && (near(at) || at % 97 === 0))
  expect(cuts.length).toBeGreaterThan(100)
  const read: string[] = []
  await inLanes(cuts, async (cut) => void read.push(await readWhenCut(bytes, cut)))
  expect(read).toEqual(cuts.map(() => '[9,"no",{"code":"unknown_type"}]'))
})

async function readWhenCut(bytes: Buffer, cut: number): Promise<string> {
  using socket = new RawSocket(server.port)
  await socket.write(bytes.subarray(0, cut))
  await new Promise<void>((resolve) => setImmediate(resolve))
  await socket.write(bytes.subarray(cut))
  // Awaited here: what is returned unresolved would find the socket disposed of.
  return await socket.next()
}

test.skipIf(closeCodes.length === 0)('7.13: every code from 0 to 5000', async () => {
  const isGood = (code: number) => goodCodes.includes(code) || (code >= 3000 && code <= 4999)
  const expected = closeCodes.map((code) => `${code}: ${isGood(code) ? code : 1002}`)
  const found: string[] = []
  await inLanes(closeCodes, async (code) => {
    const { closes } = await runCase(server, '', { id: '7.13', what: '', sends: [close(code)], closes: code })
    found[code] = `${code}: ${closes}`
  })
  expect(found).toEqual(expected)
})

test('[P-29] none of it was a bug', () => {
  expect(server.words.filter((said) => /panic|uncaught|unhandled/i.test(said))).toEqual([])
  expect(server.lines.filter(({ level }) => level === 'error')).toEqual([])
})

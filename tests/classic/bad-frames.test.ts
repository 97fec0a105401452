import { afterAll, beforeAll, beforeEach, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { TEST_MS } from '#tests/kit/patience.ts'
import { opcodes } from '#tests/kit/raw-socket.ts'
import { startServer, type TestServer } from '#tests/kit/server.ts'
import { bringV1, type V1Client } from '#tests/wire/v1-client.ts'
import { bringClassic, openClassic } from './classic-client.ts'

setDefaultTimeout(TEST_MS)

let server: TestServer
let witness: V1Client
let names = 0
/** A name that no other test has. */
const newName = () => `gast${++names}`

beforeAll(async () => {
  server = await startServer()
  witness = await bringV1(server, 'witness')
})
afterAll(async () => {
  witness.leaves()
  await server.dispose()
})

beforeEach(async () => {
  await storedNow()
})

/** What was stored since the last look, as author and text. */
async function storedNow(): Promise<string[]> {
  const news = await witness.stored(seen)
  seen = news.at(-1)?.seq ?? seen
  return news.map(({ by, body }) => `${by.name}: ${body}`)
}
let seen = 0

describe('bad frames', () => {
  const deep = `{"type":"user","msg":"x","more":${'['.repeat(17)}${']'.repeat(17)}}`
  const rows: [string, string, Record<string, unknown>][] = [
    ['no JSON', 'hello', { code: 'bad_json' }],
    ['nothing', '', { code: 'bad_json' }],
    ['an array', '[1,"user"]', { code: 'bad_json' }],
    ['a number', '1', { code: 'bad_json' }],
    ['null', 'null', { code: 'bad_json' }],
    ['a string', '"user"', { code: 'bad_json' }],
    ['two objects', '{}{}', { code: 'bad_json' }],
    ['too deep', deep, { code: 'bad_json' }],
    ['no type', '{}', { code: 'unknown_type' }],
    ['unknown type', '{"type":"system"}', { code: 'unknown_type' }],
    ['type is a number', '{"type":1}', { code: 'unknown_type' }],
    ['type is an array', '{"type":["user"]}', { code: 'unknown_type' }],
    ['type of the prototype', '{"__proto__":{"type":"user","msg":"x"}}', { code: 'unknown_type' }],
    ['user without msg', '{"type":"user"}', { code: 'bad_field', field: 'msg' }],
    ...['1', 'null', '[]', '{}', 'true'].flatMap((value): [string, string, Record<string, unknown>][] => [
      [`msg ${value}`, `{"type":"user","msg":${value}}`, { code: 'bad_field', field: 'msg' }],
      [`login msg ${value}`, `{"type":"login","msg":${value}}`, { code: 'bad_field', field: 'msg' }],
      [`logout msg ${value}`, `{"type":"logout","msg":${value}}`, { code: 'bad_field', field: 'msg' }],
      [
        `headerimg ${value}`,
        `{"type":"login","msg":"a","headerimg":${value}}`,
        { code: 'bad_field', field: 'headerimg' },
      ],
    ]),
    ['[T-57] lone surrogate', '{"type":"user","msg":"a\\ud800b"}', { code: 'bad_text' }],
    ['[T-57] NUL', '{"type":"user","msg":"a\\u0000b"}', { code: 'bad_text' }],
    ['[T-57] NUL in a name', '{"type":"login","msg":"a\\u0000b"}', { code: 'bad_text' }],
  ]
  for (const state of ['greeted', 'present'] as const) {
    for (const [what, text, expected] of rows) {
      test(`[D-27] ${what}, ${state}`, async () => {
        using client = await openClassic(server)
        if (state === 'present') await client.logsIn(newName())
        const refusal = await client.isRefused(text)
        expect(refusal).toMatchObject({ type: 'error', ...expected })
        expect(refusal['msg']).toMatch(/\p{Script=Han}/u)
        if (state === 'greeted') await client.logsIn(newName())
        await client.says({ type: 'user', msg: 'lebt' })
        await client.socket.until('lebt', () => client.socket.texts.some((one) => one.includes('"msg":"lebt"')))
        expect((await storedNow()).map((line) => line.replace(/^.*: /, ''))).toEqual(['lebt'])
      })
    }
  }

  test('[D-16] a binary frame closes with 1003, and nobody hears of it', async () => {
    using ada = await bringClassic(server, newName())
    using bob = await bringClassic(server, newName())
    await ada.hearsA('login')
    await ada.socket.send('{"type":"user","msg":"binär"}', { opcode: opcodes.binary })
    expect(await ada.socket.closed()).toBe(1003)
    expect((await bob.hears()).type).toBe('logout')
    expect(await storedNow()).toEqual([])
  })

  test('a frame over 64 KiB closes with 1009', async () => {
    using ada = await bringClassic(server, newName())
    await ada.says({ type: 'user', msg: 'x'.repeat(65 * 1024) })
    expect(await ada.socket.closed()).toBe(1009)
  })

  test('[T-57] bad UTF-8 closes with 1007', async () => {
    using ada = await bringClassic(server, newName())
    await ada.socket.send(Buffer.from([0x22, 0xc0, 0xaf, 0x22]))
    expect(await ada.socket.closed()).toBe(1007)
  })

  test('nonsense alone never closes', async () => {
    using ada = await bringClassic(server, newName())
    for (let at = 0; at < 200; at++) await ada.says('nonsense')
    expect((await ada.settled()).filter((frame) => frame['code'] === 'bad_json')).toHaveLength(200)
  })

  test('a bug is a word and an id, never a stack (T-59)', async () => {
    using ada = await bringClassic(server, newName())
    const refusal = await ada.isRefused('{"type":"nosuch"}')
    expect(JSON.stringify(refusal)).not.toMatch(/\.ts|at |Error/)
  })
})

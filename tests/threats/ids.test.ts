// T-25, T-2: whatever stands where a command takes an id, a number or a word. Each command is asked as it is meant, by somebody who may
// (the control), and then with one field after another bent.
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import type { commands } from '#protocol/index.ts'
import { cid, letsIn, makes } from '#tests/contract/room-talk.ts'
import { TEST_MS } from '#tests/kit/patience.ts'
import { startServer, type TestServer } from '#tests/kit/server.ts'
import { randomFile } from '#tests/kit/uploader.ts'
import { landlord, type Somebody, somebody } from './circle.ts'

setDefaultTimeout(TEST_MS)

let server: TestServer
let ada: Somebody
let bob: Somebody
let eve: Somebody
beforeAll(async () => {
  server = await startServer({ env: { CLASSIC: 'off' } })
  ada = await landlord(server)
  bob = await somebody(server, 'bob of ids')
  eve = await somebody(server, 'eve of ids')
})
afterAll(() => server.dispose())

type Input = Record<string, unknown>
type Meant = Partial<Record<keyof typeof commands, (at: At) => Input>>
type At = { room: string; seq: number; file: string; other: string }

/** What takes an id, as it is meant. */
const meant: Meant = {
  'room.history': ({ room, seq }) => ({ room, around: seq, limit: 5 }),
  'room.join': ({ room }) => ({ room }),
  'room.members': ({ room }) => ({ room }),
  'room.pins': ({ room }) => ({ room }),
  'room.files': ({ room }) => ({ room, kind: 'files', before: { message: 1, index: 0 } }),
  'room.read': ({ room, seq }) => ({ room, seq }),
  'room.change': ({ room }) => ({ room, cid: cid(), title: 'Tea' }),
  'message.get': ({ room, seq }) => ({ room, messages: [seq] }),
  'message.edits': ({ room, seq }) => ({ room, message: seq }),
  'message.edit': ({ room, seq }) => ({ room, cid: cid(), message: seq, body: 'again' }),
  'message.react': ({ room, seq }) => ({ room, cid: cid(), message: seq, kind: '🍵', on: true }),
  'message.pin': ({ room, seq }) => ({ room, cid: cid(), message: seq, on: true }),
  'message.post': ({ room, seq }) => ({ room, cid: cid(), body: 'tea', re: seq, mentions: [bob.talker.id] }),
  'message.forward': ({ room, other, seq }) => ({ room: other, cid: cid(), from: { room, message: seq } }),
  'search.messages': ({ room }) => ({ rooms: [room], text: 'tea', by: ada.talker.id, from_ms: 1 }),
  'typing.set': ({ room }) => ({ room, on: true }),
  'member.add': ({ room }) => ({ room, cid: cid(), person: bob.talker.id }),
  'chat.open': () => ({ people: [bob.talker.id] }),
}

const odd: readonly unknown[] = [
  ...[null, true, 0, -1, 0.5, 1e308, 2 ** 53, 2 ** 53 - 1, Number.MIN_VALUE],
  ...['', ' ', '0', '__proto__', 'constructor', 'toString', '../../x', '%00', '\u0000', '\ud800', '💥'],
  ...['r', `r${'0'.repeat(12)}`, `R${'A'.repeat(12)}`, `r${'0'.repeat(13)}`, `p${'0'.repeat(16)}`, 'x'.repeat(60_000)],
  ...[[], {}, [[]], [null], ['__proto__'], { __proto__: null }, { id: 1 }, { room: 1 }],
  ...[{ toString: 1 }, { length: 2 ** 31 }, { constructor: { prototype: {} } }, ['a', 'a'], Array(2_000).fill('x')],
]

/** The input with the field at `path` bent, for each of its fields, one level deep. */
function* bent(input: Input): Generator<[string, Input]> {
  for (const [field, value] of Object.entries(input)) {
    for (const other of odd) {
      yield [`${field} ${JSON.stringify(other)?.slice(0, 40)}`, { ...input, [field]: other }]
      if (Array.isArray(value)) yield [`${field}[]`, { ...input, [field]: [other] }]
      else if (typeof value === 'object' && value !== null)
        for (const inner of Object.keys(value))
          yield [`${field}.${inner}`, { ...input, [field]: { ...value, [inner]: other } }]
    }
    const { [field]: _gone, ...rest } = input
    yield [`without ${field}`, rest]
    yield [`more than ${field}`, { ...input, [`${field}_`]: value }]
  }
}

/** A room of Ada's with something in it, and one of Eve's that Ada may not see. */
async function places() {
  const room = await makes(ada.talker)
  await letsIn(ada.talker, room, bob.talker)
  const { seq } = await ada.talker.posts(room.id, 'tea for two')
  const file = await ada.web.uploads(room.id, randomFile(100))
  const hidden = await makes(eve.talker)
  const secret = await eve.web.uploads(hidden.id, randomFile(100))
  for (let said = 0; said < 5; said++) await eve.talker.posts(hidden.id, 'eve alone')
  const { id: other } = await makes(ada.talker)
  return { at: { room: room.id, seq: Number(seq), file: file.id, other }, hidden: hidden.id, secret: secret.id }
}

test.each(Object.entries(meant))(
  '[T-25] [T-2] %s: what is bent is refused by name, or does no harm',
  async (name, input) => {
    const { at, hidden } = await places()
    expect(await ada.talker.refusal(name, input(at))).toBe('ok')
    for (const [what, wrong] of bent(input(at))) {
      const { kind, body } = await ada.talker.ask(name, wrong)
      expect([what, kind, body['code'] ?? '']).toEqual([
        what,
        expect.stringMatching(/^(ok|no)$/),
        expect.not.stringMatching(/internal/),
      ])
      expect(JSON.stringify(body)).not.toContain('eve alone')
    }
    // The same, of a room that one may not see: as of one that is not there.
    const elsewhere = JSON.parse(JSON.stringify(input(at)).replaceAll(at.room, hidden))
    const nowhere = JSON.parse(JSON.stringify(input(at)).replaceAll(at.room, `r${'0'.repeat(12)}`))
    const answers = [await ada.talker.ask(name, elsewhere), await ada.talker.ask(name, nowhere)]
    if (JSON.stringify(input(at)).includes(at.room))
      expect(answers[0]).toEqual({ kind: 'no', body: { code: 'not_found' } })
    expect(answers[0]?.body['code']).toEqual(answers[1]?.body['code'])
    expect(server.lines.filter(({ level }) => level === 'error')).toEqual([])
  },
)

test('[T-8] [T-2] a file is named by who has sent it, in its own room, and once', async () => {
  const { at, secret } = await places()
  const post = (files: unknown, room = at.room) =>
    ada.talker.refusal('message.post', { room, cid: cid(), body: '', files })
  for (const id of [secret, `f${'0'.repeat(26)}`]) expect(await post([{ id }])).toBe('not_found')
  expect(await post([{ id: at.file }], at.other)).toBe('not_found')
  for (const files of [
    [{ id: at.file }, { id: at.file }],
    [{ id: at.seq }],
    [at.file],
    { id: at.file },
    [{ id: '__proto__' }],
  ])
    expect(await post(files)).toBe('bad_field')
  expect(await post([{ id: at.file }])).toBe('ok')
  expect(await post([{ id: at.file }])).toBe('not_found')
})

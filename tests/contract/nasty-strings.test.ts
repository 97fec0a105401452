import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import * as v from 'valibot'
import { upload } from '#protocol/files.ts'
import { commands } from '#protocol/index.ts'
import { limits } from '#protocol/limits.ts'
import { characters } from '#protocol/text.ts'
import { newToken } from '#tests/kit/guest.ts'
import { type Nasty, nastyStrings } from '#tests/kit/nasty-strings.ts'
import { TEST_MS } from '#tests/kit/patience.ts'
import { startServer, type TestServer } from '#tests/kit/server.ts'
import { Uploader } from '#tests/kit/uploader.ts'
import { cid, makes } from './room-talk.ts'
import { Talker } from './talker.ts'

setDefaultTimeout(TEST_MS)

const env = { CLASSIC: 'off', LIMIT_UPLOADS_BURST: '1000', LIMIT_UPLOADS_OPEN: '1000' }

let server: TestServer
let token: string
let ada: Talker
beforeAll(async () => {
  server = await startServer({ env })
  token = await newToken(server.url)
  ada = await Talker.looker(server, token)
  await ada.ok('profile.set', { name: 'ada of nasty strings', look: 1 })
})
afterAll(() => server.dispose())

type Met = { what: string; text: string; code: string; body: Record<string, unknown> }

/** Asks it with each of them, many at a time. */
const meets = (ask: (text: string) => Promise<{ kind: string; body: Record<string, unknown> }>): Promise<Met[]> =>
  Promise.all(
    nastyStrings.map(async ({ what, text }: Nasty) => {
      const { kind, body } = await ask(text)
      return { what, text, body, code: kind === 'no' ? String(body['code']) : kind }
    }),
  )

/** What says no here, and how often it says so; anything else is a fault. */
function counts(met: readonly Met[], allowed: readonly string[]): Record<string, number> {
  const found: Record<string, number> = {}
  for (const { what, code } of met) {
    expect([what, [...allowed, 'ok'].includes(code) ? 'fits' : code]).toEqual([what, 'fits'])
    found[code] = (found[code] ?? 0) + 1
  }
  return found
}

/** Signs that turn, hide or end what stands beside them. */
const UNSEEN =
  /[\p{Cc}\u200b\u200e\u200f\u061c\u202a-\u202e\u2060-\u2069\u2028\u2029\ufeff\ufff9-\ufffc\u{e0000}-\u{e0fff}]/u

function expectLine(what: string, line: string, most: number): void {
  expect([what, line.isWellFormed(), line.trim() === line, UNSEEN.test(line), /\p{M}{9}|^\p{M}/u.test(line)]).toEqual([
    ...[what, true, true, false, false],
  ])
  expect([what, characters(line) <= most]).toEqual([what, true])
}

test('[D-22] [T-27] a nasty name is taken, taken clean, or refused with a reason; clean is clean', async () => {
  const met = await meets((name) => ada.ask('profile.set', { name, look: 1 }))
  const found = counts(met, ['name_invalid', 'too_long', 'name_taken', 'bad_field'])
  const names = met.flatMap(({ what, body }) =>
    'me' in body ? [{ what, name: v.parse(commands['profile.set'].reply, body).me.name }] : [],
  )
  for (const { what, name } of names) expectLine(what, name, limits.nameChars)
  expect(found['ok']).toBeGreaterThan(100)
  expect(found['name_invalid']).toBeGreaterThan(20)
  // Once more with what was made of them: nothing changes.
  const again = await Promise.all(names.map(({ name }) => ada.ask('profile.set', { name, look: 1 })))
  for (const [at, { body }] of again.entries())
    if ('me' in body) expect(v.parse(commands['profile.set'].reply, body).me.name).toBe(names[at]?.name ?? '')
})

test('[D-22] [P-1] a nasty message is stored to the letter, or refused with a reason; none is lost, none is two', async () => {
  const room = await ada.joins('nasty-messages')
  const met = await meets((body) => ada.ask('message.post', { room, cid: cid(), body }))
  const found = counts(met, ['empty', 'too_long', 'bad_text', 'bad_field'])
  expect(found['ok']).toBeGreaterThan(200)
  expect(found['empty']).toBeGreaterThan(20)
  expect(found['too_long']).toBeGreaterThan(1)
  expect(found['bad_text']).toBeGreaterThan(3)
  // Nobody says what nobody can see.
  for (const { what, text, code } of met)
    if (code === 'ok')
      expect([what, /^(?:[\s\p{Cf}\u3164\uffa0\u2800]|\ufe0f|\u034f)*$/u.test(text)]).toEqual([what, false])
  const stored = new Map<number, string>()
  for (let before: number | undefined; ; ) {
    const page = v.parse(
      commands['room.history'].reply,
      await ada.ok('room.history', { room, limit: 100, ...(before !== undefined && { before }) }),
    )
    for (const line of page.lines) if (line.type === 'message.posted') stored.set(line.seq, line.body ?? '')
    const first = page.lines[0]?.seq
    if (first === undefined || first === before || first <= 1) break
    before = first
  }
  const said = met.filter(({ code }) => code === 'ok')
  expect(stored.size).toBe(said.length)
  for (const { what, text, body } of said) {
    // All that is changed on the way: how a line ends, signs that steer a machine, two ways to write one letter.
    const clean = text
      .replaceAll('\r\n', '\n')
      .replace(/[^\P{Cc}\t\n]/gu, '')
      .normalize('NFC')
    expect([what, stored.get(Number(body['seq'])) ?? null]).toEqual([what, clean])
  }
})

test('[D-22] a nasty title, topic or address is taken clean or refused with a reason, and the room stays a room', async () => {
  const room = await makes(ada)
  const titles = await meets((title) => ada.ask('room.change', { room: room.id, cid: cid(), title }))
  expect(counts(titles, ['name_invalid', 'too_long', 'bad_field'])['ok']).toBeGreaterThan(100)
  const topics = await meets((topic) => ada.ask('room.change', { room: room.id, cid: cid(), topic }))
  expect(counts(topics, ['name_invalid', 'too_long', 'bad_field'])['ok']).toBeGreaterThan(100)
  const addresses = await meets((name) => ada.ask('room.open', { name }))
  expect(counts(addresses, ['name_invalid', 'too_long', 'bad_field', 'not_found'])['ok']).toBeGreaterThan(40)
  for (const { what, body } of addresses)
    if ('room' in body) expectLine(what, v.parse(commands['room.open'].reply, body).room.name, limits.roomNameChars)
  for (const event of ada.events())
    if (event.type === 'room.changed') {
      expectLine('title', event.title ?? '', limits.roomNameChars)
      expectLine('topic', event.topic ?? '', limits.topicChars)
    }
})

test('[T-41] a file of a nasty name is sent under a clean one, or refused with a reason', async () => {
  const bytes = Buffer.from('tea')
  const sends = async ({ what, text }: Nasty, uploader: Uploader, room: { id: string }) => {
    const { status, json } = await uploader.wish(room.id, { name: text, bytes: bytes.length })
    if (status >= 400) {
      expect([what, json?.['code']]).toEqual([what, 'bad_field'])
      return
    }
    const { name } = await uploader.sends(v.parse(upload, json), bytes)
    expect([what, name.isWellFormed(), name === '', UNSEEN.test(name), /[/\\]|^\.+$/.test(name)]).toEqual([
      ...[what, true, false, false, false],
    ])
  }
  // A quick server has taken as many slices of one person as it does in a burst before the last string is there.
  const half = Math.ceil(nastyStrings.length / 2)
  for (const some of [nastyStrings.slice(0, half), nastyStrings.slice(half)]) {
    const own = await newToken(server.url)
    const person = await Talker.looker(server, own)
    await person.ok('profile.set', { name: `sender of ${some.length} from ${some[0]?.what}`.slice(0, 30), look: 1 })
    const [uploader, room] = [new Uploader(server, own), await makes(person)]
    // One after the other: what the server takes of a person at once has a bound of its own.
    for (const one of some) await sends(one, uploader, room)
    person.close()
  }
})

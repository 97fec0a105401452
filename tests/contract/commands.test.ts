import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { commands } from '#protocol/index.ts'
import { newToken } from '#tests/kit/guest.ts'
import { TEST_MS } from '#tests/kit/patience.ts'
import { PushReceiver } from '#tests/kit/push-service.ts'
import { startServer, type TestServer } from '#tests/kit/server.ts'
import { matrix, type Role, roles } from './command-matrix.ts'
import { Talker } from './talker.ts'

setDefaultTimeout(TEST_MS)

let server: TestServer
beforeAll(async () => {
  server = await startServer({ env: { CLASSIC: 'off' } })
})
afterAll(() => server.dispose())

test('[HOUSE-9] every command × every role', async () => {
  expect(Object.keys(matrix).toSorted()).toEqual(
    Object.keys(commands)
      .filter((name) => name !== 'hello')
      .toSorted(),
  )
  const host = await Talker.guest(server, 'host of the matrix')
  const room = await host.joins('matrix')
  const { seq: hosts } = await host.posts(room, 'of the host')
  for (const [name, byRole] of Object.entries(matrix)) {
    for (const role of roles) {
      const talker = await who(role, `${role} ${name}`)
      if (role === 'member' || role === 'author') await talker.joins('matrix')
      const message = role === 'author' ? (await talker.posts(room, 'own'))['seq'] : hosts
      const at = { room, cid: crypto.randomUUID(), message }
      const target = { room, cid: crypto.randomUUID(), person: host.id }
      const endpoint = `https://push.example/${crypto.randomUUID()}`
      const inputs: Record<string, unknown> = {
        'room.make': { cid: crypto.randomUUID(), title: 'x', access: 'link' },
        'room.change': { room, cid: crypto.randomUUID(), title: 'y' },
        'room.directory': {},
        'room.quit': { room, cid: crypto.randomUUID() },
        'member.add': target,
        'member.remove': target,
        'member.ban': target,
        'member.pardon': target,
        'member.hand_over': target,
        heartbeat: {},
        'profile.set': { name: `new ${role} ${name}`.slice(0, 32), look: 2 },
        'profile.suggest': { locale: 'en' },
        'room.open': { name: 'matrix' },
        'message.post': { room, cid: crypto.randomUUID(), body: 'x' },
        'search.messages': { rooms: [room], text: 'x' },
        'message.edit': { ...at, body: 'y' },
        'message.erase': { ...at, how: 'delete' },
        'message.react': { ...at, kind: '👍', on: true },
        'message.pin': { ...at, on: true },
        'message.hide_cards': at,
        'room.files': { room, kind: 'files' },
        'storage.read': {},
        'pack.list': {},
        'pack.make': { title: 'x', kind: 'stickers', pictures: [{ name: 'x', file: `f${'0'.repeat(26)}` }] },
        'pack.change': { pack: 'k000000000000', title: 'y' },
        'pack.remove': { pack: 'k000000000000' },
        'message.get': { room, messages: [message] },
        'message.edits': { room, message },
        'me.erase_messages': { room, cid: crypto.randomUUID() },
        'me.delete': { cid: crypto.randomUUID() },
        'typing.set': { room, on: true },
        'push.key': {},
        'push.subscribe': { endpoint, ...new PushReceiver().keys, show: 'full', locale: 'en' },
        'push.unsubscribe': { endpoint },
        'message.forward': { room, cid: crypto.randomUUID(), from: { room, message } },
        'chat.open': { people: [host.id] },
        'person.mark': { person: host.id, ignored: true },
        'me.marks': {},
        'me.settings': {},
        'me.set_settings': { settings: { theme: 'dark' }, seen: 0 },
        'owner.claim': { code: 'not this one' },
        'room.mine': {},
        'room.read': { room, seq: 1 },
        'room.set_level': { room, level: 'none' },
      }
      expect([name, role, await talker.refusal(name, inputs[name] ?? { room })]).toEqual([name, role, byRole[role]])
      talker.close()
    }
  }
})

function who(role: Role, name: string): Promise<Talker> {
  if (role === 'silent') return Talker.connect(server)
  if (role === 'looker') return Talker.looker(server)
  return Talker.guest(server, name.slice(0, 32))
}

test('[T-16] [T-17] author, number and time come from the server: a forged one is an unknown field', async () => {
  const eve = await Talker.guest(server, 'eve')
  const room = await eve.joins('forge')
  const cid = crypto.randomUUID()
  for (const extra of [
    { author: 'x' },
    { seq: 1 },
    { at: 0 },
    { by: { name: 'x' } },
    { role: 'owner' },
    { __proto__x: 1 },
  ]) {
    const answer = await eve.ask('message.post', { room, cid, body: 'x', ...extra })
    expect(answer.body).toEqual({ code: 'bad_field', field: Object.keys(extra)[0] })
  }
  expect(await eve.refusal('hello', { v: 1 })).toBe('already_logged_in')
})

test('[T-25] [D-27] each field × each wrong type is refused by its name', async () => {
  const ada = await Talker.guest(server, 'ada of types')
  const room = await ada.joins('types')
  const good: Record<string, Record<string, unknown>> = {
    'profile.set': { name: 'x', look: 1 },
    'profile.suggest': { locale: 'en' },
    'room.open': { name: 'types' },
    'room.join': { room, after: 0, epoch: 'aaaaaaaaaaaa', most: 100 },
    'room.leave': { room },
    'room.history': { room, before: 5, limit: 5, after: 5, around: 5, at_ms: 5 },
    'message.post': { room, cid: crypto.randomUUID(), body: 'x', re: 1, mentions: ['p0000000000000000'], all: true },
    'chat.open': { people: ['p0000000000000000'] },
    'person.mark': { person: 'p0000000000000000', ignored: true, refused: true },
    'owner.claim': { code: 'x' },
    'search.messages': {
      rooms: [room],
      text: 'x',
      by: 'p0000000000000000',
      from_ms: 1,
      to_ms: 2,
      has: 'link',
      limit: 5,
    },
    'message.edit': { room, cid: crypto.randomUUID(), message: 1, body: 'x', mentions: ['p0000000000000000'] },
    'message.erase': { room, cid: crypto.randomUUID(), message: 1, how: 'delete' },
    'message.react': { room, cid: crypto.randomUUID(), message: 1, kind: '👍', on: true },
    'message.pin': { room, cid: crypto.randomUUID(), message: 1, on: true },
    'message.get': { room, messages: [1] },
    'message.edits': { room, message: 1 },
    'me.erase_messages': { room, cid: crypto.randomUUID() },
    'me.delete': { cid: crypto.randomUUID() },
    'room.pins': { room },
    'typing.set': { room, on: true },
  }
  const wrong: unknown[] = [null, [], {}, -1, 1.5, true, '', { $gt: '' }, '茶'.repeat(10_000)]
  for (const [name, input] of Object.entries(good)) {
    for (const field of Object.keys(input)) {
      for (const value of wrong) {
        const { kind, body } = await ada.ask(name, { ...input, [field]: value })
        if (typeof input[field] === typeof value && typeof value !== 'number' && typeof value !== 'object') continue
        expect([name, field, value, kind, body['code'], body['field']]).toEqual([
          name,
          field,
          value,
          'no',
          'bad_field',
          field,
        ])
      }
    }
    for (const value of [null, 7, 'x', []]) expect(await ada.refusal(name, value)).toBe('bad_field')
  }
})

test('[issue 2] bad input gets its name, the connection lives, and nothing of it is stored', async () => {
  const ada = await Talker.guest(server, 'ada of bad input')
  const room = await ada.joins('bad-input')
  const post = (body: string) => ada.refusal('message.post', { room, cid: crypto.randomUUID(), body })
  expect(await post('')).toBe('empty')
  expect(await post(' \n\t\u3000')).toBe('empty')
  expect(await post('茶'.repeat(4_001))).toBe('too_long')
  expect(await post('\ud800')).toBe('bad_text')
  expect(await post('a\u0000b')).toBe('bad_text')
  expect(await ada.refusal('no.such', {})).toBe('unknown_type')
  expect(await ada.refusal('constructor', {})).toBe('unknown_type')
  expect(await ada.refusal('room.join', { room: 'r000000000000' })).toBe('not_found')
  expect(await ada.refusal('room.open', { name: '../../etc' })).toBe('name_invalid')
  expect(await ada.refusal('profile.set', { name: '系统', look: 1 })).toBe('name_invalid')
  ada.sendRaw('{"not":"an array"}')
  ada.sendRaw('[[[[')
  expect(await post('茶'.repeat(4_000))).toBe('ok')
  const bad = ada.pushed.filter(({ kind }) => kind === 'no')
  expect(bad.map(({ body }) => body['code'])).toEqual(['bad_json', 'bad_json'])
  const history = await ada.ok('room.history', { room })
  expect(history['lines']).toHaveLength(1)
})

test('[P-5] the same cid twice is one message; with another body it is a conflict', async () => {
  const ada = await Talker.guest(server, 'ada of repeats')
  const room = await ada.joins('repeats')
  const cid = crypto.randomUUID()
  const first = await ada.posts(room, 'once', cid)
  expect(await ada.posts(room, 'once', cid)).toEqual({ ...first, dup: true })
  expect(await ada.refusal('message.post', { room, cid, body: 'twice' })).toBe('client_id_conflict')
  expect(await ada.hears(1)).toEqual(['once'])
})

test('[P-2] what one person sends at once keeps its order, and everybody hears it so', async () => {
  const [ada, bob] = [await Talker.guest(server, 'ada of order'), await Talker.guest(server, 'bob of order')]
  const room = await ada.joins('order')
  await bob.joins('order')
  const said = Array.from({ length: 300 }, (_, at) => `m${at}`)
  const answers = await Promise.all(said.map((body) => ada.posts(room, body)))
  expect(answers.map((answer) => answer['seq'])).toEqual(said.map((_, at) => at + 1))
  expect(await bob.hears(300)).toEqual(said)
  expect(await ada.hears(300)).toEqual(said)
})

test('[T-1] [issue 2] a room has its own log, people and title; names fold to one room', async () => {
  const [ada, bob] = [await Talker.guest(server, 'ada of rooms'), await Talker.guest(server, 'bob of rooms')]
  const tea = await ada.joins('茶-Room')
  const other = await bob.joins('other-room')
  expect(await bob.joins('茶-room')).toBe(tea)
  await bob.ok('room.leave', { room: tea })
  await ada.posts(tea, 'for tea')
  await bob.posts(other, 'for the other')
  expect(await ada.hears(1)).toEqual(['for tea'])
  expect(await bob.hears(1)).toEqual(['for the other'])
  expect(await bob.refusal('message.post', { room: tea, cid: crypto.randomUUID(), body: 'x' })).toBe('not_found')
})

test('[version rule] a hello of another version is refused with those we speak; the right one may follow', async () => {
  const talker = await Talker.connect(server)
  expect((await talker.ask('hello', { v: 99 })).body).toEqual({ code: 'version_unsupported', supported: [1] })
  expect(await talker.refusal('hello', { v: 1 })).toBe('login_first')
  expect(await talker.refusal('hello', { v: 1, token: 'nonsense' })).toBe('login_first')
  await talker.ok('hello', { v: 1, token: await newToken(server.url) })
})

test('[P-8] [P-15] a resume goes on from any number, over a restart', async () => {
  const ada = await Talker.guest(server, 'ada of restarts')
  const room = await ada.joins('restarts')
  for (let at = 1; at <= 5; at++) await ada.posts(room, `m${at}`)
  const { epoch } = await ada.ok('room.join', { room })
  await server.kill()
  await server.start()
  const bob = await Talker.guest(server, 'bob of restarts')
  expect(await bob.ok('room.join', { room, after: 2, epoch })).toMatchObject({ mode: 'resumed', as_of: 5, epoch })
  expect(await bob.hears(3)).toEqual(['m3', 'm4', 'm5'])
  await bob.posts(room, 'm6')
  expect((await bob.hears(4)).at(-1)).toBe('m6')
})

import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import * as v from 'valibot'
import { commands } from '#protocol/index.ts'
import { nameless } from '#protocol/nameless.ts'
import { minePush } from '#protocol/reading.ts'
import { newToken } from '#tests/kit/guest.ts'
import { TEST_MS } from '#tests/kit/patience.ts'
import { startServer, type TestServer } from '#tests/kit/server.ts'
import { Talker } from './talker.ts'

setDefaultTimeout(TEST_MS)

let server: TestServer
beforeAll(async () => {
  server = await startServer({ env: { CLASSIC: 'off' } })
})
afterAll(() => server.dispose())

const cid = (): string => crypto.randomUUID()
const seqOf = (reply: Record<string, unknown>): number => v.parse(v.number(), reply['seq'])
const chatOf = async (talker: Talker, ...people: Talker[]) =>
  v.parse(commands['chat.open'].reply, await talker.ok('chat.open', { people: people.map(({ id }) => id) })).room

async function three(name: string) {
  const [ada, bob, eve] = await Promise.all(['ada', 'bob', 'eve'].map((who) => Talker.guest(server, `${who} ${name}`)))
  if (!ada || !bob || !eve) throw new Error('three are expected')
  return { ada, bob, eve }
}

test('[T-15] a private chat is heard by its people, on all roads, and is not there for anybody else', async () => {
  const { ada, bob, eve } = await three('in private')
  const chat = await chatOf(ada, bob)
  expect(chat).toMatchObject({ kind: 'chat', access: 'private', title: '' })
  expect(chat.people?.map(({ id }) => id).toSorted()).toEqual([ada.id, bob.id].toSorted())
  expect(await chatOf(bob, ada)).toEqual(chat)
  const room = chat.id
  for (const one of [ada, bob]) await one.ok('room.join', { room })
  const { seq } = await ada.posts(room, 'between us')
  expect(await bob.hears(1)).toEqual(['between us'])
  await bob.ok('message.react', { room, cid: cid(), message: seq, kind: '🍵', on: true })
  // The address of the chat leads its people there, and nobody else; it cannot be made.
  expect(await bob.ok('room.open', { name: chat.name })).toEqual({ room: chat })
  const absent = { id: 'r000000000000', name: '~000000000000' }
  for (const { id, name } of [{ id: room, name: chat.name }, absent]) {
    const message = seqOf({ seq })
    const inputs = {
      'room.open': { name },
      'room.join': { room: id },
      'room.history': { room: id },
      'room.pins': { room: id },
      'message.get': { room: id, messages: [message] },
      'message.edits': { room: id, message },
      'message.post': { room: id, cid: cid(), body: 'x' },
      'message.react': { room: id, cid: cid(), message, kind: '🍵', on: true },
      'search.messages': { rooms: [id], text: 'between' },
      'room.members': { room: id },
    }
    for (const [command, input] of Object.entries(inputs))
      expect([name, command, await eve.refusal(command, input)]).toEqual([name, command, 'not_found'])
  }
  for (const command of ['room.history', 'room.pins'])
    expect([command, await bob.refusal(command, { room })]).toEqual([command, 'ok'])
  await eve.ok('heartbeat', {})
  expect(eve.pushed.filter(({ kind }) => kind !== 'heads')).toEqual([])
})

test('a chat comes onto the lists of all of its people at once, and what is said there is counted', async () => {
  const { ada, bob, eve } = await three('of lists')
  for (const one of [ada, bob, eve]) await one.ok('room.mine', {})
  const chat = await chatOf(ada, bob)
  const listed = ({ pushed }: Talker) =>
    pushed.flatMap(({ kind, body }) => (kind === 'mine' ? (v.parse(minePush, body).changed ?? []) : []))
  for (const one of [ada, bob]) {
    await one.hearsWhen(() => listed(one).length > 0)
    expect(listed(one)).toMatchObject([{ room: chat, role: 'member', read: 0, read_lines: 0, lines: 0 }])
  }
  await ada.ok('room.join', { room: chat.id })
  await ada.posts(chat.id, 'one')
  await bob.hearsWhen(() => bob.pushed.some(({ kind }) => kind === 'bells'))
  const { rooms } = v.parse(commands['room.mine'].reply, await bob.ok('room.mine', {}))
  expect(rooms).toMatchObject([{ room: { id: chat.id }, lines: 1, read_lines: 0, head: 1 }])
  await eve.ok('heartbeat', {})
  expect(eve.pushed.filter(({ kind }) => kind !== 'heads')).toEqual([])
})

test('a chat that somebody took off the list comes back when something is said there, and not for one that is ignored', async () => {
  const { ada, bob } = await three('of returns')
  const { id: room } = await chatOf(ada, bob)
  await ada.ok('room.join', { room })
  await ada.posts(room, 'one')
  const lists = async () => v.parse(commands['room.mine'].reply, await bob.ok('room.mine', {})).rooms
  expect(await lists()).toHaveLength(1)
  await bob.ok('room.quit', { room, cid: cid() })
  expect(await lists()).toEqual([])
  bob.pushed.length = 0
  const kept = { room, cid: cid(), body: 'two' }
  await ada.ok('message.post', kept)
  await bob.hearsWhen(() => bob.pushed.some(({ kind }) => kind === 'mine'))
  expect(await lists()).toMatchObject([{ room: { id: room }, lines: 2, read_lines: 1, read: 1 }])
  await bob.ok('room.quit', { room, cid: cid() })
  // Said before: it calls nobody back. Nor does whom one ignores.
  expect(await ada.ok('message.post', kept)).toMatchObject({ dup: true })
  await bob.ok('person.mark', { person: ada.id, ignored: true })
  await ada.posts(room, 'three')
  expect(await lists()).toEqual([])
  await bob.ok('person.mark', { person: ada.id, ignored: false })
  await ada.ok('message.forward', { room, cid: cid(), from: { room, message: 1 } })
  expect(await lists()).toMatchObject([{ room: { id: room }, lines: 4, read_lines: 3 }])
})

test('[T-15] who refuses somebody is added to no room by it', async () => {
  const { ada, bob } = await three('of invitations')
  const made = await ada.ok('room.make', { cid: cid(), title: 'Tea', access: 'private' })
  const { room } = v.parse(commands['room.make'].reply, made)
  const add = () => ada.refusal('member.add', { room: room.id, cid: cid(), person: bob.id })
  await bob.ok('person.mark', { person: ada.id, refused: true })
  expect(await add()).toBe('refused')
  await bob.ok('person.mark', { person: ada.id, refused: false, ignored: true })
  expect(await add()).toBe('ok')
})

test('[T-16] a chat is governed by nobody', async () => {
  const { ada, bob, eve } = await three('of equals')
  const { id: room } = await chatOf(ada, bob)
  for (const [command, more] of [
    ['room.change', { title: 'mine' }],
    ['member.add', { person: eve.id }],
    ['member.remove', { person: bob.id }],
    ['member.ban', { person: bob.id }],
    ['member.hand_over', { person: bob.id }],
  ] as const)
    expect([command, await ada.refusal(command, { room, cid: cid(), ...more })]).toEqual([command, 'forbidden'])
})

test('[T-14] [T-15] [T-9] who is ignored or refused hears nothing of it, and meets it only where it tries', async () => {
  const { ada, bob, eve } = await three('of silence')
  const room = await ada.joins('silence')
  for (const one of [bob, eve]) await one.joins('silence')
  const { id: chat } = await chatOf(ada, bob)
  for (const one of [ada, bob]) await one.ok('room.join', { room: chat })
  await bob.posts(chat, 'one')
  await ada.hears(1)
  bob.pushed.length = 0
  eve.pushed.length = 0
  for (const person of [bob.id, eve.id]) await ada.ok('person.mark', { person, ignored: true, refused: true })
  for (const one of [bob, eve]) {
    await one.ok('heartbeat', {})
    // Heads, and who had come before, are told when it is their time.
    expect(one.pushed.filter(({ kind }) => kind !== 'heads' && kind !== 'people')).toEqual([])
  }
  // In a room one is heard by everybody, as before.
  await bob.posts(room, 'in the room')
  await eve.posts(room, 'me too')
  expect(await ada.hears(3)).toEqual(['one', 'in the room', 'me too'])
  // The chat can be read, and is not written any more.
  expect(await bob.refusal('room.history', { room: chat })).toBe('ok')
  const kept = { room: chat, cid: cid(), body: 'two' }
  expect(await bob.refusal('message.post', kept)).toBe('refused')
  expect(await bob.refusal('message.edit', { room: chat, cid: cid(), message: 1, body: 'x' })).toBe('refused')
  expect(await bob.refusal('message.forward', { room: chat, cid: cid(), from: { room, message: 1 } })).toBe('refused')
  expect(await bob.refusal('chat.open', { people: [ada.id, eve.id] })).toBe('refused')
  expect(await ada.refusal('chat.open', { people: [bob.id] })).toBe('refused')
  expect(await bob.refusal('chat.open', { people: [eve.id] })).toBe('ok')
  await ada.posts(chat, 'two')
  await ada.ok('person.mark', { person: bob.id, refused: false })
  expect(await bob.refusal('message.post', kept)).toBe('ok')
  expect((await ada.hears(5)).at(-1)).toBe('two')
})

test('[T-83] opened by all of its people at once a chat is one, and each has the same', async () => {
  const { ada, bob, eve } = await three('at once')
  const people = { people: [ada.id, bob.id, eve.id] }
  const all = await Promise.all([ada, bob, eve, ada, bob, eve].map((one) => one.ok('chat.open', people)))
  expect(new Set(all.map((reply) => JSON.stringify(reply))).size).toBe(1)
})

test('[T-51] everybody is called where they are, once', async () => {
  const { ada, bob } = await three('of calls')
  const room = await ada.joins('calls')
  await bob.joins('calls')
  const call = (who: Talker, body: string, at = cid()) => who.ask('message.post', { room, cid: at, body, all: true })
  // The first who opened the address owns the room, and may call again.
  const first = cid()
  expect((await call(ada, '@all tea', first)).kind).toBe('ok')
  expect((await call(ada, '@所有人')).kind).toBe('ok')
  expect((await call(bob, '`@all`')).kind).toBe('ok')
  const { body } = await call(bob, '@all')
  expect(body).toMatchObject({ code: 'rate_limited' })
  expect(body['retry_after_ms']).toBeGreaterThan(4 * 60_000)
  expect((await call(ada, '@all tea', first)).body).toMatchObject({ dup: true })
  await bob.hears(3)
  expect(bob.events().map((event) => 'all' in event && event.all)).toEqual([true, true, false])
  const { id: chat } = await chatOf(bob, ada)
  await bob.ok('room.join', { room: chat })
  for (let n = 0; n < 2; n++) await bob.ok('message.post', { room: chat, cid: cid(), body: '@all', all: true })
})

test('[T-22] [P-3] [P-5] kill -9 among forwards: each is there once, and asked again it is the same one', async () => {
  await using own = await startServer({ env: { CLASSIC: 'off' } })
  const token = await newToken(own.url)
  const ada = await Talker.looker(own, token)
  await ada.ok('profile.set', { name: 'ada of kills', look: 1 })
  const [from, room] = [await ada.joins('from'), await ada.joins('to')]
  for (let n = 1; n <= 10; n++) await ada.posts(from, `said ${n}`)
  const wishes = Array.from({ length: 200 }, (_, n) => ({
    room,
    cid: cid(),
    from: { room: from, message: (n % 10) + 1 },
  }))
  const answers = new Map<string, number>()
  await new Promise<void>((killed) => {
    for (const wish of wishes)
      void ada.ask('message.forward', wish).then(({ body }) => {
        if (answers.set(wish.cid, seqOf(body)).size === 60) killed()
      })
  })
  await own.kill()
  await own.start()
  const back = await Talker.looker(own, token)
  await back.ok('room.join', { room })
  const again = await Promise.all(wishes.map((wish) => back.ok('message.forward', wish)))
  for (const [at, { cid: id }] of wishes.entries()) {
    const first = answers.get(id)
    if (first !== undefined) expect(again[at]).toMatchObject({ seq: first, dup: true })
  }
  const heard = (await back.rereads(room)).filter((event) => event.type === 'message.posted')
  expect(heard.length).toBe(wishes.length)
  expect(heard.every((event) => event.fwd?.by.id === ada.id && !event.fwd.room)).toBe(true)
  // Another wish under the same id is refused, and stores nothing.
  expect(await back.refusal('message.forward', { ...wishes[0], from: { room: from, message: 9 } })).toBe(
    'client_id_conflict',
  )
  // A number of a log that was restored since may be another message; what was stored is the answer all the same.
  const other = { room: from, message: 1, epoch: 'aaaaaaaaaaaa' }
  expect(await back.refusal('message.forward', { room, cid: cid(), from: other })).toBe('not_found')
  expect(await back.ok('message.forward', { ...wishes[0], from: other })).toMatchObject({ dup: true })
  const { epoch } = await back.ok('room.join', { room: from })
  await back.ok('message.forward', { room, cid: cid(), from: { ...other, epoch } })
})

test('[P-7] who is deleted leaves its name in no forward, on no road; the words stay with whoever forwarded them', async () => {
  const { ada, bob } = await three('of forwards')
  const [from, room] = [await ada.joins('forwards-from'), await bob.joins('forwards-to')]
  const { seq: message } = await ada.posts(from, 'keep this')
  await bob.ok('message.forward', { room, cid: cid(), from: { room: from, message } })
  await bob.hears(1)
  expect(JSON.stringify(bob.events())).toContain('ada of forwards')
  const seen = server.lines.length
  await ada.ok('me.delete', { cid: cid() })
  await server.logged('erased_own', seen, (line) => line['principal'] === ada.id)
  const log = await bob.rereads(room)
  for (const road of [await bob.ok('room.history', { room }), await bob.ok('room.join', { room }), log]) {
    expect(JSON.stringify(road)).toContain('keep this')
    expect(JSON.stringify(road)).toContain(nameless)
    expect(JSON.stringify(road)).not.toContain('ada of forwards')
  }
})

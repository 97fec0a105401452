import { afterAll, beforeAll, expect, test } from 'bun:test'
import * as v from 'valibot'
import { type CommandName, commands } from '#protocol/index.ts'
import { limits } from '#protocol/limits.ts'
import { pageAsOf } from '#sdk/page-as-of.ts'
import { newToken } from '#tests/kit/guest.ts'
import { startServer, type TestServer } from '#tests/kit/server.ts'
import { Talker } from './talker.ts'

let server: TestServer
beforeAll(async () => {
  server = await startServer({ env: { CLASSIC: 'off', LIMIT_HISTORY_BURST: '100000' } })
})
afterAll(() => server.dispose())

const newCid = (): string => crypto.randomUUID()
const seqOf = (reply: Record<string, unknown>): number => v.parse(v.number(), reply['seq'])

/** Ada and Bob in a room of their own, and a message of Ada's. */
async function open(name: string) {
  const [ada, bob] = [await Talker.guest(server, `ada of ${name}`), await Talker.guest(server, `bob of ${name}`)]
  const room = await ada.joins(name)
  await bob.joins(name)
  const message = seqOf(await ada.posts(room, 'one'))
  const at = () => ({ room, cid: newCid(), message })
  const now = async () => v.parse(commands['room.history'].reply, await bob.ok('room.history', { room })).lines
  return { ada, bob, room, message, at, now }
}

test('[P-7] an edit is an event, and the line carries the newest words', async () => {
  const { ada, bob, room, message, at, now } = await open('edit')
  const reply = await ada.ok('message.edit', { ...at(), body: 'two' })
  expect(reply).toMatchObject({ room, seq: 2 })
  expect(await bob.hears(2)).toEqual(['one', 'two'])
  await ada.ok('message.edit', { ...at(), body: 'three' })
  expect(await now()).toMatchObject([{ seq: message, body: 'one', now: { v: 3, edited: { body: 'three', times: 2 } } }])
  const { edits } = await ada.ok('message.edits', { room, message })
  expect(edits).toMatchObject([{ body: 'one' }, { body: 'two' }])
  expect(await bob.refusal('message.edits', { room, message })).toBe('forbidden')
  expect(await ada.ok('message.edit', { ...at(), body: 'three' })).toMatchObject({ seq: 3, dup: true })
})

test('[issue 2] [T-82] the words of an edit are checked as those of a post', async () => {
  const { ada, bob, at } = await open('words')
  for (const [body, code] of [
    ['', 'empty'],
    ['茶'.repeat(4_001), 'too_long'],
    ['a\u0000b', 'bad_text'],
  ] as const)
    expect(await ada.refusal('message.edit', { ...at(), body })).toBe(code)
  expect(await bob.refusal('message.edit', { ...at(), body: 'not mine' })).toBe('forbidden')
  expect(await bob.refusal('message.erase', { ...at(), how: 'delete' })).toBe('forbidden')
})

test('[HOUSE-12] one message takes 30 edits', async () => {
  const { ada, at } = await open('thirty')
  for (let n = 0; n < limits.edits; n++) await ada.ok('message.edit', { ...at(), body: `${n}` })
  expect((await ada.ask('message.edit', { ...at(), body: 'more' })).body).toEqual({
    code: 'too_many',
    limit: limits.edits,
  })
})

test('[P-7] what was erased is a stub on every road, and nothing can be done to it any more', async () => {
  const { ada, bob, room, message, at, now } = await open('erase')
  await ada.ok('message.edit', { ...at(), body: 'two' })
  await bob.ok('message.react', { ...at(), kind: '🍵', on: true })
  await bob.ok('message.pin', { ...at(), on: true })
  const { epoch } = await bob.ok('room.join', { room })
  expect(await ada.ok('message.erase', { ...at(), how: 'recall' })).toMatchObject({ seq: 5 })
  expect(await now()).toMatchObject([{ seq: message, erased: 5, now: { v: 5, erased: { how: 'recalled' } } }])
  expect(JSON.stringify(await now())).not.toContain('one')
  const late = await Talker.guest(server, 'late for erased')
  await late.ok('room.join', { room, after: 0, epoch })
  expect(await late.hears(5)).toEqual(['', '', '', '', ''])
  expect(late.events().map(({ type }) => type)).toEqual([
    'message.posted',
    'message.edited',
    'message.reacted',
    'message.pinned',
    'message.erased',
  ])
  const fresh = await late.ok('room.join', { room })
  expect(fresh['lines']).toMatchObject([{ seq: message, erased: 5 }])
  expect(await late.ok('room.pins', { room })).toMatchObject({ lines: [] })
  for (const [name, more] of [
    ['message.edit', { body: 'x' }],
    ['message.erase', { how: 'delete' }],
    ['message.react', { kind: '🍵', on: true }],
    ['message.pin', { on: true }],
  ] as const)
    expect([name, await ada.refusal(name, { ...at(), ...more })]).toEqual([name, 'not_found'])
  expect(await ada.refusal('message.edits', { room, message })).toBe('not_found')
  expect(await ada.refusal('message.post', { room, cid: newCid(), body: 'x', re: message })).toBe('not_found')
})

test('[T-52] reactions: one emoji, each person each kind once, 20 kinds a message', async () => {
  const { ada, bob, room, at, now } = await open('react')
  for (const kind of ['', 'x', '👍👍', '❤', '<b>', '茶'])
    expect((await ada.ask('message.react', { ...at(), kind, on: true })).body).toEqual({
      code: 'bad_field',
      field: 'kind',
    })
  const first = await ada.ok('message.react', { ...at(), kind: '👍', on: true })
  expect(await ada.ok('message.react', { ...at(), kind: '👍', on: true })).toEqual({ ...first, dup: true })
  expect(await bob.ok('message.react', { ...at(), kind: '👍', on: true })).not.toHaveProperty('dup')
  expect(await now()).toMatchObject([{ now: { reactions: [{ kind: '👍', count: 2 }] } }])
  await ada.ok('message.react', { ...at(), kind: '👍', on: false })
  await bob.ok('message.react', { ...at(), kind: '👍', on: false })
  expect((await now())[0]?.now?.reactions).toBeUndefined()
  const kinds = Array.from({ length: limits.reactionKinds }, (_, n) => String.fromCodePoint(0x1f600 + n))
  for (const kind of kinds) await ada.ok('message.react', { ...at(), kind, on: true })
  expect(await ada.refusal('message.react', { ...at(), kind: '🍵', on: true })).toBe('too_many')
  expect(await bob.refusal('message.react', { ...at(), kind: kinds[3], on: true })).toBe('ok')
  expect(await bob.ok('room.history', { room })).toMatchObject({ first: 1, last: 26, mine: [] })
})

test('beyond the first twenty, who reacted learns their own reactions', async () => {
  const { bob, room, message, at } = await open('crowd')
  const crowd = await Promise.all(Array.from({ length: 20 }, (_, n) => Talker.guest(server, `crowd ${n}`)))
  for (const one of crowd) {
    await one.joins('crowd')
    await one.ok('message.react', { ...at(), kind: '🍵', on: true })
    one.close()
  }
  expect(await bob.ok('room.join', { room })).toMatchObject({ mine: [] })
  await bob.ok('message.react', { ...at(), kind: '🍵', on: true })
  const page = v.parse(commands['room.history'].reply, await bob.ok('room.history', { room }))
  expect(page.lines[0]?.now?.reactions).toMatchObject([{ count: 21 }])
  expect(page.lines[0]?.now?.reactions?.[0]?.who).toHaveLength(20)
  expect(page.mine).toEqual([[message, '🍵']])
  expect(await bob.ok('message.get', { room, messages: [message] })).toMatchObject({ mine: [[message, '🍵']] })
  // The snapshot tells a part of it as events: folded in, it is the same page.
  const { me } = v.parse(commands['profile.set'].reply, await bob.ok('profile.set', { name: 'bob of crowd', look: 1 }))
  const fresh = v.parse(commands['room.join'].reply, await bob.ok('room.join', { room }))
  if (fresh.mode === 'resumed') throw new Error('a snapshot is expected')
  const { first, last, lines, notices, mine } = page
  expect(pageAsOf(fresh.as_of, fresh, me.id)).toEqual({ first, last, lines, notices, mine })
})

test('pins: the newest first, 50 a room, gone with the message', async () => {
  const { ada, bob, room, at } = await open('pins')
  const seqs: number[] = []
  for (let n = 0; n < limits.pins; n++) {
    seqs.push(seqOf(await ada.posts(room, `pin ${n}`)))
    await bob.ok('message.pin', { ...at(), message: seqs.at(-1), on: true })
  }
  expect(await bob.refusal('message.pin', { ...at(), on: true })).toBe('too_many')
  const pins = async () => v.parse(commands['room.pins'].reply, await ada.ok('room.pins', { room })).lines
  expect((await pins()).map(({ seq }) => seq)).toEqual(seqs.toReversed())
  await ada.ok('message.erase', { ...at(), message: seqs[0], how: 'delete' })
  await bob.ok('message.pin', { ...at(), message: seqs[1], on: false })
  expect((await pins()).map(({ seq }) => seq)).toEqual(seqs.slice(2).toReversed())
  expect(await bob.ok('message.pin', { ...at(), message: seqs[1], on: false })).toMatchObject({ dup: true })
})

test('replies and mentions: the answered message is there, the names are those of the server', async () => {
  const { ada, bob, room, message } = await open('reply')
  const { me } = v.parse(commands['profile.set'].reply, await bob.ok('profile.set', { name: 'bob of reply', look: 1 }))
  const body = 'look, @bob of reply'
  const ids = [me.id, 'p0000000000000000', me.id]
  await ada.ok('message.post', { room, cid: newCid(), body, re: message, mentions: ids })
  await ada.ok('message.post', { room, cid: newCid(), body: 'nobody', mentions: ids })
  const [, reply, nobody] = v.parse(commands['room.history'].reply, await ada.ok('room.history', { room })).lines
  expect(reply).toMatchObject({ re: message, mentions: [{ id: me.id, name: 'bob of reply' }] })
  expect(nobody).not.toHaveProperty('mentions')
  expect(await ada.refusal('message.post', { room, cid: newCid(), body, re: 99 })).toBe('not_found')
  const many = Array.from({ length: limits.mentions + 1 }, () => me.id)
  expect((await ada.ask('message.post', { room, cid: newCid(), body, mentions: many })).body).toEqual({
    code: 'bad_field',
    field: 'mentions',
  })
})

test('[T-2] a message of another room, one that is not there, a change, and an erased one look the same', async () => {
  const { ada, room, at } = await open('here')
  const other = await open('there')
  for (let n = 0; n < 3; n++) await other.ada.posts(other.room, 'elsewhere')
  const change = seqOf(await ada.ok('message.edit', { ...at(), body: 'two' }))
  const erased = seqOf(await ada.posts(room, 'soon gone'))
  await ada.ok('message.erase', { ...at(), message: erased, how: 'delete' })
  for (const message of [change, erased, 9, 10_000]) {
    for (const [name, more] of [
      ['message.edit', { body: 'x' }],
      ['message.erase', { how: 'delete' }],
      ['message.react', { kind: '🍵', on: true }],
      ['message.pin', { on: true }],
      ['message.post', { body: 'x', re: message }],
    ] as const) {
      const target = name === 'message.post' ? { room, cid: newCid() } : { ...at(), message }
      expect([name, message, (await ada.ask(name, { ...target, ...more })).body]).toEqual([
        name,
        message,
        { code: 'not_found' },
      ])
      // A room that one is not in, with a number that is there: no other answer.
      expect((await ada.ask(name, { ...target, ...more, room: other.room })).body).toEqual({ code: 'not_found' })
    }
    expect((await ada.ask('message.edits', { room, message })).body).toEqual({ code: 'not_found' })
  }
  expect(await ada.ok('message.get', { room, messages: [change, 9, 10_000] })).toEqual({
    lines: [],
    mine: [],
    rest: [],
  })
  for (const name of ['room.pins', 'room.history'])
    expect((await ada.ask(name, { room: 'r000000000000' })).body).toEqual({ code: 'not_found' })
  const nowhere = { room: 'r000000000000', messages: [1] }
  expect((await ada.ask('message.get', nowhere)).body).toEqual({ code: 'not_found' })
})

test('[P-3] [P-5] each change twice with one cid is one event, also after a restart; with other fields it is a conflict', async () => {
  const token = await newToken(server.url)
  const ada = await Talker.looker(server, token)
  await ada.ok('profile.set', { name: 'ada of twice', look: 1 })
  const room = await ada.joins('twice')
  const message = seqOf(await ada.posts(room, 'one'))
  const steps = [
    ['message.edit', { body: 'two' }, { body: 'three' }],
    ['message.react', { kind: '🍵', on: true }, { kind: '🍵', on: false }],
    ['message.pin', { on: true }, { on: false }],
    ['message.erase', { how: 'delete' }, { how: 'recall' }],
  ] as const
  const done: { name: CommandName; input: Record<string, unknown>; first: Record<string, unknown> }[] = []
  for (const [name, fields, others] of steps) {
    const at = { room, cid: newCid(), message }
    const first = await ada.ok(name, { ...at, ...fields })
    expect(first).not.toHaveProperty('dup')
    expect(await ada.ok(name, { ...at, ...fields })).toEqual({ ...first, dup: true })
    expect(await ada.refusal(name, { ...at, ...others })).toBe('client_id_conflict')
    done.push({ name, input: { ...at, ...fields }, first })
  }
  await server.kill()
  await server.start()
  const again = await Talker.looker(server, token)
  await again.ok('room.join', { room })
  for (const { name, input, first } of done) expect(await again.ok(name, input)).toEqual({ ...first, dup: true })
  expect(await again.ok('room.history', { room })).toMatchObject({ lines: [{ erased: 5, now: { v: 5 } }] })
  const cid = done[0]?.input['cid']
  expect(await again.refusal('message.post', { room, cid, body: 'two' })).toBe('client_id_conflict')
})

test('[P-5] an answer stays the same when it could not be given any more', async () => {
  const { ada, room, message, at } = await open('stays')
  const react = { ...at(), kind: '🍵', on: true }
  const post = { room, cid: newCid(), body: 'an answer', re: message }
  const erase = { ...at(), how: 'delete' }
  const first = {
    react: await ada.ok('message.react', react),
    post: await ada.ok('message.post', post),
    erase: await ada.ok('message.erase', erase),
  }
  expect(await ada.ok('message.react', react)).toEqual({ ...first.react, dup: true })
  expect(await ada.ok('message.post', post)).toEqual({ ...first.post, dup: true })
  expect(await ada.ok('message.erase', erase)).toEqual({ ...first.erase, dup: true })
})

test('history: pages join by their numbers, around a number and around a time', async () => {
  const { ada, room, message, at } = await open('pages')
  for (let n = 2; n <= 9; n++) {
    await ada.ok('message.react', { ...at(), kind: '🍵', on: n % 2 === 0 })
    await ada.posts(room, `m${n}`)
  }
  const read = async (where: Record<string, unknown>) =>
    v.parse(commands['room.history'].reply, await ada.ok('room.history', { room, limit: 3, ...where }))
  const seqs = (page: Awaited<ReturnType<typeof read>>) => page.lines.map(({ seq }) => seq)
  const newest = await read({})
  expect([newest.first, newest.last, seqs(newest), newest.more]).toEqual([13, 17, [13, 15, 17], true])
  const older = await read({ before: newest.first })
  expect([older.first, older.last, seqs(older)]).toEqual([7, 12, [7, 9, 11]])
  const oldest = await read({ before: older.first })
  expect([oldest.first, oldest.last, seqs(oldest), oldest.more]).toEqual([1, 6, [message, 3, 5], false])
  const next = await read({ after: 4 })
  expect([next.first, next.last, seqs(next), next.more]).toEqual([5, 9, [5, 7, 9], true])
  const around = await read({ around: 10 })
  expect([around.first, around.last, seqs(around), around.more]).toEqual([9, 13, [9, 11, 13], true])
  expect(seqs(await read({ around: 10_000 }))).toEqual([17])
  const [line] = await read({ around: 9 }).then(({ lines }) => lines.filter(({ seq }) => seq === 9))
  expect(seqs(await read({ at_ms: line?.at }))).toContain(9)
  expect(seqs(await read({ at_ms: 0 }))).toEqual([1, 3])
  expect(seqs(await read({ at_ms: Date.now() + 60_000 }))).toEqual([17])
  const two = await ada.ask('room.history', { room, before: 3, around: 3 })
  expect(two.body).toEqual({ code: 'bad_field', field: 'around' })
})

test('[HOUSE-12] what has no place in a frame is named, and given when it is asked for', async () => {
  const { ada, room } = await open('large')
  const seqs: number[] = []
  for (let n = 0; n < 12; n++) seqs.push(seqOf(await ada.posts(room, '茶'.repeat(4_000))))
  const some = v.parse(commands['message.get'].reply, await ada.ok('message.get', { room, messages: seqs }))
  expect(some.lines.length).toBeLessThan(8)
  expect([...some.lines.map(({ seq }) => seq), ...some.rest]).toEqual(seqs)
})

test('[P-14] changes have a budget of their own', async () => {
  await using strict = await startServer({ env: { LIMIT_CHANGES_BURST: '3', LIMIT_CHANGES_PER_SECOND: '0.1' } })
  const ada = await Talker.guest(strict, 'ada')
  const room = await ada.joins('budget')
  const message = seqOf(await ada.posts(room, 'one'))
  const react = (on: boolean) => ada.refusal('message.react', { room, cid: newCid(), message, kind: '🍵', on })
  // What is so already costs nothing.
  for (const on of [true, true, true, false, true]) expect(await react(on)).toBe('ok')
  expect(await react(false)).toBe('rate_limited')
  await ada.posts(room, 'two')
})

import { Database } from 'bun:sqlite'
import { afterAll, beforeAll, expect, test } from 'bun:test'
import path from 'node:path'
import * as v from 'valibot'
import { commands } from '#protocol/index.ts'
import type { Line } from '#protocol/lines.ts'
import { nameless } from '#protocol/nameless.ts'
import { newToken } from '#tests/kit/guest.ts'
import { linesOf, wordsOf } from '#tests/kit/lines-of.ts'
import { startServer, type TestServer } from '#tests/kit/server.ts'
import { Talker } from './talker.ts'

let server: TestServer
beforeAll(async () => {
  server = await startServer({ env: { CLASSIC: 'off', LIMIT_ERASURES_PER_HOUR: '1000' } })
})
afterAll(() => server.dispose())

const cid = () => crypto.randomUUID()

async function history(talker: Talker, room: string): Promise<Line[]> {
  return v.parse(commands['room.history'].reply, await talker.ok('room.history', { room, limit: 500 })).lines
}

/** Resolves when this talker was told that its erasure is over; the pushes so far. */
async function erased(talker: Talker): Promise<Record<string, unknown>[]> {
  const over = () => talker.pushed.filter(({ kind }) => kind === 'erasing').map(({ body }) => body)
  await talker.hearsWhen(() => over().some(({ done, of }) => done === of))
  return over()
}

test('[P-7] own messages of one room are deleted, and nobody else’s; who is there sees each go', async () => {
  const [ada, bob] = [await Talker.guest(server, 'ada of one room'), await Talker.guest(server, 'bob of one room')]
  const [room, other] = [await ada.joins('one-room'), await ada.joins('another-room')]
  await bob.joins('one-room')
  for (let n = 0; n < 120; n++) await ada.posts(room, `ada ${n}`)
  const { seq: edited } = await ada.posts(room, 'first')
  await ada.ok('message.edit', { room, cid: cid(), message: edited, body: 'second' })
  await bob.posts(room, 'of bob')
  await ada.posts(other, 'elsewhere')

  expect(await ada.ask('me.erase_messages', { room, cid: cid() })).toEqual({ kind: 'ok', body: {} })
  const pushes = await erased(ada)
  expect(pushes.at(0)).toEqual({ done: 0, of: 121, room })
  expect(pushes.at(-1)).toEqual({ done: 121, of: 121, room })

  const lines = await history(bob, room)
  expect(lines.map(wordsOf).filter((words) => words !== '')).toEqual(['of bob'])
  expect(lines.filter(({ now }) => now?.erased?.how === 'deleted')).toHaveLength(121)
  expect((await history(ada, other)).map(wordsOf)).toEqual(['elsewhere'])
  await bob.hearsUpTo(lines.reduce((newest, line) => Math.max(newest, line.now?.v ?? 0), 0))
  expect(linesOf(bob.events())).toEqual(lines)
})

test('[HOUSE-11] again is harmless: nothing is left to delete; everywhere means in rooms that one has left, too', async () => {
  const ada = await Talker.guest(server, 'ada everywhere')
  const rooms = [await ada.joins('everywhere-1'), await ada.joins('everywhere-2'), await ada.joins('everywhere-3')]
  for (const room of rooms) await ada.posts(room, 'x')
  for (const room of rooms) await ada.ok('room.leave', { room })
  await ada.ok('me.erase_messages', { cid: cid() })
  expect((await erased(ada)).at(-1)).toEqual({ done: 3, of: 3 })
  for (const room of rooms) expect((await history(ada, room)).map(({ erased: by }) => by)).toEqual([2])
  ada.pushed.length = 0
  await ada.ok('me.erase_messages', { cid: cid() })
  expect(await erased(ada)).toEqual([{ done: 0, of: 0 }])
})

test('[P-6] another one while one runs is busy; the same one is answered alike', async () => {
  const ada = await Talker.guest(server, 'ada of two wishes')
  const room = await ada.joins('two-wishes')
  await Promise.all(Array.from({ length: 1_200 }, (_, n) => ada.posts(room, `${n}`)))
  const first = cid()
  // Sent together: it may be over when an answer has come.
  const answers = await Promise.all([
    ada.refusal('me.erase_messages', { room, cid: first }),
    ada.refusal('me.erase_messages', { room, cid: cid() }),
  ])
  expect(answers).toEqual(['ok', 'busy'])
  expect(await ada.refusal('me.erase_messages', { room, cid: first })).toBe('ok')
  expect(await erased(ada)).toContainEqual({ done: 1_200, of: 1_200, room })
})

/** Erased messages, while nobody writes there. */
function erasedIn({ dataDir }: TestServer): number {
  const database = new Database(path.join(dataDir, 'teahouse.sqlite'), { readonly: true })
  const row = database
    .query<{ count: number }, []>(`select count(*) as count from events where type = 'message.erased'`)
    .get()
  database.close()
  return row?.count ?? 0
}

test('[P-7] [P-15] killed in the middle it goes on by itself after the start', async () => {
  await using own = await startServer({ env: { CLASSIC: 'off' } })
  const token = await newToken(own.url)
  let ada = await Talker.looker(own, token)
  await ada.ok('profile.set', { name: 'ada of kills', look: 1 })
  const room = await ada.joins('kills')
  let [said, count] = [0, 1_500]
  for (; ; count *= 2) {
    await Promise.all(Array.from({ length: count }, (_, n) => ada.posts(room, `${n}`)))
    said += count
    const begun = ada.pushed.length
    await ada.ok('me.erase_messages', { cid: cid() })
    await ada.hearsWhen(() => JSON.stringify(ada.pushed.slice(begun)).includes('"message.erased"'))
    await own.kill()
    if (erasedIn(own) < said) break
    // It was over before the kill arrived: once more, with more of them.
    await own.start()
    ada = await Talker.looker(own, token)
    await ada.joins('kills')
  }
  const seen = own.lines.length
  await own.start()
  const done = await own.logged('erased_own', seen)
  expect(done['messages']).toBeGreaterThan(0)
  expect(done['messages']).toBeLessThan(count)
  const back = await Talker.looker(own, token)
  const lines = v.parse(commands['room.history'].reply, await back.ok('room.history', { room, limit: 500 })).lines
  expect(lines.filter((line) => wordsOf(line) !== '')).toEqual([])
})

test('[T-12] [P-7] [P-27] who is deleted is gone: sockets, session, words, reactions, pins, and the name', async () => {
  const token = await newToken(server.url)
  const ada = await Talker.looker(server, token)
  await ada.ok('profile.set', { name: 'Ada Lovelace', look: 77 })
  const tab = await Talker.looker(server, token)
  const bob = await Talker.guest(server, 'bob who stays')
  const room = await ada.joins('leaving')
  await tab.joins('leaving')
  await bob.joins('leaving')
  const { seq: bobs } = await bob.posts(room, 'of bob')
  const { seq: recalled } = await ada.posts(room, 'recalled before')
  await ada.ok('message.erase', { room, cid: cid(), message: recalled, how: 'recall' })
  const { seq: edited } = await ada.posts(room, 'first words')
  await ada.ok('message.edit', { room, cid: cid(), message: edited, body: 'second words' })
  for (const kind of ['👍', '🍵']) await ada.ok('message.react', { room, cid: cid(), message: bobs, kind, on: true })
  await bob.ok('message.react', { room, cid: cid(), message: bobs, kind: '👍', on: true })
  await ada.ok('message.pin', { room, cid: cid(), message: bobs, on: true })

  const seen = server.lines.length
  const who = (await history(bob, room)).find(({ seq }) => seq === edited)?.by.id
  expect(await ada.refusal('me.delete', { cid: cid() })).toBe('ok')
  expect(await Promise.all([ada.closed, tab.closed])).toEqual([4401, 4401])
  const back = await Talker.connect(server)
  expect(await back.refusal('hello', { v: 1, token })).toBe('login_first')
  // Not the erasure of a test before, which may still be under way.
  await server.logged('erased_own', seen, ({ principal }) => principal === who)

  const lines = await history(bob, room)
  expect(lines.map(wordsOf).filter((words) => words !== '')).toEqual(['of bob'])
  expect(lines.find(({ seq }) => seq === bobs)?.now).toMatchObject({ reactions: [{ kind: '👍', count: 1 }] })
  expect(lines.find(({ seq }) => seq === bobs)?.now?.pinned).toBeUndefined()
  expect(lines.find(({ seq }) => seq === edited)).toMatchObject({ by: { name: nameless, look: 0 } })
  expect(lines.find(({ seq }) => seq === recalled)?.now?.erased).toMatchObject({
    how: 'recalled',
    by: { name: nameless },
  })
  expect(await bob.refusal('profile.set', { name: 'Ada Lovelace', look: 1 })).toBe('ok')

  // State and events tell the same story also to whoever reads the log from its beginning.
  const late = await Talker.looker(server)
  expect(linesOf(await late.rereads(room))).toEqual(lines)
  expect(JSON.stringify([late.pushed.filter(({ kind }) => kind === 'events'), lines])).not.toMatch(/Lovelace|words/)
})

test('[P-4] what was on its way when somebody was deleted goes, too', async () => {
  const ada = await Talker.guest(server, 'ada of the last word')
  const bob = await Talker.guest(server, 'bob of the last word')
  const room = await ada.joins('last-word')
  await bob.joins('last-word')
  const seen = server.lines.length
  const answers = [ada.refusal('me.delete', { cid: cid() })]
  for (let n = 0; n < 5; n++) answers.push(ada.refusal('message.post', { room, cid: cid(), body: `last word ${n}` }))
  expect(await answers[0]).toBe('ok')
  await ada.closed
  await server.logged('erased_own', seen)
  expect((await history(bob, room)).filter((line) => wordsOf(line) !== '')).toEqual([])
  expect(JSON.stringify(await history(bob, room))).not.toContain('ada of')
})

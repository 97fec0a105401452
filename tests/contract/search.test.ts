import { afterAll, beforeAll, expect, test } from 'bun:test'
import * as v from 'valibot'
import { type CommandInput, commands } from '#protocol/index.ts'
import { startServer, type TestServer } from '#tests/kit/server.ts'
import { Talker } from './talker.ts'

let server: TestServer
beforeAll(async () => {
  server = await startServer({
    env: {
      CLASSIC: 'off',
      LIMIT_SEARCHES_BURST: '100000',
      LIMIT_SEARCHES_PER_SECOND: '1000',
      LIMIT_MESSAGES_BURST: '1000',
    },
  })
})
afterAll(() => server.dispose())

type Wish = Partial<CommandInput<'search.messages'>>

async function search(talker: Talker, text: string, wish: Wish = {}) {
  return v.parse(commands['search.messages'].reply, await talker.ok('search.messages', { text, ...wish }))
}

async function bodies(talker: Talker, text: string, wish: Wish = {}): Promise<string[]> {
  const { hits } = await search(talker, text, wish)
  return hits.map(({ line }) => line.body ?? 'erased')
}

/** The index follows the log by itself: asks again until `count` messages are found. */
async function finds(talker: Talker, text: string, count: number, wish: Wish = {}): Promise<string[]> {
  for (;;) {
    const found = await bodies(talker, text, wish)
    if (found.length >= count) return found
  }
}

test('[features] words of one and two signs, mixed, phrase, beginning; newest first, as they stand in the log', async () => {
  const ada = await Talker.guest(server, 'ada of search')
  const room = await ada.joins('search-words')
  for (const body of ['去茶馆喝茶', '茶在馆子里', '我用 Bun 写代码', '<b>1 < 2 && "a"</b>', 'Release notes 茶馆']) {
    await ada.posts(room, body)
  }
  expect(await finds(ada, '茶', 3)).toEqual(['Release notes 茶馆', '茶在馆子里', '去茶馆喝茶'])
  expect(await bodies(ada, '茶馆')).toEqual(['Release notes 茶馆', '去茶馆喝茶'])
  expect(await bodies(ada, 'ＲＥＬ 茶馆 ')).toEqual([])
  expect(await bodies(ada, 'ＲＥＬ* 茶馆')).toEqual(['Release notes 茶馆'])
  expect(await bodies(ada, '"release notes"')).toEqual(['Release notes 茶馆'])
  expect(await bodies(ada, '"notes release"')).toEqual([])
  expect(await bodies(ada, '用bun')).toEqual(['我用 Bun 写代码'])
  expect(await bodies(ada, '用 bun 码')).toEqual(['我用 Bun 写代码'])
  // [T-34] As typed, everywhere.
  expect(await bodies(ada, 'a b')).toEqual(['<b>1 < 2 && "a"</b>'])
  expect((await search(ada, '「茶馆」 REL')).marks).toEqual(['茶馆', 'rel'])
})

test('[T-5] only joined rooms; a word that stands only in another room has no hit, and naming that room is not_found', async () => {
  const [ada, bob] = [await Talker.guest(server, 'ada of two rooms'), await Talker.guest(server, 'bob of two rooms')]
  const here = await ada.joins('search-here')
  const there = await bob.joins('search-there')
  await ada.posts(here, 'a shared word')
  await bob.posts(there, 'a shared word, and onlythere')
  expect(await finds(bob, 'shared', 1)).toEqual(['a shared word, and onlythere'])
  expect(await finds(ada, 'shared', 1)).toEqual(['a shared word'])
  expect(await bodies(ada, 'onlythere')).toEqual([])
  for (const rooms of [[there], [here, there], ['r000000000000']]) {
    expect(await ada.refusal('search.messages', { text: 'shared', rooms })).toBe('not_found')
  }
  // The positive control, and the way out again.
  await ada.joins('search-there')
  expect(await bodies(ada, 'shared')).toHaveLength(2)
  expect(await bodies(ada, 'onlythere', { rooms: [there] })).toHaveLength(1)
  await ada.ok('room.leave', { room: there })
  expect(await bodies(ada, 'onlythere')).toEqual([])
  expect(await ada.refusal('search.messages', { text: 'shared', rooms: [there] })).toBe('not_found')
})

test('person, time and link narrow it; pages follow each other over rooms without a hole or a repeat', async () => {
  const [ada, bob] = [await Talker.guest(server, 'ada of pages'), await Talker.guest(server, 'bob of pages')]
  const rooms = [await ada.joins('search-page-1'), await ada.joins('search-page-2'), await ada.joins('search-page-3')]
  const mine = await bob.joins('search-page-1')
  const said: string[] = []
  for (let at = 0; at < 40; at++) {
    const body = `paged ${at}${at % 10 === 0 ? ' https://example.com/x' : ''}`
    if (at % 4 === 3) await bob.posts(mine, body)
    else await ada.posts(rooms[at % 4] ?? '', body)
    said.push(body)
  }
  await finds(ada, 'paged', 40)
  const all: { at: number; body: string; key: string }[] = []
  let before: string | undefined
  do {
    const page = await search(ada, 'paged', { limit: 7, ...(before ? { before } : {}) })
    for (const { room, line } of page.hits)
      all.push({ at: line.at, body: line.body ?? 'erased', key: `${room} ${line.seq}` })
    before = page.next
  } while (before)
  expect(all.map(({ body }) => body).toSorted()).toEqual(said.toSorted())
  expect(new Set(all.map(({ key }) => key)).size).toBe(40)
  expect(all.map(({ at }) => at)).toEqual(all.map(({ at }) => at).toSorted((one, other) => other - one))
  expect(await bodies(ada, '', { has: 'link' })).toHaveLength(4)
  const { hits } = await search(bob, 'paged', { limit: 50 })
  const byBob = hits.find(({ line }) => line.by.name === 'bob of pages')?.line.by.id
  if (!byBob) throw new Error('bob said nothing')
  expect(await bodies(ada, 'paged', { by: byBob })).toHaveLength(10)
  expect(await bodies(ada, '', { by: byBob, rooms: [mine] })).toHaveLength(10)
  const middle = all[20]?.at ?? 0
  const [old, young] = [
    await bodies(ada, 'paged', { to_ms: middle - 1 }),
    await bodies(ada, 'paged', { from_ms: middle }),
  ]
  expect([...young, ...old]).toEqual(all.map(({ body }) => body))
})

test('[T-67] [T-65] hostile questions find what is typed, and every bound has its refusal', async () => {
  const ada = await Talker.guest(server, 'ada of hostile search')
  const room = await ada.joins('search-hostile')
  await ada.posts(room, 'a OR b NEAR c body x 100% under_score')
  await finds(ada, 'near', 1)
  for (const text of [
    '"*',
    'NEAR(',
    'body:x',
    'a OR b',
    '%_',
    "' or 1=1 --",
    '{words}: a',
    '^a',
    'a AND',
    '-',
    '\u0301',
  ]) {
    expect(['ok', 'empty']).toContain(String(await ada.refusal('search.messages', { text })))
  }
  expect(await bodies(ada, 'a OR zzz ')).toEqual([])
  expect(await bodies(ada, 'a OR b ')).toHaveLength(1)
  expect(await ada.refusal('search.messages', { text: '' })).toBe('empty')
  expect(await ada.refusal('search.messages', { text: '，。！' })).toBe('empty')
  expect(await ada.refusal('search.messages', { text: '茶'.repeat(201) })).toBe('too_long')
  expect(await ada.refusal('search.messages', { text: 'a '.repeat(17) })).toBe('too_many')
  expect(await ada.refusal('search.messages', { text: '\ud800' })).toBe('bad_text')
  expect(await ada.refusal('search.messages', { text: 'x', before: '1.x.2' })).toBe('bad_field')
  expect(await ada.refusal('search.messages', { text: 'x', limit: 51 })).toBe('bad_field')
  expect(await ada.refusal('search.messages', { text: '茶'.repeat(200) })).toBe('ok')
})

test('[P-7] an edited message is found by its new words only, an erased one by none; nothing of it is left in the index', async () => {
  const ada = await Talker.guest(server, 'ada of changes')
  const room = await ada.joins('search-changes')
  const ids = []
  for (const body of ['firstwords stay', 'secondwords go', 'thirdwords 机密茶 change']) {
    ids.push(Number((await ada.posts(room, body))['seq']))
  }
  const change = (name: 'message.edit' | 'message.erase', message: number | undefined, more: object) =>
    ada.ok(name, { room, cid: crypto.randomUUID(), message, ...more })
  await finds(ada, 'thirdwords', 1)
  await change('message.edit', ids[2], { body: 'fourthwords 新茶 change' })
  expect(await finds(ada, 'fourthwords', 1)).toHaveLength(1)
  const { hits } = await search(ada, '新茶')
  expect(hits.map(({ line }) => line.now?.edited?.body)).toEqual(['fourthwords 新茶 change'])
  expect(await bodies(ada, 'thirdwords')).toEqual([])
  expect(await bodies(ada, '机密')).toEqual([])
  // At once: the erasing transaction takes it out, no indexer has to come by.
  await change('message.erase', ids[1], { how: 'delete' })
  expect(await bodies(ada, 'secondwords')).toEqual([])
  await change('message.erase', ids[2], { how: 'recall' })
  expect(await bodies(ada, 'fourthwords')).toEqual([])
  expect(await bodies(ada, '茶')).toEqual([])
  expect(await bodies(ada, 'firstwords')).toEqual(['firstwords stay'])
  // Not indexed yet when it is erased: it never gets there. What comes after it does.
  const late = await ada.posts(room, 'latewords gone')
  await change('message.erase', Number(late['seq']), { how: 'recall' })
  await ada.posts(room, 'afterwards seen')
  await finds(ada, 'afterwards', 1)
  expect(await bodies(ada, 'latewords')).toEqual([])
})

test('[P-20] the index goes on after a kill, and everything said before it is found once', async () => {
  const ada = await Talker.guest(server, 'ada of kills')
  const room = await ada.joins('search-kills')
  await Promise.all(Array.from({ length: 300 }, (_, at) => ada.posts(room, `killed ${at}`)))
  await server.kill()
  await server.start()
  const bob = await Talker.guest(server, 'bob of kills')
  await bob.joins('search-kills')
  await finds(bob, 'killed 299', 1)
  let [count, before]: [number, string | undefined] = [0, undefined]
  do {
    const page = await search(bob, 'killed ', before ? { before } : {})
    count += page.hits.length
    before = page.next
  } while (before)
  expect(count).toBe(300)
})

test('[limits] a person who asks too often is told when to ask again', async () => {
  await using slow = await startServer({ env: { CLASSIC: 'off' } })
  const ada = await Talker.guest(slow, 'ada of haste')
  await ada.joins('search-haste')
  const answers = await Promise.all(Array.from({ length: 6 }, () => ada.ask('search.messages', { text: 'x' })))
  expect(answers.map(({ kind }) => kind)).toEqual(['ok', 'ok', 'ok', 'ok', 'ok', 'no'])
  expect(answers.at(-1)?.body).toMatchObject({ code: 'rate_limited', retry_after_ms: expect.any(Number) })
})

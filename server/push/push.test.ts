import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'bun:test'
import type { Caller } from '#server/accounts/caller.ts'
import { Principal } from '#server/accounts/principals.ts'
import { nextTurn } from '#server/kit/clock.ts'
import { FakeClock } from '#tests/kit/fake-clock.ts'
import { openLogHouse } from '#tests/kit/log-house.ts'
import { PushReceiver, readVapid, startPushService } from '#tests/kit/push-service.ts'
import type { Post } from './guarded-post.ts'
import { createPush, type Push } from './index.ts'
import { keysOf } from './push-keys.ts'

const keys = keysOf(Buffer.alloc(32, 7))
if (!keys) throw new Error('no keys')
const clock = new FakeClock()
const service = startPushService()
let house: Awaited<ReturnType<typeof openLogHouse>>
let push: Push
let made = 0

beforeAll(async () => {
  house = await openLogHouse({ clock })
})
afterAll(async () => {
  await Promise.all([house.close(), service.stop()])
})
beforeEach(() => {
  push = open()
})
afterEach(async () => {
  await push.settled()
  push.stop()
  service.heard.length = 0
  await house.storage.write(async ({ sql }) => void (await sql`delete from push_subscriptions`))
})

const failed: unknown[] = []
function open(post?: Post): Push {
  const diary = { warn() {}, error: (_event: string, fields?: object) => void failed.push(fields) }
  const settings = { contact: 'mailto:ada@example.com', allowPrivate: true, afterMs: 8_000 }
  const { storage, log } = house
  return createPush({ storage, log, clock, diary, keys, push: settings, ...(post && { post }) })
}

type Level = 'all' | 'mentions' | 'none' | null
type RoomOptions = { kind?: 'room' | 'chat'; access?: 'open' | 'link' | 'private'; title?: string }

async function openRoom({ kind = 'room', access = 'link', title = 'Tea' }: RoomOptions = {}) {
  const id = `r${String(++made).padStart(12, '0')}`
  await house.storage.write(async (tx) => {
    await tx.sql`
      insert into rooms (id, name, name_key, title, created_ms, kind, access)
      values (${id}, ${id}, ${id}, ${title}, ${1}, ${kind}, ${access})`
    await house.log.begin(tx, id, 'aaaaaaaaaaaa', clock.nowMs())
  })
  let head = 0
  return {
    id,
    async says(by: string, body: string, { to = [] }: { to?: readonly string[] } = {}): Promise<number> {
      const wire = JSON.stringify({
        type: 'message.posted',
        by: { id: by, name: by, look: 1 },
        cid: `c${++made}`,
        body,
      })
      const event = { type: 'message.posted', author: by, cid: `c${made}`, checkHash: '', atMs: clock.nowMs(), wire }
      const { seq, at } = await house.storage.write(async (tx) => {
        const stored = await house.log.announce(tx, id, event)
        for (const one of to)
          await tx.sql`insert into mentions (principal_id, room_id, seq) values (${one}, ${id}, ${stored.seq})`
        return stored
      })
      head = seq
      push.hear(new Map([[id, { head: seq, lines: seq, at }]]))
      return seq
    },
    async reads(who: string, seq = head) {
      await change`update seats set read_seq = ${seq} where principal_id = ${who} and room_id = ${id}`
      await change`delete from mentions where principal_id = ${who} and room_id = ${id} and seq <= ${seq}`
    },
    async seats(who: string, level: Level = null) {
      await change`
        insert into seats (principal_id, room_id, level, read_seq, read_lines, told_seq, since_ms)
        values (${who}, ${id}, ${level}, ${head}, ${0}, ${0}, ${1})`
      if (access === 'private')
        await change`insert into members (room_id, principal_id, role, since_ms) values (${id}, ${who}, ${'member'}, ${1})`
    },
  }
}

type Values = readonly (string | number | null)[]
const change = (text: TemplateStringsArray, ...values: Values): Promise<void> =>
  house.storage.write(async ({ sql }) => void (await sql(text, ...values)))
const count = async (endpoint: string): Promise<number> => {
  const rows = await house.storage.read<object[]>`select endpoint from push_subscriptions where endpoint = ${endpoint}`
  return rows.length
}

/** Somebody with a session. */
async function person(name: string): Promise<Caller> {
  const id = `p-${name}-${++made}`
  await change`
    insert into principals (id, kind, name, name_key, look, entered, created_ms, seen_ms)
    values (${id}, ${'guest'}, ${name}, ${id}, ${1}, ${1}, ${1}, ${1})`
  await change`insert into sessions (token_hash, principal_id, created_ms, seen_ms) values (${id}, ${id}, ${1}, ${1})`
  const principal = new Principal({ id, kind: 'guest', name, look: 1, entered: true, seenMs: 1 })
  const connection = { id: 'c', joined: [], leavesAtOnce: false, close() {}, send: () => true }
  return { principal, connection } as unknown as Caller
}

/** A browser of theirs. */
async function subscribes(caller: Caller, options: { show?: 'full' | 'hidden'; locale?: 'zh-CN' | 'en' } = {}) {
  const receiver = new PushReceiver()
  const endpoint = `${service.url}/${caller.principal.id}/${++made}`
  const { show = 'full', locale = 'en' } = options
  await push.handlers['push.subscribe'].handle(caller, { endpoint, ...receiver.keys, show, locale })
  return { endpoint, opens: (body: Buffer) => receiver.opens(body) as Record<string, unknown> }
}

/** Lets time pass, and what is due be sent. */
async function passes(ms: number): Promise<void> {
  clock.move(ms)
  await push.settled()
}
const bodies = (browser: { opens(body: Buffer): Record<string, unknown> }) =>
  service.heard.map(({ body }) => browser.opens(body)['body'])

test('what is for somebody and is not read within 8 s is pushed, sealed and signed, once', async () => {
  const [room, ada] = [await openRoom({ title: 'Tea house' }), await person('Ada')]
  await room.seats(ada.principal.id)
  const browser = await subscribes(ada)
  await room.says('Bob', 'nobody is meant')
  const seq = await room.says('Bob', '@Ada come, ||it is green|| **tea**', { to: [ada.principal.id] })
  await passes(8_000)
  expect(service.heard).toEqual([])
  await passes(1_000)
  expect(service.heard.length).toBe(1)
  const [{ headers, body, path } = service.heard[0] ?? { headers: new Headers(), body: Buffer.alloc(0), path: '' }] =
    service.heard
  expect(browser.opens(body)).toEqual({
    title: 'Bob · Tea house',
    body: '@Ada come, [spoiler] tea',
    room: room.id,
    id: room.id,
    seq,
    tag: `teahouse ${room.id}`,
    lang: 'en',
    badge: 1,
  })
  expect(path).toBe(new URL(browser.endpoint).pathname)
  expect(Object.fromEntries(headers)).toMatchObject({ ttl: '86400', urgency: 'high', 'content-encoding': 'aes128gcm' })
  expect(headers.get('topic')).toMatch(/^[\w-]{32}$/)
  const { key, claims } = readVapid(headers)
  expect(key).toBe(keys.publicKey)
  expect(claims).toMatchObject({ aud: service.url, sub: 'mailto:ada@example.com' })
  expect(Number(claims['exp'])).toBeLessThanOrEqual(clock.nowMs() / 1_000 + 24 * 3_600)
  await passes(60_000)
  expect(service.heard.length).toBe(1)
})

test('what was read in time is not pushed; nor is what one says oneself, nor what somebody says whom one ignores', async () => {
  const [room, ada, bob] = [await openRoom(), await person('Ada'), await person('Bob')]
  for (const { principal } of [ada, bob]) await room.seats(principal.id, 'all')
  const browsers = [await subscribes(ada), await subscribes(bob)]
  await change`
    insert into person_marks (principal_id, other_id, ignored, refused) values (${bob.principal.id}, ${'Eve'}, ${1}, ${0})`
  await room.says(ada.principal.id, 'mine')
  await room.reads(bob.principal.id)
  await room.says('Eve', 'heard by Ada alone')
  await passes(9_000)
  expect(service.heard.length).toBe(1)
  expect(bodies(browsers[0] ?? { opens: () => ({}) })).toEqual(['heard by Ada alone'])
})

test('who wants not to be disturbed is not pushed to, wherever that was said, and is again afterwards', async () => {
  const [room, ada, bob] = [await openRoom(), await person('Ada'), await person('Bob')]
  for (const { principal } of [ada, bob]) await room.seats(principal.id, 'all')
  for (const one of [ada, bob]) await subscribes(one)
  const quiet = (value: string) => change`
    insert into person_settings (principal_id, name, value, version, chosen_ms)
    values (${bob.principal.id}, ${'quiet'}, ${value}, ${1}, ${1})
    on conflict (principal_id, name) do update set value = excluded.value`
  await quiet('on')
  await room.says('Eve', 'heard by Ada alone')
  await passes(9_000)
  expect(service.heard.map(({ path }) => path.split('/')[1])).toEqual([ada.principal.id])
  await quiet('off')
  await room.says('Eve', 'heard by both')
  await passes(60_000)
  expect(service.heard.filter(({ path }) => path.includes(bob.principal.id))).toHaveLength(1)
})

test('levels: all, mentions, none; in a chat all is the default, and its people are named alone', async () => {
  const [room, chat] = [await openRoom(), await openRoom({ kind: 'chat', access: 'private' })]
  const [loud, plain, silent] = [await person('Loud'), await person('Plain'), await person('Silent')]
  await room.seats(loud.principal.id, 'all')
  await room.seats(plain.principal.id)
  await room.seats(silent.principal.id, 'none')
  await chat.seats(plain.principal.id)
  await chat.seats(silent.principal.id, 'none')
  const browser = await subscribes(plain, { locale: 'zh-CN' })
  for (const one of [loud, silent]) await subscribes(one)
  await room.says('Bob', 'to nobody', { to: [silent.principal.id] })
  await chat.says('Bob', 'to you')
  await passes(9_000)
  const heard = service.heard.map(({ path }) => path.split('/')[1]).toSorted()
  expect(heard).toEqual([loud.principal.id, plain.principal.id].toSorted())
  const own = service.heard.find(({ path }) => path.includes(plain.principal.id))
  expect(browser.opens(own?.body ?? Buffer.alloc(0))).toMatchObject({ title: 'Bob', body: 'to you', lang: 'zh-CN' })
})

test('@all is for everybody in the room who wants to hear of it at all', async () => {
  const room = await openRoom()
  const [ada, deaf] = [await person('Ada'), await person('Deaf')]
  await room.seats(ada.principal.id)
  await room.seats(deaf.principal.id, 'none')
  for (const one of [ada, deaf]) await subscribes(one)
  await room.says('Bob', '@all hear', { to: [''] })
  await passes(9_000)
  expect(service.heard.map(({ path }) => path.split('/')[1])).toEqual([ada.principal.id])
})

test('one push a room in 30 s: what comes meanwhile is told then, as a number, and without words where they are hidden', async () => {
  const [room, other, ada] = [await openRoom({ title: '茶' }), await openRoom(), await person('Ada')]
  for (const one of [room, other]) await one.seats(ada.principal.id, 'all')
  const browser = await subscribes(ada, { show: 'hidden', locale: 'zh-CN' })
  await room.says('Bob', 'secret 1')
  await passes(9_000)
  for (let at = 2; at <= 4; at++) {
    await room.says('Bob', `secret ${at}`, at === 4 ? { to: [ada.principal.id] } : {})
    await passes(2_000)
  }
  await other.says('Bob', 'elsewhere')
  await passes(9_000)
  expect(bodies(browser)).toEqual(['发来了新消息', '发来了新消息'])
  await passes(15_000)
  expect(bodies(browser).slice(2)).toEqual(['3 条新消息，1 条提到你'])
  expect(new Set(service.heard.map(({ headers }) => headers.get('topic'))).size).toBe(2)
  expect(service.heard.every(({ body }) => !body.includes('secret'))).toBe(true)
})

test('a push service does not learn who is in one room with whom', async () => {
  const room = await openRoom()
  for (const one of [await person('Ada'), await person('Bob')]) {
    await room.seats(one.principal.id, 'all')
    await subscribes(one)
  }
  await room.says('Cleo', 'to both')
  await passes(9_000)
  const said = service.heard.map(({ headers }) => [headers.get('topic'), headers.get('urgency')])
  expect(said.map(([, urgency]) => urgency)).toEqual(['normal', 'normal'])
  expect(new Set(said.map(([topic]) => topic)).size).toBe(2)
})

test('[T-7] [P-27] the right to read, the read mark and the words are looked at again when it is sent', async () => {
  const ada = await person('Ada')
  const browser = await subscribes(ada)
  const banned = await openRoom()
  const removed = await openRoom({ access: 'private' })
  const quit = await openRoom()
  const kept = await openRoom()
  const erased = await openRoom()
  for (const room of [banned, removed, quit, kept, erased]) {
    await room.seats(ada.principal.id, 'all')
    await room.says('Bob', 'was said')
  }
  await change`
    insert into bans (room_id, principal_id, by_id, at_ms, was_member) values (${banned.id}, ${ada.principal.id}, ${'x'}, ${1}, ${0})`
  await change`delete from members where room_id = ${removed.id}`
  await change`delete from seats where room_id = ${quit.id}`
  await change`
    update events set wire = ${'{"type":"message.posted","erased":2}'} where room_id = ${erased.id}`
  await passes(9_000)
  expect(service.heard.map(({ body }) => browser.opens(body)['room'])).toEqual([kept.id])

  // Also before each further try.
  service.answers({ status: 503 })
  await kept.says('Bob', 'tried once')
  await passes(45_000)
  const before = service.heard.length
  expect(before).toBe(2)
  await kept.reads(ada.principal.id)
  await passes(120_000)
  expect(service.heard.length).toBe(before)
})

test('[T-74] 404 and 410 drop an address at once, 429 and 5xx are tried again when the service says so, other refusals are counted', async () => {
  const ada = await person('Ada')
  const browser = await subscribes(ada)
  const told = async (status: number, headers = {}) => {
    const room = await openRoom()
    await room.seats(ada.principal.id, 'all')
    service.answers({ status, headers })
    await room.says('Bob', `${status}`)
    await passes(9_000)
  }
  await told(429, { 'Retry-After': '20' })
  await passes(15_000)
  expect(service.heard.length).toBe(1)
  await passes(6_000)
  expect(service.heard.length).toBe(2)
  for (let times = 0; times < 19; times++) await told(403)
  expect(await count(browser.endpoint)).toBe(1)
  await told(403)
  expect(await count(browser.endpoint)).toBe(0)

  for (const status of [404, 410]) {
    const other = await subscribes(ada)
    await told(status)
    expect([status, await count(other.endpoint)]).toEqual([status, 0])
  }
})

test('[T-74] at most ten browsers a person, the oldest goes; an address belongs to whoever has its keys, and only its owner ends it', async () => {
  const [ada, eve] = [await person('Ada'), await person('Eve')]
  const first = await subscribes(ada)
  for (let at = 0; at < 9; at++) {
    clock.move(1_000)
    await subscribes(ada)
  }
  expect(await count(first.endpoint)).toBe(1)
  clock.move(1_000)
  const last = await subscribes(ada)
  expect([await count(first.endpoint), await count(last.endpoint)]).toEqual([0, 1])

  const { subscribe, unsubscribe } = {
    subscribe: push.handlers['push.subscribe'].handle,
    unsubscribe: push.handlers['push.unsubscribe'].handle,
  }
  await unsubscribe(eve, { endpoint: last.endpoint })
  expect(await count(last.endpoint)).toBe(1)
  const stolen = { endpoint: last.endpoint, ...new PushReceiver().keys, show: 'full', locale: 'en' } as const
  expect(await Promise.resolve(subscribe(eve, stolen)).catch(String)).toContain('bad_field')
  await unsubscribe(ada, { endpoint: last.endpoint })
  expect(await count(last.endpoint)).toBe(0)
})

test('[T-12] nothing is pushed to whoever has no session any more, and what they left is swept', async () => {
  const [room, ada] = [await openRoom(), await person('Ada')]
  await room.seats(ada.principal.id, 'all')
  const { endpoint } = await subscribes(ada)
  await room.says('Bob', 'gone')
  await change`delete from sessions where principal_id = ${ada.principal.id}`
  await passes(9_000)
  expect(service.heard).toEqual([])
  expect(await count(endpoint)).toBe(1)
  await push.ended.sweep()
  expect(await count(endpoint)).toBe(0)
  // Who is deleted is gone with all of it, in that transaction.
  const bob = await person('Bob')
  const other = await subscribes(bob)
  await change`delete from sessions where principal_id = ${bob.principal.id}`
  await change`delete from principals where id = ${bob.principal.id}`
  expect(await count(other.endpoint)).toBe(0)
})

test('a server that starts tells what was said in the last minute, and nothing older', async () => {
  const [room, ada] = [await openRoom(), await person('Ada')]
  await room.seats(ada.principal.id, 'all')
  const browser = await subscribes(ada)
  await room.says('Bob', 'long ago')
  clock.move(61_000)
  push.stop()
  await room.says('Bob', 'just now')
  push = open()
  await push.start()
  await passes(8_000)
  expect(bodies(browser)).toEqual(['just now'])
  expect(failed).toEqual([])
})

test('[T-74] addresses that give no answer hold up nobody but who subscribed them', async () => {
  const heard: string[] = []
  const hanging: (() => void)[] = []
  push.stop()
  push = open(async ({ pathname }) => {
    if (!pathname.includes('Eve')) heard.push(pathname)
    else await new Promise<void>((_answer, fail) => void hanging.push(() => fail(new Error('no answer in time'))))
    return { status: 201, retryAfterMs: null }
  })
  const many = await Promise.all(Array.from({ length: 12 }, (_, n) => person(`Eve${n}`)))
  const ada = await person('Ada')
  const rooms = await Promise.all(Array.from({ length: 6 }, () => openRoom()))
  for (const eve of many) {
    for (let n = 0; n < 3; n++) await subscribes(eve)
    for (const room of rooms) await room.seats(eve.principal.id, 'all')
  }
  await subscribes(ada)
  const [last] = rooms.toReversed()
  await last?.seats(ada.principal.id, 'all')
  for (const room of rooms) await room.says('Bob', 'tea')
  clock.move(9_000)
  for (let turn = 0; heard.length === 0 && turn < 2_000; turn++) {
    await push.sweep()
    await nextTurn()
  }
  expect(heard).toHaveLength(1)
  push.stop()
  while (hanging.length > 0) {
    for (const fail of hanging.splice(0)) fail()
    await nextTurn()
  }
})

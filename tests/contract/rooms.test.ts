import { Database } from 'bun:sqlite'
import { afterAll, beforeAll, expect, test } from 'bun:test'
import path from 'node:path'
import * as v from 'valibot'
import { commands } from '#protocol/index.ts'
import { limits } from '#protocol/limits.ts'
import { nameless } from '#protocol/nameless.ts'
import { newToken } from '#tests/kit/guest.ts'
import { startServer, type TestServer } from '#tests/kit/server.ts'
import { cid, governs, letsIn, makes, pushesOf } from './room-talk.ts'
import { Talker } from './talker.ts'

let server: TestServer
beforeAll(async () => {
  server = await startServer({
    env: { CLASSIC: 'off', LIMIT_SEARCHES_BURST: '100000', LIMIT_SEARCHES_PER_SECOND: '100000' },
  })
})
afterAll(() => server.dispose())

let people = 0
const guest = (name: string) => Talker.guest(server, `${name} ${++people}`)

const wish = () => ({ cid: cid(), title: ' 茶  与 bread ', topic: 'about tea', accent: 40, access: 'open' as const })

test('[HOUSE-11] a room is made once, however often it is asked for; whoever makes it owns it', async () => {
  const ada = await guest('ada')
  const wanted = wish()
  const room = await makes(ada, wanted)
  const told = { name: '茶-与-bread', title: '茶 与 bread', topic: 'about tea', accent: 40, access: 'open' }
  expect(room).toMatchObject(told)
  expect(room.owner?.id).toBe(ada.id)
  expect(await makes(ada, wanted)).toEqual(room)
  const [one, other] = await Promise.all([ada.ok('room.make', wanted), ada.ok('room.make', wanted)])
  expect(one).toEqual(other)
  expect((await makes(ada, { ...wanted, cid: cid() })).name).toBe('茶-与-bread-2')
  const taken = await ada.ask('room.make', { ...wanted, cid: cid(), name: '茶-与-Bread' })
  expect(taken.body).toEqual({ code: 'name_taken', suggestion: '茶-与-Bread-3' })
  expect(await ada.ok('room.join', { room: room.id })).toMatchObject({ role: 'owner', room })
  // Of a title without a letter no address can be made.
  expect((await makes(ada, { title: '🍵', access: 'open' })).name).toMatch(/^~/)
})

test('[P-5] the same cid with another wish is a conflict, and changes nothing', async () => {
  const ada = await guest('ada')
  const wanted = { ...wish(), title: 'Conflict' }
  const room = await makes(ada, wanted)
  const others = [{ title: 'Other' }, { topic: 'other' }, { accent: 41 }, { access: 'link' }, { name: 'other-name' }]
  const codes = []
  for (const other of others) codes.push(await ada.refusal('room.make', { ...wanted, ...other }))
  expect(codes).toEqual(others.map(() => 'client_id_conflict'))
  expect(await makes(ada, wanted)).toEqual(room)
  // What was changed since then is no other wish.
  await ada.ok('room.change', { room: room.id, cid: cid(), topic: 'later' })
  expect((await makes(ada, wanted)).topic).toBe('later')
  // The cid of another person is its own.
  const bob = await guest('bob')
  expect((await makes(bob, { ...wanted, title: 'Mine' })).id).not.toBe(room.id)
})

test('[T-80] [T-49] addresses: pattern, reserved words, look-alikes; nobody chooses one with a ~', async () => {
  const ada = await guest('ada')
  const make = (name: string) => ada.refusal('room.make', { ...wish(), name })
  for (const name of ['../etc', 'api', 'a/b', '%2f', '~0123456789ab', '~', '', '<b>'])
    expect(await make(name)).toBe('name_invalid')
  expect(await make('x'.repeat(49))).toBe('too_long')
  const { name } = await makes(ada, { title: 'room of rn', access: 'open', name: 'corner-80' })
  expect(name).toBe('corner-80')
  expect(await make('comer-80')).toBe('name_taken')
  const given = await makes(ada, { access: 'link' })
  for (const tried of [given.name.toUpperCase(), `${given.name} `, '~', '~../../etc', `~${'x'.repeat(5_000)}`])
    expect(await ada.refusal('room.open', { name: tried })).toBe('not_found')
  expect(await (await guest('bob')).refusal('room.open', { name: given.name })).toBe('ok')
  const wrong = { title: '\u200b', topic: 'x'.repeat(251), accent: 360, access: 'secret' }
  const codes = []
  for (const [field, value] of Object.entries(wrong))
    codes.push(await ada.refusal('room.make', { ...wish(), [field]: value }))
  expect(codes).toEqual(['name_invalid', 'too_long', 'bad_field', 'bad_field'])
  expect((await ada.ask('room.make', { ...wish(), access: 'link', name: 'x' })).body).toEqual({
    code: 'bad_field',
    field: 'name',
  })
})

test('[T-1] [T-3] a private room is the same as none, for whoever is not in it: words, status, time', async () => {
  const [ada, eve] = [await guest('ada'), await guest('eve')]
  const token = await newToken(server.url)
  const room = await makes(ada)
  expect(room.name).toMatch(/^~[0-9a-hjkmnp-tv-z]{12}$/)
  const none = { id: 'r000000000000', name: '~000000000000' }
  const export_ = async (id: string) => {
    const headers = { Authorization: `Bearer ${token}` }
    const response = await fetch(`${server.url}/api/rooms/${id}/export.html`, { headers })
    return { status: response.status, body: await response.text() }
  }
  expect(await export_(room.id)).toEqual(await export_(none.id))
  const asked: [string, (at: typeof none) => unknown][] = [
    ['room.open', ({ name }) => ({ name })],
    ['room.join', ({ id }) => ({ room: id })],
    ['room.join', ({ id }) => ({ room: id, after: 0, epoch: 'aaaaaaaaaaaa' })],
    ['room.history', ({ id }) => ({ room: id })],
    ['room.members', ({ id }) => ({ room: id })],
    ['message.get', ({ id }) => ({ room: id, messages: [1] })],
    ['message.post', ({ id }) => ({ room: id, cid: cid(), body: 'x' })],
    ['member.add', ({ id }) => ({ room: id, cid: cid(), person: eve.id })],
    ['room.quit', ({ id }) => ({ room: id, cid: cid() })],
    ['search.messages', ({ id }) => ({ rooms: [id], text: 'x' })],
  ]
  for (const [command, input] of asked)
    expect([command, await eve.ask(command, input(room))]).toEqual([command, await eve.ask(command, input(none))])
  // Positive control: the same by somebody who may.
  for (const [command, input] of asked.slice(0, 2)) expect(await ada.refusal(command, input(room))).toBe('ok')
  expect(
    await sameTime(
      () => eve.ask('room.history', { room: room.id }),
      () => eve.ask('room.history', { room: none.id }),
    ),
  ).toBe(true)
})

/**
 * Medians of interleaved tries; the cheap version: wide enough for a busy machine, and still far below a second look-up.
 * `other` is measured twice: what the same differs from itself is the machine's.
 */
async function sameTime(one: () => Promise<unknown>, other: () => Promise<unknown>): Promise<boolean> {
  const took = async (work: () => Promise<unknown>) => {
    const from = performance.now()
    await work()
    return performance.now() - from
  }
  const times: [number, number, number][] = []
  for (let n = 0; n < 300; n++) times.push([await took(other), await took(one), await took(other)])
  const median = (at: 0 | 1 | 2) => times.map((tries) => tries[at]).toSorted((a, b) => a - b)[150] ?? 0
  const [before, now, after] = [median(0), median(1), median(2)]
  const same = Math.min(Math.abs(now - before), Math.abs(now - after))
  return same < 0.3 * Math.max(now, before, after) + Math.abs(before - after)
}

test('[T-2] a message of one room is not to be had through another', async () => {
  const [ada, eve] = [await guest('ada'), await guest('eve')]
  const secret = await makes(ada)
  for (let n = 0; n < 3; n++) await ada.posts(secret.id, `secret ${n}`)
  const open = await makes(eve, { access: 'link' })
  await eve.posts(open.id, 'own')
  const at = (message: number) => ({ room: open.id, cid: cid(), message })
  for (const message of [2, 3, 99]) {
    expect(await eve.refusal('message.react', { ...at(message), kind: '👍', on: true })).toBe('not_found')
    expect(await eve.refusal('message.pin', { ...at(message), on: true })).toBe('not_found')
    expect(await eve.refusal('message.post', { room: open.id, cid: cid(), body: 'x', re: message })).toBe('not_found')
    const from = { room: secret.id, message }
    expect(await eve.refusal('message.forward', { room: open.id, cid: cid(), from })).toBe('not_found')
  }
  expect(await eve.refusal('message.react', { ...at(1), kind: '👍', on: true })).toBe('ok')
})

test('[T-4] [T-14] the directory has open rooms alone; members and bans are told to whom they concern', async () => {
  const [ada, bob] = [await guest('ada'), await guest('bob')]
  const open = await makes(ada, { access: 'open', title: 'Ｏolong of the directory', topic: '50%_off!' })
  const [link, secret] = [
    await makes(ada, { access: 'link', title: 'oolong link' }),
    await makes(ada, { title: 'oolong secret' }),
  ]
  await letsIn(ada, open, bob)
  await ada.posts(open.id, 'x')
  const looker = await Talker.looker(server)
  const find = async (text: string) =>
    v.parse(commands['room.directory'].reply, await looker.ok('room.directory', { text })).rooms
  expect((await find('OOLONG')).map(({ room }) => room.id)).toEqual([open.id])
  expect((await find('oolong'))[0]).toMatchObject({ room: open, people: 2 })
  for (const text of ['50%_off!', '%_off']) expect(await find(text)).toHaveLength(1)
  for (const text of ['50__off', 'o%g of', 'no such room']) expect(await find(text)).toEqual([])
  await ada.ok('room.change', { room: open.id, cid: cid(), access: 'link' })
  expect(await find('oolong')).toEqual([])

  await letsIn(ada, secret, bob)
  await governs(ada, 'member.ban', link.id, bob)
  const members = async (talker: Talker, room: string) =>
    v.parse(commands['room.members'].reply, await talker.ok('room.members', { room }))
  expect((await members(bob, secret.id)).members.map(({ person, role }) => [person.id, role]).toSorted()).toEqual(
    [
      [ada.id, 'owner'],
      [bob.id, 'member'],
    ].toSorted(),
  )
  expect(await members(bob, secret.id)).not.toHaveProperty('banned')
  expect((await members(ada, link.id)).banned).toMatchObject([{ person: { id: bob.id }, by: { id: ada.id } }])
  expect(await members(looker, link.id)).toMatchObject({ members: [{ person: { id: ada.id } }] })
  expect(await members(looker, link.id)).not.toHaveProperty('banned')
})

test('[T-5] [T-6] what was found before is found no more: search of all rooms, and a link to a message', async () => {
  const [ada, bob] = [await guest('ada'), await guest('bob')]
  const room = await makes(ada)
  await letsIn(ada, room, bob)
  const { seq } = await ada.posts(room.id, 'oolong')
  const hits = async () => (await bob.ok('search.messages', { text: 'oolong' }))['hits']
  for (let found = await hits(); JSON.stringify(found) === '[]'; found = await hits()) await bob.ok('heartbeat', {})
  expect(await bob.refusal('message.get', { room: room.id, messages: [seq] })).toBe('ok')
  await governs(ada, 'member.remove', room.id, bob)
  expect(await hits()).toEqual([])
  expect(await bob.refusal('message.get', { room: room.id, messages: [seq] })).toBe('not_found')
})

test('a room with people has an owner: who may go, and what becomes of the room', async () => {
  const [ada, bob] = [await guest('ada'), await guest('bob')]
  const room = await makes(ada)
  const quit = (talker: Talker, id = room.id) => talker.refusal('room.quit', { room: id, cid: cid() })
  await letsIn(ada, room, bob)
  expect(await quit(ada)).toBe('forbidden')
  expect(await governs(ada, 'member.hand_over', room.id, await guest('eve'))).toBe('not_found')
  const handing = { room: room.id, cid: cid(), person: bob.id }
  const handed = await ada.ok('member.hand_over', handing)
  // Again, though it is not ada's any more: the first answer.
  expect(await ada.ok('member.hand_over', handing)).toEqual({ ...handed, dup: true })
  expect(await ada.refusal('member.hand_over', { ...handing, person: ada.id })).toBe('client_id_conflict')
  expect(await ada.ok('room.join', { room: room.id })).toMatchObject({
    role: 'member',
    room: { owner: { id: bob.id } },
  })
  const quitting = { room: room.id, cid: cid() }
  expect(await ada.refusal('room.quit', quitting)).toBe('ok')
  expect(await ada.refusal('room.quit', quitting)).toBe('ok')
  expect(pushesOf(ada, 'out').at(-1)).toEqual({ room: room.id, how: 'left' })
  expect(await ada.refusal('room.join', { room: room.id })).toBe('not_found')
  expect(await quit(bob)).toBe('ok')
  expect(await bob.refusal('room.open', { name: room.name })).toBe('not_found')
})

test('[HOUSE-11] what is so already is answered with dup, and nothing new is told', async () => {
  const [ada, bob] = [await guest('ada'), await guest('bob')]
  const room = await makes(ada)
  const about = () => ({ room: room.id, cid: cid(), person: bob.id })
  const added = await ada.ok('member.add', about())
  expect(await ada.ok('member.add', about())).toEqual({ ...added, dup: true })
  const banned = await ada.ok('member.ban', about())
  expect(await ada.ok('member.ban', about())).toEqual({ ...banned, dup: true })
  expect(await ada.refusal('member.add', about())).toBe('banned')
  const same = { room: room.id, cid: cid(), title: 'Tea', topic: '', archived: false }
  expect(await ada.ok('room.change', same)).toMatchObject({ seq: 2, dup: true })
  expect(await ada.refusal('room.change', { room: room.id, cid: cid(), access: 'link' })).toBe('forbidden')
  const none = { ...about(), person: 'p0000000000000000' }
  for (const name of ['add', 'remove', 'ban', 'pardon', 'hand_over'])
    expect([name, await ada.refusal(`member.${name}`, { ...none, cid: cid() })]).toEqual([name, 'not_found'])
  expect((await ada.ok('room.history', { room: room.id }))['head']).toBe(2)
})

test('who only looks owns what it opened, and is shown as its owner when it has entered', async () => {
  const looker = await Talker.looker(server)
  const id = await looker.joins('opened-by-a-looker')
  expect(await looker.ok('room.join', { room: id })).toMatchObject({ role: 'owner' })
  const bob = await guest('bob')
  const open = async () =>
    v.parse(commands['room.open'].reply, await bob.ok('room.open', { name: 'opened-by-a-looker' }))
  expect((await open()).room).not.toHaveProperty('owner')
  await bob.ok('room.join', { room: id })
  await looker.ok('profile.set', { name: 'a looker of before', look: 1 })
  expect((await open()).room.owner?.id).toBe(looker.id)
  const joined = v.parse(commands['room.join'].reply, await bob.ok('room.join', { room: id }))
  expect(joined.room.owner).toEqual({ id: looker.id, name: 'a looker of before', look: 1 })
})

test('a room that is full of members, and a list that is full of rooms, take no more', async () => {
  const [ada, bob] = [await guest('ada'), await guest('bob')]
  const room = await makes(ada)
  const database = new Database(path.join(server.dataDir, 'teahouse.sqlite'))
  for (const pragma of ['busy_timeout = 5000', 'foreign_keys = off']) database.run(`pragma ${pragma}`)
  const fill = database.transaction((rooms: readonly string[], persons: readonly string[], role: string) => {
    for (const id of rooms)
      for (const person of persons)
        database.run('insert into members (room_id, principal_id, role, since_ms) values (?, ?, ?, 1)', [
          id,
          person,
          role,
        ])
  })
  const some = (count: number) => Array.from({ length: count }, (_, n) => `nobody ${n}`)
  fill([room.id], some(limits.members - 1), 'member')
  expect((await ada.ask('member.add', { room: room.id, cid: cid(), person: bob.id })).body).toEqual({
    code: 'too_many',
    limit: limits.members,
  })
  database.run("delete from members where principal_id like 'nobody %'")
  expect(await governs(ada, 'member.add', room.id, bob)).toBe('ok')
  fill(
    Array.from({ length: limits.listedRooms }, (_, n) => `r${n} of nobody`),
    [ada.id],
    'owner',
  )
  database.close()
  const full = { code: 'too_many', limit: limits.listedRooms }
  expect((await ada.ask('room.make', wish())).body).toEqual(full)
  // An address can be opened still: it is nobody's.
  const opened = v.parse(commands['room.open'].reply, await ada.ok('room.open', { name: 'nobody-s-own' }))
  expect(opened.room).not.toHaveProperty('owner')
})

test('[T-15] nobody is added to a room by somebody whom it refuses', async () => {
  const [ada, bob] = [await guest('ada'), await guest('bob')]
  const room = await makes(ada)
  await bob.ok('person.mark', { person: ada.id, refused: true })
  expect(await governs(ada, 'member.add', room.id, bob)).toBe('refused')
  await bob.ok('person.mark', { person: ada.id, refused: false })
  expect(await governs(ada, 'member.add', room.id, bob)).toBe('ok')
})

test('[P-1] [P-15] all of it holds over a kill', async () => {
  await using own = await startServer({ env: { CLASSIC: 'off' } })
  const tokens = [await newToken(own.url), await newToken(own.url), await newToken(own.url)]
  const come = async () => Promise.all(tokens.map((token) => Talker.looker(own, token)))
  const [ada, bob, eve] = await come()
  if (!ada || !bob || !eve) throw new Error('nobody came')
  for (const [at, talker] of [ada, bob, eve].entries()) await talker.ok('profile.set', { name: `kill ${at}`, look: 1 })
  const room = await makes(ada)
  for (const talker of [bob, eve]) await letsIn(ada, room, talker)
  await ada.ok('room.change', { room: room.id, cid: cid(), topic: 'after the kill' })
  expect(await governs(ada, 'member.ban', room.id, eve)).toBe('ok')
  await own.kill()
  await own.start()
  const [adaBack, bobBack, eveBack] = await come()
  expect(await adaBack?.ok('room.join', { room: room.id })).toMatchObject({
    role: 'owner',
    room: { topic: 'after the kill' },
  })
  expect(await bobBack?.ok('room.join', { room: room.id })).toMatchObject({ role: 'member' })
  expect(await eveBack?.refusal('room.join', { room: room.id })).toBe('not_found')
})

test('[P-7] a private room of who is deleted goes to the member of longest standing; with nobody left it is archived', async () => {
  const [ada, bob, cleo] = [await guest('ada'), await guest('bob'), await guest('cleo')]
  const [room, alone] = [await makes(ada), await makes(ada)]
  for (const talker of [cleo, bob]) await letsIn(ada, room, talker)
  const goes = async (talker: Talker) => {
    const seen = server.lines.length
    await talker.ok('me.delete', { cid: cid() })
    await server.logged('erased_own', seen, ({ principal }) => principal === talker.id)
  }
  const change = (talker: Talker, topic: string) => talker.refusal('room.change', { room: room.id, cid: cid(), topic })
  expect(await change(cleo, 'too early')).toBe('forbidden')
  await goes(ada)
  expect([await change(cleo, 'of cleo'), await change(bob, 'of bob')]).toEqual(['ok', 'forbidden'])
  const { notices, ...joined } = v.parse(
    v.object({
      role: v.string(),
      room: v.looseObject({ owner: v.looseObject({ id: v.string() }) }),
      notices: v.array(v.unknown()),
    }),
    await cleo.ok('room.join', { room: room.id }),
  )
  expect([joined.role, joined.room.owner.id]).toEqual(['owner', cleo.id])
  const by = { id: ada.id, name: nameless }
  expect(notices.slice(-3)).toMatchObject([
    { type: 'member.changed', how: 'owner', who: { id: cleo.id }, by },
    { type: 'member.changed', how: 'left', who: by, by },
    { type: 'room.changed', topic: 'of cleo' },
  ])
  // What was heard live is the same.
  await bob.hearsUpTo(Number((await bob.ok('room.join', { room: room.id }))['as_of']))
  expect(bob.events().filter((event) => event.type === 'member.changed' && event.how === 'owner')).toMatchObject([
    { who: { id: cleo.id }, by },
  ])
  await goes(cleo)
  expect(await change(bob, 'of bob')).toBe('ok')
  const database = new Database(path.join(server.dataDir, 'teahouse.sqlite'), { readonly: true })
  const archived = database.query<{ archived: number }, string>('select archived from rooms where id = ?')
  expect([archived.get(alone.id)?.archived, archived.get(room.id)?.archived]).toEqual([1, 0])
  database.close()
})

test('[P-7] [P-27] who is deleted leaves its rooms, and its name leaves their notices', async () => {
  const [ada, bob, cleo] = [await guest('ada'), await guest('Bob Sheffield'), await guest('cleo')]
  const room = await makes(ada)
  const own = await makes(bob, { access: 'open', title: 'of one who goes' })
  for (const talker of [bob, cleo]) await letsIn(ada, room, talker)
  await cleo.ok('room.join', { room: own.id })
  await bob.ok('room.change', { room: own.id, cid: cid(), topic: 'x' })
  await governs(ada, 'member.remove', room.id, bob)
  await letsIn(ada, room, bob)
  const seen = server.lines.length
  await bob.ok('me.delete', { cid: cid() })
  await server.logged('erased_own', seen, ({ principal }) => principal === bob.id)
  for (const id of [room.id, own.id]) {
    const joined = v.parse(commands['room.join'].reply, await cleo.ok('room.join', { room: id }))
    if (joined.mode === 'resumed') throw new Error('a snapshot is expected')
    const told = [...joined.notices, ...joined.events]
    expect(told.at(-1)).toMatchObject({ type: 'member.changed', how: 'left', who: { id: bob.id, name: nameless } })
    const { members } = v.parse(commands['room.members'].reply, await cleo.ok('room.members', { room: id }))
    expect(JSON.stringify([joined, members])).not.toContain('Sheffield')
    if (id === own.id) expect(joined.room).not.toHaveProperty('owner')
    expect(members.map(({ person }) => person.id)).not.toContain(bob.id)
    expect(JSON.stringify(await cleo.rereads(id))).not.toContain('Sheffield')
  }
  const database = new Database(path.join(server.dataDir, 'teahouse.sqlite'), { readonly: true })
  for (const table of ['members', 'seats', 'mentions', 'bans', 'notice_people'])
    expect([table, database.query(`select 1 from ${table} where principal_id = ?`).all(bob.id)]).toEqual([table, []])
  database.close()
})

import { Database } from 'bun:sqlite'
import { afterAll, beforeAll, expect, test } from 'bun:test'
import * as v from 'valibot'
import { commands, type pushes } from '#protocol/index.ts'
import type { MyRoom } from '#protocol/reading.ts'
import { newToken } from '#tests/kit/guest.ts'
import { startServer, type TestServer } from '#tests/kit/server.ts'
import { Talker } from './talker.ts'

let server: TestServer
beforeAll(async () => {
  server = await startServer({ env: { CLASSIC: 'off' } })
})
afterAll(() => server.dispose())

const mine = async (who: Talker): Promise<MyRoom[]> =>
  v.parse(commands['room.mine'].reply, await who.ok('room.mine', {})).rooms

/** The room on the list, when it is there: the join does not wait for it. */
async function listed(who: Talker, room: string): Promise<MyRoom> {
  for (;;) {
    const found = (await mine(who)).find((one) => one.room.id === room)
    if (found) return found
  }
}

const said = (who: Talker, kind: keyof typeof pushes) =>
  who.pushed.filter((push) => push.kind === kind).map(({ body }) => body)

test('[P-9] whoever joins under a name has the room on the list, read up to that moment', async () => {
  const [ada, bob] = await Promise.all([Talker.guest(server, 'ada'), Talker.guest(server, 'bob')])
  const room = await ada.joins('one')
  await ada.posts(room, 'before')
  await bob.joins('one')
  expect(await listed(bob, room)).toMatchObject({
    room: { id: room, name: 'one', access: 'link' },
    read: 1,
    read_lines: 1,
    lines: 1,
    head: 1,
    mentions: 0,
  })
  await bob.ok('room.leave', { room })
  await ada.posts(room, 'after')
  await bob.hearsWhen(() => said(bob, 'bells').length > 0)
  expect(said(bob, 'bells')).toMatchObject([{ rooms: { [room]: [2, 2, expect.any(Number)] } }])
  expect(await listed(bob, room)).toMatchObject({ read: 1, read_lines: 1, lines: 2, head: 2 })
  // Positive control of silence: ada does not hear of the list, for she never asked.
  expect(said(ada, 'bells')).toEqual([])
})

test('[P-34] [P-3] marks of two devices go forward, are told to the other one, and hold over kill -9', async () => {
  const token = await newToken(server.url)
  const laptop = await Talker.looker(server, token)
  await laptop.ok('profile.set', { name: 'dora', look: 1 })
  const phone = await Talker.looker(server, token)
  const room = await laptop.joins('marks')
  await listed(phone, room)
  for (const body of ['one', 'two', 'three']) await laptop.posts(room, body)
  expect(await laptop.ok('room.read', { room, seq: 2 })).toEqual({ read: 2, read_lines: 2, mentions: 0 })
  await phone.hearsWhen(() => said(phone, 'read').length > 0)
  expect(said(phone, 'read')).toEqual([{ room, read: 2, read_lines: 2, mentions: 0 }])
  const [late, ahead] = await Promise.all([
    phone.ok('room.read', { room, seq: 1 }),
    laptop.ok('room.read', { room, seq: 999 }),
  ])
  expect(late['read']).toBeGreaterThanOrEqual(2)
  expect(ahead).toEqual({ read: 3, read_lines: 3, mentions: 0 })
  await server.kill()
  await server.start()
  const again = await Talker.looker(server, token)
  expect(await listed(again, room)).toMatchObject({ read: 3, read_lines: 3, lines: 3, head: 3 })
})

test('[P-17] a mark that waits to be written when the server stops is answered and kept', async () => {
  const token = await newToken(server.url)
  const gus = await Talker.looker(server, token)
  await gus.ok('profile.set', { name: 'gus', look: 1 })
  const room = await gus.joins('stops')
  await gus.posts(room, 'one')
  await listed(gus, room)
  const marked = gus.ok('room.read', { room, seq: 1 })
  // It has arrived when this is answered; it waits for others for half a second.
  await gus.ok('heartbeat', {})
  await server.restart()
  expect(await marked).toEqual({ read: 1, read_lines: 1, mentions: 0 })
  expect(await listed(await Talker.looker(server, token), room)).toMatchObject({ read: 1 })
})

test('[T-7] [T-14] who is in the same room learns nothing of marks, mentions and levels of others', async () => {
  const [hal, ida] = await Promise.all([Talker.guest(server, 'hal'), Talker.guest(server, 'ida')])
  const room = await hal.joins('secret')
  await ida.joins('secret')
  await Promise.all([listed(hal, room), listed(ida, room)])
  const { me } = v.parse(commands['profile.set'].reply, await ida.ok('profile.set', { name: 'ida', look: 2 }))
  const { seq: first } = await hal.ok('message.post', {
    room,
    cid: crypto.randomUUID(),
    body: 'for @ida',
    mentions: [me.id],
  })
  // Positive control: she hears of it herself.
  await ida.hearsWhen(() => said(ida, 'read').length > 0)
  expect(said(ida, 'read')).toEqual([{ room, read: 0, read_lines: 0, mentions: 1, first_mention: first }])
  await ida.ok('room.set_level', { room, level: 'none' })
  const level = () => said(ida, 'mine').find((push) => JSON.stringify(push).includes('"level":"none"'))
  await ida.hearsWhen(() => level() !== undefined)
  expect(level()).toMatchObject({ changed: [{ mentions: 1 }] })
  await ida.ok('room.read', { room, seq: 1 })
  await hal.ok('heartbeat', {})
  expect(said(hal, 'read')).toEqual([])
  expect(said(hal, 'receipts')).toEqual([])
  expect(JSON.stringify(said(hal, 'mine'))).not.toContain('"level"')
})

test('[P-7] an answer is for whom it answers, and an erased one for nobody', async () => {
  const [jo, kim] = await Promise.all([Talker.guest(server, 'jo'), Talker.guest(server, 'kim')])
  const room = await jo.joins('answers')
  await kim.joins('answers')
  await listed(jo, room)
  await jo.posts(room, 'who?')
  const cid = crypto.randomUUID()
  const { seq } = await kim.ok('message.post', { room, cid, body: 'me', re: 1 })
  await kim.ok('message.post', { room, cid, body: 'me', re: 1 })
  expect(await listed(jo, room)).toMatchObject({ mentions: 1, first_mention: seq, lines: 2 })
  await kim.ok('message.erase', { room, cid: crypto.randomUUID(), message: seq, how: 'recall' })
  expect(await listed(jo, room)).toMatchObject({ mentions: 0, lines: 2, head: 3 })
})

test('a private chat is on the lists of both at once, and tells how far the other has read', async () => {
  const [lea, max] = await Promise.all([Talker.guest(server, 'lea'), Talker.guest(server, 'max')])
  expect(await mine(max)).toEqual([])
  const { me } = v.parse(commands['profile.set'].reply, await max.ok('profile.set', { name: 'max', look: 2 }))
  const { room } = v.parse(commands['chat.open'].reply, await lea.ok('chat.open', { people: [me.id] }))
  await max.hearsWhen(() => said(max, 'mine').length > 0)
  expect(said(max, 'mine')).toMatchObject([{ changed: [{ room: { id: room.id, kind: 'chat' }, role: 'member' }] }])
  for (const who of [lea, max]) await who.ok('room.join', { room: room.id })
  await lea.posts(room.id, 'hello')
  await max.ok('room.read', { room: room.id, seq: 1 })
  await lea.hearsWhen(() => said(lea, 'receipts').length > 0)
  expect(said(lea, 'receipts')).toEqual([{ room: room.id, read: { [me.id]: 1 } }])
})

test('who deletes itself leaves no list behind', async () => {
  const ned = await Talker.guest(server, 'ned')
  const room = await ned.joins('goes')
  await listed(ned, room)
  const { me } = v.parse(commands['profile.set'].reply, await ned.ok('profile.set', { name: 'ned', look: 2 }))
  const count = () => {
    const database = new Database(`${server.dataDir}/teahouse.sqlite`, { readonly: true })
    const rows = database.query('select 1 from seats where principal_id = ?').all(me.id)
    database.close()
    return rows.length
  }
  expect(count()).toBe(1)
  await ned.ok('me.delete', { cid: crypto.randomUUID() })
  expect(count()).toBe(0)
})

test('[P-27] [T-7] a private room: on the list when one is added, read up to there; gone when put out, with its bell', async () => {
  const [ola, pia, rex] = await Promise.all([
    Talker.guest(server, 'ola'),
    Talker.guest(server, 'pia'),
    Talker.guest(server, 'rex'),
  ])
  for (const who of [pia, rex]) expect(await mine(who)).toEqual([])
  const at = async (who: Talker) => ({ room, cid: crypto.randomUUID(), person: who.id })
  const made = await ola.ok('room.make', { cid: crypto.randomUUID(), title: 'Tea', access: 'private' })
  const { room: info } = v.parse(commands['room.make'].reply, made)
  const room = info.id
  await ola.ok('room.join', { room })
  await ola.posts(room, 'before')
  for (const who of [pia, rex]) await ola.ok('member.add', await at(who))
  await ola.posts(room, 'after')
  expect(await listed(pia, room)).toMatchObject({ role: 'member', read_lines: 1, lines: 2 })
  await listed(rex, room)
  await ola.ok('member.remove', await at(pia))
  await pia.hearsWhen(() => JSON.stringify(said(pia, 'mine')).includes('gone'))
  expect(said(pia, 'mine').filter((push) => 'gone' in push)).toEqual([{ gone: [room] }])
  const before = pia.pushed.length
  await ola.posts(room, 'not for pia')
  // Positive control: the bell that she does not hear rings.
  await rex.hearsWhen(() => said(rex, 'bells').some((push) => JSON.stringify(push).includes(`"${room}":[6,`)))
  expect(pia.pushed.slice(before).map(({ kind }) => kind)).toEqual([])
  expect(await mine(pia)).toEqual([])
  expect(await pia.refusal('room.read', { room, seq: 1 })).toBe('not_found')
  // She is let in again: what was said meanwhile is read.
  await ola.ok('member.add', await at(pia))
  expect(await listed(pia, room)).toMatchObject({ read_lines: 3, lines: 3 })
})

test('who quits a room has it on no device any more, and who was banned has it back when pardoned and come', async () => {
  const token = await newToken(server.url)
  const sam = await Talker.looker(server, token)
  await sam.ok('profile.set', { name: 'sam', look: 1 })
  const phone = await Talker.looker(server, token)
  const owner = await Talker.guest(server, 'uwe')
  const room = await owner.joins('quits')
  await sam.joins('quits')
  await listed(phone, room)
  await sam.ok('room.quit', { room, cid: crypto.randomUUID() })
  await phone.hearsWhen(() => said(phone, 'mine').some((push) => 'gone' in push))
  expect(await mine(phone)).toEqual([])
  await sam.joins('quits')
  await listed(phone, room)
  const at = {
    room,
    person: v.parse(commands['profile.set'].reply, await sam.ok('profile.set', { name: 'sam', look: 2 })).me.id,
  }
  await owner.ok('member.ban', { ...at, cid: crypto.randomUUID() })
  expect(await mine(phone)).toEqual([])
  await owner.ok('member.pardon', { ...at, cid: crypto.randomUUID() })
  await sam.joins('quits')
  expect(await listed(phone, room)).toMatchObject({ lines: 0 })
})

test('a title that changes is told to those whose list the room is on', async () => {
  const [una, vic] = await Promise.all([Talker.guest(server, 'una'), Talker.guest(server, 'vic')])
  const room = await una.joins('titled')
  await vic.joins('titled')
  await listed(vic, room)
  await una.ok('room.change', { room, cid: crypto.randomUUID(), title: 'Oolong' })
  await vic.hearsWhen(() => JSON.stringify(said(vic, 'mine')).includes('Oolong'))
})

test('a room that one comes into and quits at once is not on the list', async () => {
  const [eve, host] = [await Talker.guest(server, 'eve in a hurry'), await Talker.guest(server, 'host of hurries')]
  for (const name of ['hurry-1', 'hurry-2', 'hurry-3']) {
    await host.joins(name)
    const room = await eve.joins(name)
    await eve.ok('room.quit', { room, cid: crypto.randomUUID() })
  }
  const stays = await eve.joins('no-hurry')
  await listed(eve, stays)
  expect((await mine(eve)).map(({ room }) => room.id)).toEqual([stays])
})

import { expect, test } from 'bun:test'
import { limits } from '#protocol/limits.ts'
import { nameless } from '#protocol/nameless.ts'
import type { Caller } from '#server/accounts/caller.ts'
import { ROOM } from '#tests/kit/log-house.ts'
import { ADA, BOB, openMessages, refusalOf } from '#tests/kit/message-house.ts'

type House = Awaited<ReturnType<typeof openMessages>>
const cid = (): string => crypto.randomUUID()
const OTHER = 'r0000000000bb'

/** Makes another room, or says something of the rooms. */
const tell = (house: House['house'], run: Parameters<House['house']['storage']['write']>[0]) => house.storage.write(run)

function openOther({ house, clock }: House, access: string) {
  return tell(house, async (tx) => {
    await tx.sql`
      insert into rooms (id, name, name_key, title, access, created_ms)
      values (${OTHER}, 'other', 'other', 'Other', ${access}, 1)`
    await house.log.begin(tx, OTHER, 'bbbbbbbbbbbb', clock.nowMs())
  })
}

const setAccess = ({ house }: House, room: string, access: string) =>
  tell(house, ({ sql }) => Promise.resolve(sql`update rooms set access = ${access} where id = ${room}`))

const setRole = ({ house }: House, room: string, id: string, role: string) =>
  tell(house, ({ sql }) =>
    Promise.resolve(sql`
    insert into members (room_id, principal_id, role, since_ms) values (${room}, ${id}, ${role}, 1)`),
  )

const wires = async ({ house }: House, room = ROOM) =>
  (await house.log.after(room, 0, 99)).map(({ json }): Record<string, unknown> => JSON.parse(json))

const says = (house: House, who: Caller, body: string, more: { all?: true; re?: number; mentions?: string[] } = {}) =>
  house.handlers['message.post'].handle(who, { room: ROOM, cid: cid(), body, ...more })

test('what is for somebody is told once, with the transaction that stores it, and never to its author', async () => {
  const house = await openMessages()
  const { ada, bob, notes, handlers } = house
  await says(house, ada, 'for nobody')
  await says(house, bob, '@Ada and @Bob', { mentions: [ADA, BOB] })
  await says(house, bob, 'an answer', { re: 1 })
  await says(house, ada, 'to myself', { re: 1 })
  const again = { room: ROOM, cid: cid(), body: '@Bob', mentions: [BOB] }
  await handlers['message.post'].handle(ada, again)
  await handlers['message.post'].handle(ada, again)
  expect(notes).toEqual([
    { room: ROOM, seq: 2, author: BOB, ids: [ADA], all: false },
    { room: ROOM, seq: 3, author: BOB, ids: [ADA], all: false },
    { room: ROOM, seq: 5, author: ADA, ids: [BOB], all: false },
  ])
  await house.house.close()
})

test('[T-51] everybody is called once in five minutes, and what calls only in code is an ordinary message', async () => {
  const house = await openMessages()
  const { ada, bob, clock, notes } = house
  await says(house, ada, '`@all`', { all: true })
  await says(house, ada, 'no call', { all: true })
  await says(house, ada, '@all without the wish')
  await says(house, ada, '@all come', { all: true })
  const soon = says(house, bob, '@所有人', { all: true })
  expect(await refusalOf(soon)).toMatchObject({
    code: 'rate_limited',
    detail: { retry_after_ms: limits.mentionAllEveryMs },
  })
  clock.move(limits.mentionAllEveryMs - 1)
  expect(await refusalOf(says(house, bob, '@所有人', { all: true }))).toMatchObject({ detail: { retry_after_ms: 1 } })
  clock.move(1)
  await says(house, bob, '@所有人', { all: true })
  expect((await wires(house)).map(({ all }) => all)).toEqual([undefined, undefined, undefined, true, true])
  expect(notes.map(({ seq, all }) => [seq, all])).toEqual([
    [4, true],
    [5, true],
  ])
  clock.jump(-24 * 3_600_000)
  await says(house, ada, '@all in another time', { all: true })
  await house.house.close()
})

test('[T-83] of twenty calls in one tick one is heard, and a repeat of it is a repeat', async () => {
  const house = await openMessages()
  const { ada, handlers } = house
  const wishes = Array.from({ length: 20 }, () => ({ room: ROOM, cid: cid(), body: '@all', all: true as const }))
  const first = await Promise.allSettled(wishes.map((wish) => handlers['message.post'].handle(ada, wish)))
  expect(first.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  const heard = wishes[first.findIndex(({ status }) => status === 'fulfilled')]
  if (!heard) throw new Error('none was heard')
  expect(await handlers['message.post'].handle(ada, heard)).toMatchObject({ seq: 1, dup: true })
  const { all: _all, ...quiet } = heard
  expect(await refusalOf(handlers['message.post'].handle(ada, quiet))).toMatchObject({ code: 'client_id_conflict' })
  expect(await wires(house)).toHaveLength(1)
  await house.house.close()
})

test('[T-51] above a thousand people only the owner calls them, and as often as it likes', async () => {
  const house = await openMessages()
  const { ada, bob, crowd } = house
  crowd.people = limits.mentionAllPeople + 1
  await setRole(house, ROOM, ADA, 'owner')
  await says(house, ada, '@all', { all: true })
  await says(house, ada, '@all again', { all: true })
  expect(await refusalOf(says(house, bob, '@all', { all: true }))).toMatchObject({ code: 'forbidden' })
  bob.principal.houseOwner = true
  await says(house, bob, '@all of the house', { all: true })
  await house.house.close()
})

test('[T-82] an edit calls nobody, and takes no call away', async () => {
  const house = await openMessages()
  const { ada, edit, notes } = house
  await says(house, ada, 'harmless')
  await edit(1, '@all now')
  await says(house, ada, '@all', { all: true })
  await edit(3, 'quiet')
  expect(notes.map(({ seq }) => seq)).toEqual([3])
  expect((await wires(house)).map(({ all }) => all)).toEqual([undefined, undefined, true, undefined])
  await house.house.close()
})

test('a message is forwarded with its newest words, whose they are and when; a second forward keeps that', async () => {
  const house = await openMessages()
  const { ada, bob, clock, handlers } = house
  await openOther(house, 'open')
  await setAccess(house, ROOM, 'open')
  await says(house, ada, '@Bob first', { mentions: [BOB] })
  const saidMs = clock.nowMs()
  clock.move(1_000)
  await house.edit(1, '@Bob newest')
  const forward = { room: OTHER, cid: cid(), from: { room: ROOM, message: 1 } }
  const stored = await handlers['message.forward'].handle(bob, forward)
  expect(stored).toMatchObject({ room: OTHER, seq: 1 })
  const fwd = { by: { id: ADA, name: 'Ada' }, at: saidMs, room: { name: ROOM, title: `title of ${ROOM}` } }
  const [event] = await wires(house, OTHER)
  expect(event).toMatchObject({ by: { id: BOB }, body: '@Bob newest', fwd })
  expect(event).not.toHaveProperty('mentions')
  clock.move(1_000)
  await handlers['message.forward'].handle(ada, { room: ROOM, cid: cid(), from: { room: OTHER, message: 1 } })
  expect((await wires(house)).at(-1)).toMatchObject({ by: { id: ADA }, body: '@Bob newest', fwd })

  // [P-5] The same again is a repeat, though the words are gone meanwhile; something else is a conflict.
  await house.erase(1, 'delete')
  expect(await handlers['message.forward'].handle(bob, forward)).toEqual({ ...stored, dup: true })
  for (const from of [
    { room: ROOM, message: 3 },
    { room: OTHER, message: 1 },
  ])
    expect(await refusalOf(handlers['message.forward'].handle(bob, { ...forward, from }))).toMatchObject({
      code: 'client_id_conflict',
    })
  expect(
    await refusalOf(handlers['message.post'].handle(bob, { room: OTHER, cid: forward.cid, body: '@Bob newest' })),
  ).toMatchObject({ code: 'client_id_conflict' })
  await house.house.close()
})

test('[T-13] a deleted person’s name leaves what others forwarded, with all of it; the words stay, theirs now', async () => {
  const house = await openMessages()
  const { ada, bob, handlers, own } = house
  await says(house, ada, 'of ada')
  await says(house, bob, 'of bob')
  const forward = (message: number) =>
    handlers['message.forward'].handle(bob, { room: ROOM, cid: cid(), from: { room: ROOM, message } })
  for (let n = 0; n < 41; n++) await forward(n === 40 ? 42 : 1)
  await forward(2)
  expect(await own.forgetForwards(ADA)).toBe(true)
  while (await own.forgetForwards(ADA));
  const forwards = (await wires(house)).slice(2)
  expect(forwards.slice(0, 41).map(({ body, fwd }) => [body, fwd])).toEqual(
    Array(41).fill(['of ada', expect.objectContaining({ by: { id: ADA, name: nameless } })]),
  )
  expect(forwards.at(-1)).toMatchObject({ body: 'of bob', fwd: { by: { id: BOB, name: 'Bob' } } })
  await house.house.close()
})

test('[T-2] [T-6] what one may not read, is no message or was erased is forwarded by nobody', async () => {
  const house = await openMessages()
  const { ada, bob, handlers } = house
  await openOther(house, 'private')
  await setRole(house, OTHER, ADA, 'member')
  await handlers['message.post'].handle(ada, { room: OTHER, cid: cid(), body: 'secret' })
  await says(house, ada, 'open')
  await says(house, ada, 'gone')
  await house.erase(2, 'delete')
  const forward = (who: Caller, room: string, message: number) =>
    handlers['message.forward'].handle(who, { room: ROOM, cid: cid(), from: { room, message } })
  for (const [room, message] of [
    [OTHER, 1],
    [OTHER, 2],
    [ROOM, 2],
    [ROOM, 3],
    [ROOM, 99],
    ['r0000000000cc', 1],
  ] as const)
    expect(await refusalOf(forward(bob, room, message))).toMatchObject({ code: 'not_found' })
  // A member may; where the words come from is nobody else's business. Nor is an address that is handed on in secret (T-1).
  await forward(ada, OTHER, 1)
  await forward(bob, ROOM, 1)
  await setAccess(house, ROOM, 'open')
  await forward(bob, ROOM, 1)
  const [, , , fromPrivate, fromLink, fromOpen] = await wires(house)
  expect(fromPrivate).toMatchObject({ body: 'secret', fwd: { by: { id: ADA } } })
  for (const one of [fromPrivate, fromLink]) expect(one?.['fwd']).not.toHaveProperty('room')
  expect(fromOpen).toMatchObject({ body: 'open', fwd: { room: { name: ROOM } } })
  await house.house.close()
})

test('[T-78] nobody puts words into somebody else’s mouth: a forwarded message is not edited', async () => {
  const house = await openMessages()
  const { ada, bob, handlers } = house
  await says(house, bob, 'as I said it')
  await handlers['message.forward'].handle(ada, { room: ROOM, cid: cid(), from: { room: ROOM, message: 1 } })
  expect(await refusalOf(house.edit(2, 'as he never said it'))).toMatchObject({ code: 'forbidden' })
  await house.erase(2, 'delete')
  await house.house.close()
})

test('[P-27] [T-83] rights are those of the moment of storing: what waits behind a ban or an end stores nothing', async () => {
  const house = await openMessages()
  const { ada, bob, at, handlers } = house
  await says(house, bob, 'one')
  const kept = { room: ROOM, cid: cid(), body: 'two' }
  await handlers['message.post'].handle(bob, kept)
  const ban = tell(house.house, ({ sql }) =>
    Promise.resolve(sql`
    insert into bans (room_id, principal_id, by_id, at_ms, was_member) values (${ROOM}, ${BOB}, ${ADA}, 1, 0)`),
  )
  const behind = [
    says(house, bob, 'three'),
    handlers['message.edit'].handle(bob, { ...at(1), body: 'x' }),
    handlers['message.react'].handle(bob, { ...at(1), kind: '🍵', on: true }),
    handlers['message.forward'].handle(bob, { room: ROOM, cid: cid(), from: { room: ROOM, message: 1 } }),
  ]
  await ban
  for (const outcome of await Promise.allSettled(behind))
    expect(outcome).toMatchObject({ status: 'rejected', reason: { code: 'banned' } })
  // What was stored before is answered as then; others go on.
  expect(await handlers['message.post'].handle(bob, kept)).toMatchObject({ seq: 2, dup: true })
  await says(house, ada, 'three')
  await tell(house.house, ({ sql }) => Promise.resolve(sql`update rooms set archived = 1 where id = ${ROOM}`))
  expect(await refusalOf(says(house, ada, 'four'))).toMatchObject({ code: 'closed' })
  expect(await wires(house)).toHaveLength(3)
  await house.house.close()
})

test('[T-15] in a chat whose other one refuses, nothing new is said; own words can be taken away', async () => {
  const house = await openMessages()
  const { ada, bob, at, handlers, marks } = house
  await tell(house.house, ({ sql }) =>
    Promise.resolve(sql`update rooms set access = 'private', kind = 'chat' where id = ${ROOM}`),
  )
  for (const id of [ADA, BOB]) await setRole(house, ROOM, id, 'member')
  await says(house, ada, '@all is everybody here', { all: true })
  await says(house, ada, '@all once more', { all: true })
  await marks.handlers['person.mark'].handle(bob, { person: ADA, refused: true })
  const refused = await Promise.all(
    [
      says(house, ada, 'x'),
      house.edit(1, 'x'),
      handlers['message.react'].handle(ada, { ...at(1), kind: '🍵', on: true }),
      handlers['message.pin'].handle(ada, { ...at(1), on: true }),
      handlers['message.forward'].handle(ada, { room: ROOM, cid: cid(), from: { room: ROOM, message: 1 } }),
    ].map(refusalOf),
  )
  expect(refused.map((refusal) => refusal?.code)).toEqual(Array(5).fill('refused'))
  await house.erase(1, 'delete')
  await marks.handlers['person.mark'].handle(bob, { person: ADA, refused: false })
  await says(house, ada, 'again')
  await house.house.close()
})

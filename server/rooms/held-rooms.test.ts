import { expect, test } from 'bun:test'
import type { MemberChanged } from '#protocol/room-events.ts'
import type { RoomInfo } from '#protocol/room-info.ts'
import type { Connection, Standing } from '#server/accounts/caller.ts'
import { addPlace } from '#server/accounts/places.ts'
import { Principal, Principals } from '#server/accounts/principals.ts'
import { Unsettled } from '#server/delivery/unsettled.ts'
import { originOf } from '#server/kit/address-prefix.ts'
import { HeldRooms } from './held-rooms.ts'

const ROOM = 'r0000000000aa'
const visitor: Standing = { access: 'private', chat: false, archived: false, role: null, banned: false }
const info: RoomInfo = { id: ROOM, name: '~x', title: 'Tea', access: 'private' }

function open(stored: Partial<Standing> = {}) {
  const principals = new Principals()
  let reads = 0
  const database = { standing: { ...visitor, ...stored }, between: () => {} }
  const held = new HeldRooms({
    principals,
    unsettled: new Unsettled(),
    findRoom: async () => info,
    async findStanding() {
      reads++
      const standing = { ...database.standing }
      database.between()
      return standing
    },
  })
  /** Somebody who is in, on a connection of its own. */
  async function enters(id: string) {
    const principal = new Principal({ id, kind: 'guest', name: id, look: 1, entered: true, seenMs: 0 })
    const silent = { send() {}, drained: () => Promise.resolve(), subscribe() {}, unsubscribe() {}, close() {} }
    const joined: Connection['joined'] = []
    const connection = { id, from: originOf(''), joined, leavesAtOnce: false, gone: false, ...silent }
    principals.connect(principal, connection)
    const coming = await held.come(id, ROOM)
    // What a subscription is does not matter here.
    const place = coming.settle({ room: { id: ROOM } as never, end() {} })
    addPlace(connection, place)
    return place
  }
  return { held, database, enters, reads: () => reads }
}

const notice = (who: string, how: MemberChanged['how']): MemberChanged => {
  const person = { id: who, name: who, look: 1 }
  return { type: 'member.changed', seq: 1, at: 1, by: person, cid: 'c', who: person, how }
}

test('[P-27] a ban that is durable while somebody is on the way in is known when it arrives', async () => {
  const { held } = open({ role: 'member' })
  const [ada, bob] = [await held.come('ada', ROOM), await held.come('bob', ROOM)]
  held.hear(ROOM, notice('ada', 'banned'))
  expect(ada.standing).toMatchObject({ role: null, banned: true })
  expect(bob.standing).toMatchObject({ role: 'member', banned: false })
})

test('[P-27] what was read before a change is read anew', async () => {
  const { held, database, reads } = open({ role: 'member' })
  database.between = () => {
    database.between = () => {}
    Object.assign(database.standing, { role: null, banned: true })
    held.hear(ROOM, notice('ada', 'banned'))
  }
  expect((await held.come('ada', ROOM)).standing.banned).toBe(true)
  expect(reads()).toBe(2)
})

test('every notice holds for all connections of the person in the turn in which it is heard', async () => {
  const { held, enters } = open({ role: 'member' })
  const [ada, tab, bob] = [await enters('ada'), await enters('ada'), await enters('bob')]
  const roles = () => [ada, tab, bob].map(({ standing }) => standing.role)
  held.hear(ROOM, notice('ada', 'owner'))
  expect(roles()).toEqual(['owner', 'owner', 'member'])
  held.hear(ROOM, notice('bob', 'owner'))
  expect(roles()).toEqual(['member', 'member', 'owner'])
  held.hear(ROOM, { ...notice('x', 'added'), type: 'room.changed', archived: true, title: 'Bread' })
  expect([ada, tab, bob].every(({ standing }) => standing.archived)).toBe(true)
  const owner = { id: 'bob', name: 'bob', look: 1 }
  expect(JSON.parse(`{${ada.fields()}}`)).toEqual({
    room: { ...info, title: 'Bread', archived: true, owner },
    role: 'member',
  })
  held.hear(ROOM, notice('ada', 'removed'))
  expect(roles()).toEqual([null, null, 'owner'])
  held.hear(ROOM, notice('ada', 'added'))
  expect(roles()).toEqual(['member', 'member', 'owner'])
})

test('[HOUSE-12] a room is kept for as long as somebody is in it or on the way', async () => {
  const { held, enters } = open()
  const coming = await held.come('bob', ROOM)
  const place = await enters('ada')
  expect(held.size).toBe(1)
  coming.giveUp()
  coming.giveUp()
  expect(held.size).toBe(1)
  place.end()
  expect(held.size).toBe(0)
})

test('[HOUSE-12] of people who come and go for ever nothing is kept, and who is there still knows what it is', async () => {
  const { held, enters } = open()
  const place = await enters('ada')
  for (let n = 0; n < 1_000; n++)
    for (const how of ['banned', 'pardoned', 'removed'] as const) held.hear(ROOM, notice(`stranger ${n}`, how))
  expect(held.special).toBe(0)
  for (const how of ['added', 'removed', 'banned', 'pardoned', 'left'] as const) {
    held.hear(ROOM, notice('ada', how))
    const { role, banned } = place.standing
    const expected = { added: 'member', removed: null, banned: 'out', pardoned: 'member', left: null }
    expect([how, banned ? 'out' : role]).toEqual([how, expected[how]])
  }
  expect(held.special).toBe(0)
})

test('[HOUSE-12] [T-28] who is banned and knocks leaves nothing behind, and who knocks twice stays banned', async () => {
  const { held, enters, database } = open({ role: 'member' })
  await enters('ada')
  Object.assign(database.standing, { role: null, banned: true })
  for (let n = 0; n < 100; n++) (await held.come(`guest ${n}`, ROOM)).giveUp()
  expect(held.special).toBe(1)
  const [once, twice] = [await held.come('eve', ROOM), await held.come('eve', ROOM)]
  once.giveUp()
  held.hear(ROOM, notice('eve', 'removed'))
  expect(twice.standing.banned).toBe(true)
  twice.giveUp()
  expect(held.special).toBe(1)
})

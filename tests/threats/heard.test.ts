import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import type { PushName } from '#protocol/index.ts'
import { pushes } from '#protocol/index.ts'
import type { RoomEvent } from '#protocol/rooms.ts'
import { cid, pushesOf } from '#tests/contract/room-talk.ts'
import type { Talker } from '#tests/contract/talker.ts'
import { TEST_MS } from '#tests/kit/patience.ts'
import { startServer, type TestServer } from '#tests/kit/server.ts'
import { answer, page, startStrangeSite } from '#tests/kit/strange-site.ts'
import { type Circle, circleOf, landlord, type Standing, standings } from './circle.ts'

setDefaultTimeout(TEST_MS)

let server: TestServer
let site: Awaited<ReturnType<typeof startStrangeSite>>
let circle: Circle
/** How much each had heard when all of them stood where they stand. */
let before: Record<Standing, number>
beforeAll(async () => {
  site = await startStrangeSite({ '/tea': answer(page('Tea')) })
  server = await startServer({ env: { CLASSIC: 'off', LINK_CARDS: 'on', LINK_CARDS_ALLOW_PRIVATE: 'on' } })
  circle = await circleOf(server, await landlord(server))
  const { owner, room } = circle
  await owner.talker.ok('room.change', { room, cid: cid(), cards: true })
  for (const standing of standings) await circle[standing].talker.ok('heartbeat', {})
  before = countsOf()
  await doEverything()
})
afterAll(async () => {
  site.stop()
  await server.dispose()
})

const countsOf = () =>
  Object.fromEntries(standings.map((standing) => [standing, circle[standing].talker.pushed.length])) as Record<
    Standing,
    number
  > // made of all standings
const heardBy = (standing: Standing) => circle[standing].talker.pushed.slice(before[standing])

type Deed = (owner: Talker, at: { room: string; message: number; guest: string }) => Promise<unknown>
const change =
  (input: Record<string, unknown>): Deed =>
  (owner, { room }) =>
    owner.ok('room.change', { room, cid: cid(), ...input })

/** How an event of each type comes to be. A type that is not here does not compile. */
const deeds: Record<RoomEvent['type'], Deed> = {
  'message.posted': (owner, { room }) => owner.posts(room, 'a secret of this room'),
  'message.edited': (owner, { room, message }) =>
    owner.ok('message.edit', { room, cid: cid(), message, body: 'another secret' }),
  'message.reacted': (owner, { room, message }) =>
    owner.ok('message.react', { room, cid: cid(), message, kind: '🍵', on: true }),
  'message.pinned': (owner, { room, message }) => owner.ok('message.pin', { room, cid: cid(), message, on: true }),
  async 'message.carded'(owner, { room }) {
    await owner.posts(room, `${site.url}/tea`)
    await owner.hearsWhen(() => owner.events().some(({ type }) => type === 'message.carded'))
  },
  'message.erased': async (owner, { room }) => {
    const { seq } = await owner.posts(room, 'a third secret')
    return owner.ok('message.erase', { room, cid: cid(), message: seq, how: 'delete' })
  },
  'room.changed': change({ title: 'a secret title' }),
  // Of somebody who stays: who is added hears of it by right.
  'member.changed': (owner, { room, guest }) => owner.ok('member.hand_over', { room, cid: cid(), person: guest }),
}

async function doEverything(): Promise<void> {
  const { owner, guest, room } = circle
  const { seq } = await owner.talker.posts(room, 'a first secret')
  await guest.talker.ok('room.read', { room, seq: Number(seq) })
  await owner.talker.ok('typing.set', { room, on: true })
  await guest.talker.ok('profile.set', { name: 'a guest renamed', look: 2 })
  await owner.talker.hearsWhen(() => JSON.stringify(pushesOf(owner.talker, 'people')).includes('a guest renamed'))
  const at = { room, message: Number(seq), guest: guest.talker.id }
  for (const deed of Object.values(deeds)) await deed(owner.talker, at)
  const { head } = await guest.talker.ok('room.history', { room })
  await guest.talker.hearsUpTo(Number(head))
  // Two round trips each: whatever was on its way is there.
  for (const _ of [1, 2]) for (const standing of standings) await circle[standing].talker.ok('heartbeat', {})
}

for (const type of Object.keys(deeds)) {
  test(`[P-27] [T-9] [T-11] ${type} is heard by who is in the room, and by nobody else`, () => {
    const heard = standings.filter((standing) =>
      heardBy(standing).some(({ kind, body }) => kind === 'events' && JSON.stringify(body).includes(`"${type}"`)),
    )
    expect(heard).toEqual(['guest', 'owner'])
  })
}

/** Who may hear a push of each kind that names the room after all has settled. A kind that is not here does not compile. */
const hearers: Record<PushName, readonly Standing[]> = {
  events: ['guest', 'owner'],
  people: ['guest', 'owner'],
  typing: ['guest', 'owner'],
  heads: ['guest', 'owner'],
  bells: ['guest', 'owner'],
  receipts: ['guest', 'owner'],
  read: ['guest', 'owner'],
  mine: ['guest', 'owner'],
  // Said to those whom it concerns, before what is looked at here.
  out: [],
  // These name no room.
  goaway: [],
  erasing: [],
  marks: [],
  settings: [],
}

test('[P-27] [T-9] [T-14] of a private room nothing is said to whoever is not in it, in any kind of push', () => {
  const { room } = circle
  for (const kind of Object.keys(pushes) as PushName[]) {
    // keys of that very object
    const heard = standings.filter((standing) =>
      heardBy(standing).some((push) => push.kind === kind && JSON.stringify(push.body).includes(room)),
    )
    expect([kind, heard.filter((standing) => !hearers[kind].includes(standing))]).toEqual([kind, []])
  }
  for (const standing of ['looker', 'outsider', 'removed', 'banned', 'house'] as const)
    expect([standing, JSON.stringify(heardBy(standing)).includes('secret')]).toEqual([standing, false])
  // Positive control: those who are in it heard the words, and of each other.
  const kinds = new Set([...heardBy('guest'), ...heardBy('owner')].map(({ kind }) => kind))
  expect([...kinds].toSorted()).toEqual(expect.arrayContaining(['events', 'people', 'typing']))
})

import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import * as v from 'valibot'
import { commands } from '#protocol/index.ts'
import { limits } from '#protocol/limits.ts'
import { TEST_MS } from '#tests/kit/patience.ts'
import { startServer, type TestServer } from '#tests/kit/server.ts'
import { cid, governs, makes } from './room-talk.ts'
import { Talker } from './talker.ts'

setDefaultTimeout(TEST_MS)

let server: TestServer
beforeAll(async () => {
  server = await startServer({ env: { CLASSIC: 'off' } })
})
afterAll(() => server.dispose())

const mine = async (who: Talker) => v.parse(commands['room.mine'].reply, await who.ok('room.mine', {})).rooms
const idsOf = async (who: Talker) => (await mine(who)).map(({ room }) => room.id)
const chatOf = async (who: Talker, whom: Talker) =>
  v.parse(commands['chat.open'].reply, await who.ok('chat.open', { people: [whom.id] })).room

let strangers = 0

/** Each with a chat and a private room for somebody who asked for neither. */
async function strangersFill(victim: Talker, count: number): Promise<void> {
  for (let n = 0; n < count; n++) {
    const stranger = await Talker.guest(server, `stranger ${++strangers}`)
    await chatOf(stranger, victim)
    const { id } = await makes(stranger)
    await stranger.ok('member.add', { room: id, cid: cid(), person: victim.id })
    stranger.close()
  }
}

test('[T-65] [HOUSE-12] strangers fill nobody’s list: what one has not come into gives way, and costs no bound of one’s own', async () => {
  const [ada, bob] = [await Talker.guest(server, 'ada of lists'), await Talker.guest(server, 'bob of lists')]
  await ada.joins('where-ada-is')
  const [own, kept] = [await makes(ada), await chatOf(bob, ada)]
  await ada.ok('room.join', { room: kept.id })
  await strangersFill(ada, limits.listedRooms / 2 + 5)

  const listed = await mine(ada)
  expect(listed).toHaveLength(limits.waitingRooms + 3)
  for (const id of [own.id, kept.id]) expect(listed.map(({ room }) => room.id)).toContain(id)
  expect(listed.some(({ room }) => room.name === 'where-ada-is')).toBe(true)
  // Nothing that strangers did keeps anybody from a room, a chat or an invitation.
  await makes(ada)
  const eve = await Talker.guest(server, 'eve of lists')
  await chatOf(ada, eve)
  const { id } = await makes(bob)
  await bob.ok('member.add', { room: id, cid: cid(), person: ada.id })
  expect(await idsOf(ada)).toContain(id)
  // Whoever comes into one keeps it.
  await ada.ok('room.join', { room: id })
  await strangersFill(ada, limits.waitingRooms / 2 + 1)
  expect(await idsOf(ada)).toContain(id)
})

test('[T-66] chats that one took off the list cost no bound of one’s own', async () => {
  const ada = await Talker.guest(server, 'ada of many chats')
  for (let n = 0; n < limits.listedRooms; n++) {
    const other = await Talker.guest(server, `other ${n}`)
    const { id } = await chatOf(ada, other)
    await ada.ok('room.quit', { room: id, cid: cid() })
    other.close()
  }
  await chatOf(ada, await Talker.guest(server, 'one more of chats'))
  await makes(ada)
})

test('[T-31] nobody is made the owner of a room where it never was', async () => {
  const [ada, bob] = [await Talker.guest(server, 'ada hands over'), await Talker.guest(server, 'bob never came')]
  const { id: room } = await makes(ada, { access: 'open', title: 'A bad place' })
  const handing = () => ada.refusal('member.hand_over', { room, cid: cid(), person: bob.id })
  expect(await handing()).toBe('not_found')
  await bob.ok('room.join', { room })
  expect(await handing()).toBe('ok')
})

test('[T-65] [T-31] nobody is put into an open room by being put out of it', async () => {
  const [ada, bob] = [await Talker.guest(server, 'ada puts out'), await Talker.guest(server, 'bob never was there')]
  for (const access of ['open', 'link'] as const) {
    const { id: room } = await makes(ada, { access, title: `A bad place ${access}` })
    expect(await governs(ada, 'member.remove', room, bob)).toBe('not_found')
    expect(await governs(ada, 'member.add', room, bob)).toBe('not_found')
    // A ban may come before the person.
    expect(await governs(ada, 'member.ban', room, bob)).toBe('ok')
    expect(await governs(ada, 'member.pardon', room, bob)).toBe('ok')
    expect(await governs(ada, 'member.add', room, bob)).toBe('ok')
    await ada.ok('message.post', { room, cid: cid(), body: '@bob never was there', mentions: [bob.id] })
    expect(await idsOf(bob)).toEqual([])
    // Who was there has it again.
    await bob.ok('room.join', { room })
    expect(await governs(ada, 'member.ban', room, bob)).toBe('ok')
    expect(await governs(ada, 'member.pardon', room, bob)).toBe('ok')
    expect(await idsOf(bob)).toEqual([room])
    await bob.ok('room.quit', { room, cid: cid() })
  }
})

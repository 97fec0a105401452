import { governs, letsIn, makes } from '#tests/contract/room-talk.ts'
import { Talker } from '#tests/contract/talker.ts'
import { claimCode } from '#tests/kit/claim-house.ts'
import { newToken } from '#tests/kit/guest.ts'
import type { TestServer } from '#tests/kit/server.ts'
import { Uploader } from '#tests/kit/uploader.ts'

/** All that somebody can be to a room. `house` owns the installation. */
export const standings = ['looker', 'outsider', 'guest', 'owner', 'removed', 'banned', 'house'] as const
export type Standing = (typeof standings)[number]
export type Somebody = { talker: Talker; web: Uploader; token: string }
export type Circle = Record<Standing, Somebody> & { room: string }

let people = 0

export async function somebody(server: TestServer, name: string | null): Promise<Somebody> {
  const token = await newToken(server.url)
  const talker = await Talker.looker(server, token)
  if (name !== null) await talker.ok('profile.set', { name: `who is ${name} ${++people}`, look: 1 })
  return { talker, token, web: new Uploader(server, token) }
}

/** Whoever claims the house does it once. */
export async function landlord(server: TestServer): Promise<Somebody> {
  const house = await somebody(server, 'landlord')
  await house.talker.ok('owner.claim', { code: await claimCode(server) })
  return house
}

/** One of each, around a private room: those who were put out had been in it, and are still connected. */
export async function circleOf(server: TestServer, house: Somebody): Promise<Circle> {
  const looker = await somebody(server, null)
  const [outsider, guest, owner] = await Promise.all([
    somebody(server, 'outsider'),
    somebody(server, 'guest'),
    somebody(server, 'owner'),
  ])
  const [removed, banned] = await Promise.all([somebody(server, 'removed'), somebody(server, 'banned')])
  const room = await makes(owner.talker, { access: 'private' })
  for (const { talker } of [guest, removed, banned]) await letsIn(owner.talker, room, talker)
  for (const { talker } of [looker, outsider, house]) await talker.ask('room.join', { room: room.id })
  await governs(owner.talker, 'member.remove', room.id, removed.talker)
  await governs(owner.talker, 'member.ban', room.id, banned.talker)
  return { looker, outsider, guest, owner, removed, banned, house, room: room.id }
}

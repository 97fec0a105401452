import * as v from 'valibot'
import { commands } from '#protocol/index.ts'
import { newToken } from '#tests/kit/guest.ts'
import type { TestServer } from '#tests/kit/server.ts'
import { Uploader } from '#tests/kit/uploader.ts'
import { Speaker } from './speaker.ts'

/** In which state a session may be when a command comes. */
export const states = [
  'silent',
  'looker',
  'guest',
  'member',
  'owner',
  'second',
  'removed',
  'banned',
  'landlady',
] as const
export type State = (typeof states)[number]

/** Everybody who speaks, the ids of what there is, and the owner's token. */
export type Cast = { speakers: Record<State, Speaker>; ids: string[]; token: string; room: string }

export type Stage = {
  server: TestServer
  said: Map<string, number>
  /** Whoever owns the house; null where nobody does. */
  landlady: string | null
  scene: number
}

const cid = () => crypto.randomUUID()
const made = v.object({ room: v.object({ id: v.string() }) })
const stored = v.object({ epoch: v.string() })

/** A scene: a private and an open room with messages, files and a reaction in them, and somebody in each state. */
export async function bringCast(stage: Stage): Promise<Cast> {
  const { server, scene } = stage
  const [owner, ownerToken] = await enter(stage, 'owner')
  const [guest, member, removed, banned] = await Promise.all(
    ['guest', 'member', 'removed', 'banned'].map((name) => enter(stage, name)),
  )
  if (!guest || !member || !removed || !banned) throw new Error('somebody is missing')
  const open = v.parse(made, await owner.ok('room.open', { name: `scene-${scene}-${cid().slice(0, 8)}` })).room.id
  const closed = v.parse(made, await owner.ok('room.make', { cid: cid(), title: 'Tea', access: 'private' })).room.id
  const people = await Promise.all([owner, guest[0], member[0], removed[0], banned[0]].map(idOf))
  await owner.ok('room.join', { room: open })
  await owner.ok('room.join', { room: closed })
  for (const [one, at] of [
    [member, 2],
    [removed, 3],
    [banned, 4],
  ] as const) {
    await owner.ok('member.add', { room: closed, cid: cid(), person: people[at] })
    await one[0].ok('room.join', { room: closed })
    await one[0].ok('room.join', { room: open })
  }
  const first = await owner.ok('message.post', { room: closed, cid: cid(), body: '**tea** 茶馆 https://a.example' })
  await member[0].ok('message.post', { room: closed, cid: cid(), body: 'yes', re: first['seq'] })
  await member[0].ok('message.post', { room: open, cid: cid(), body: '@all :tea:' })
  for (const [command, at] of [
    ['member.remove', 3],
    ['member.ban', 4],
  ] as const)
    await owner.ok(command, { room: closed, cid: cid(), person: people[at] })
  const file = await new Uploader(server, ownerToken).uploads(closed, Buffer.from('a file of words\n'), 'words.txt')
  const speakers = {
    silent: await Speaker.open(server, stage.said),
    looker: await looker(stage, await newToken(server.url)),
    guest: guest[0],
    member: member[0],
    owner,
    second: await looker(stage, ownerToken),
    removed: removed[0],
    banned: banned[0],
    landlady: stage.landlady === null ? await Speaker.open(server, stage.said) : await looker(stage, stage.landlady),
  }
  const ids = [open, closed, ...people, file.id, v.parse(stored, first).epoch]
  return { speakers, ids, token: ownerToken, room: closed }
}

async function looker({ server, said }: Stage, token: string): Promise<Speaker> {
  const speaker = await Speaker.open(server, said)
  await speaker.ok('hello', { v: 1, token })
  return speaker
}

async function enter(stage: Stage, name: string): Promise<[Speaker, string]> {
  const token = await newToken(stage.server.url)
  const speaker = await looker(stage, token)
  await speaker.ok('profile.set', { name: `tea ${name} ${cid().slice(0, 8)}`, look: 1 })
  return [speaker, token]
}

/** Taking its own name again tells who one is. */
async function idOf(speaker: Speaker): Promise<string> {
  const { me } = v.parse(
    commands['profile.set'].reply,
    await speaker.ok('profile.set', { name: `x${cid().slice(0, 12)}`, look: 2 }),
  )
  return me.id
}

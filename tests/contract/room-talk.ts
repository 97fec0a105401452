import * as v from 'valibot'
import { type CommandInput, commands } from '#protocol/index.ts'
import type { RoomInfo } from '#protocol/room-info.ts'
import type { Talker } from './talker.ts'

export const cid = (): string => crypto.randomUUID()

type Making = Partial<CommandInput<'room.make'>>

/** A room of this talker, joined. */
export async function makes(talker: Talker, wish: Making = {}): Promise<RoomInfo> {
  const reply = await talker.ok('room.make', { cid: cid(), title: 'Tea', access: 'private', ...wish })
  const { room } = v.parse(commands['room.make'].reply, reply)
  await talker.ok('room.join', { room: room.id })
  return room
}

export type MemberCommand = 'member.add' | 'member.remove' | 'member.ban' | 'member.pardon' | 'member.hand_over'

/** The refusal, or `ok`. */
export const governs = (talker: Talker, command: MemberCommand, room: string, who: Talker): Promise<unknown> =>
  talker.refusal(command, { room, cid: cid(), person: who.id })

/** Adds somebody, who joins. */
export async function letsIn(owner: Talker, room: RoomInfo, who: Talker): Promise<void> {
  if (room.access === 'private') await owner.ok('member.add', { room: room.id, cid: cid(), person: who.id })
  await who.ok('room.join', { room: room.id })
}

/** Pushes of this kind so far. */
export const pushesOf = (talker: Talker, name: string): Record<string, unknown>[] =>
  talker.pushed.filter(({ kind }) => kind === name).map(({ body }) => body)

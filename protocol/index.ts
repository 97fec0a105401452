import type * as v from 'valibot'
import { goawayPush, headsPush, heartbeat, hello } from './connection.ts'
import { readFiles, readStorage } from './files.ts'
import {
  addMember,
  banMember,
  claimHouse,
  handOver,
  markPerson,
  marksPush,
  openChat,
  outPush,
  pardonMember,
  readMarks,
  readMembers,
  removeMember,
} from './members.ts'
import {
  editMessage,
  eraseMessage,
  forwardMessage,
  getMessages,
  hideCards,
  pinMessage,
  postMessage,
  reactToMessage,
  readEdits,
  readPins,
} from './messages.ts'
import { deleteMe, eraseMyMessages, erasingPush } from './own-data.ts'
import { changePack, listPacks, makePack, removePack } from './packs.ts'
import { peoplePush, setProfile, suggestName } from './people.ts'
import { pushKey, subscribePush, unsubscribePush } from './push.ts'
import { bellsPush, markRead, minePush, readMine, readPush, receiptsPush, setLevel } from './reading.ts'
import type { RefusalBody } from './refusals.ts'
import { changeRoom, makeRoom, quitRoom, readDirectory } from './room-making.ts'
import { eventsPush, joinRoom, leaveRoom, openRoom, readHistory } from './rooms.ts'
import { searchMessages } from './search.ts'
import { readSettings, setSettings, settingsPush } from './settings.ts'
import { setTyping, typingPush } from './typing.ts'

/** Every command, by its name on the wire. */
export const commands = {
  hello,
  heartbeat,
  'profile.set': setProfile,
  'profile.suggest': suggestName,
  'room.open': openRoom,
  'room.join': joinRoom,
  'room.leave': leaveRoom,
  'room.history': readHistory,
  'room.pins': readPins,
  'room.make': makeRoom,
  'room.change': changeRoom,
  'room.directory': readDirectory,
  'room.quit': quitRoom,
  'room.members': readMembers,
  'member.add': addMember,
  'member.remove': removeMember,
  'member.ban': banMember,
  'member.pardon': pardonMember,
  'member.hand_over': handOver,
  'chat.open': openChat,
  'person.mark': markPerson,
  'me.marks': readMarks,
  'me.settings': readSettings,
  'me.set_settings': setSettings,
  'owner.claim': claimHouse,
  'room.mine': readMine,
  'room.read': markRead,
  'room.set_level': setLevel,
  'push.key': pushKey,
  'push.subscribe': subscribePush,
  'push.unsubscribe': unsubscribePush,
  'message.post': postMessage,
  'message.forward': forwardMessage,
  'search.messages': searchMessages,
  'message.edit': editMessage,
  'message.erase': eraseMessage,
  'message.react': reactToMessage,
  'message.pin': pinMessage,
  'message.get': getMessages,
  'message.edits': readEdits,
  'message.hide_cards': hideCards,
  'room.files': readFiles,
  'storage.read': readStorage,
  'pack.list': listPacks,
  'pack.make': makePack,
  'pack.change': changePack,
  'pack.remove': removePack,
  'me.erase_messages': eraseMyMessages,
  'me.delete': deleteMe,
  'typing.set': setTyping,
} as const

/** Everything that the server says without being asked, by its kind. */
export const pushes = {
  events: eventsPush,
  people: peoplePush,
  typing: typingPush,
  heads: headsPush,
  goaway: goawayPush,
  erasing: erasingPush,
  out: outPush,
  marks: marksPush,
  settings: settingsPush,
  mine: minePush,
  bells: bellsPush,
  read: readPush,
  receipts: receiptsPush,
} as const

export type Commands = typeof commands
export type CommandName = keyof Commands
export type CommandInput<C extends CommandName> = v.InferOutput<Commands[C]['input']>
export type CommandReply<C extends CommandName> = v.InferOutput<Commands[C]['reply']>
export type PushName = keyof typeof pushes
export type PushBody<P extends PushName> = v.InferOutput<(typeof pushes)[P]>

/** Client to server. `ref` is a whole number from 1 up, the client's own; the answer carries it. */
export type CommandFrame = { [C in CommandName]: [ref: number, name: C, input: CommandInput<C>] }[CommandName]

/** Exactly one for each command: stored, refused (nothing stored), or unknown (send it again with the same cid). */
export type AnswerFrame =
  | [ref: number, 'ok', unknown]
  | [ref: number, 'no', RefusalBody]
  | [ref: number, 'unknown', Record<string, never>]

/** `ref` 0: not an answer. A frame that could not be read at all is refused with `ref` 0, too. */
export type PushFrame = { [P in PushName]: [ref: 0, kind: P, body: PushBody<P>] }[PushName]
export type ServerFrame = AnswerFrame | PushFrame

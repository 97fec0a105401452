import type { CommandName } from '#protocol/index.ts'

export const roles = ['silent', 'looker', 'outsider', 'member', 'author'] as const
export type Role = (typeof roles)[number]
type Row = Record<Role, string>

/** Whoever has not said hello gets the same for everything. */
const row = (looker: string, outsider: string, member: string, author: string): Row => ({
  silent: 'hello_first',
  looker,
  outsider,
  member,
  author,
})

const anybody = row('ok', 'ok', 'ok', 'ok')
const named = row('login_first', 'ok', 'ok', 'ok')
const inRoom = row('login_first', 'not_found', 'ok', 'ok')
const authors = row('login_first', 'not_found', 'forbidden', 'ok')
/** An own room, or an own house: none of these has one. */
const owners = row('login_first', 'forbidden', 'forbidden', 'forbidden')

/**
 * What each role gets for each command. `silent` has not said hello, `outsider` has a name and is not in the room, `author`
 * speaks of an own message, everybody else of one of the host's.
 */
export const matrix: Record<Exclude<CommandName, 'hello'>, Row> = {
  heartbeat: anybody,
  'profile.set': anybody,
  'profile.suggest': anybody,
  'room.open': anybody,
  'room.join': anybody,
  'room.leave': anybody,
  'room.history': anybody,
  'message.post': inRoom,
  'search.messages': row('not_found', 'not_found', 'ok', 'ok'),
  'message.edit': authors,
  'message.erase': authors,
  'message.react': inRoom,
  'message.pin': inRoom,
  'message.hide_cards': authors,
  'room.files': anybody,
  'storage.read': named,
  'pack.list': anybody,
  'pack.make': owners,
  'pack.change': owners,
  'pack.remove': owners,
  'message.get': anybody,
  'message.edits': row('login_first', 'forbidden', 'forbidden', 'ok'),
  'me.erase_messages': inRoom,
  'me.delete': anybody,
  'room.pins': anybody,
  'room.make': named,
  'room.change': owners,
  'room.directory': anybody,
  'room.quit': named,
  'room.members': anybody,
  'member.add': owners,
  'member.remove': owners,
  'member.ban': owners,
  'member.pardon': owners,
  'member.hand_over': owners,
  'chat.open': named,
  'person.mark': named,
  'me.marks': named,
  'me.settings': named,
  'me.set_settings': named,
  'owner.claim': owners,
  'room.mine': named,
  'room.read': inRoom,
  'room.set_level': inRoom,
  'push.key': anybody,
  'push.subscribe': named,
  'push.unsubscribe': anybody,
  'message.forward': inRoom,
  'typing.set': inRoom,
}

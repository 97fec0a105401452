/** Who asks. `guest` is in an open or link room as anybody may be, `member` in a private one. */
export const standings = ['looker', 'outsider', 'guest', 'owner', 'removed', 'banned', 'house'] as const
export type StandingName = (typeof standings)[number]
type Row = Record<StandingName, string>

const row = (words: string): Row => {
  const [looker = '', outsider = '', guest = '', owner = '', removed = '', banned = '', house = ''] = words
    .trim()
    .split(/\s+/)
  return { looker, outsider, guest, owner, removed, banned, house }
}

/**
 * What each gets for each command about a room. `house` owns the installation: in the link room it has joined, in the private
 * one it is nobody (T-13). Those that are `ok` for the owner are the positive controls of all others.
 */
export const roomMatrix: Record<string, { link: Row; private: Row }> = {
  //                       looker      outsider  guest     owner     removed   banned    house
  'room.join': {
    link: row('            ok          ok        ok        ok        ok        banned    ok'),
    private: row('         not_found   not_found ok        ok        not_found not_found not_found'),
  },
  'room.history': {
    link: row('            ok          ok        ok        ok        ok        banned    ok'),
    private: row('         not_found   not_found ok        ok        not_found not_found not_found'),
  },
  'room.pins': {
    link: row('            ok          ok        ok        ok        ok        banned    ok'),
    private: row('         not_found   not_found ok        ok        not_found not_found not_found'),
  },
  'room.members': {
    link: row('            ok          ok        ok        ok        ok        banned    ok'),
    private: row('         not_found   not_found ok        ok        not_found not_found not_found'),
  },
  'message.get': {
    link: row('            ok          ok        ok        ok        ok        banned    ok'),
    private: row('         not_found   not_found ok        ok        not_found not_found not_found'),
  },
  'message.edits': {
    link: row('            login_first forbidden forbidden ok        forbidden banned    forbidden'),
    private: row('         not_found   not_found forbidden ok        not_found not_found not_found'),
  },
  'search.messages': {
    link: row('            ok          ok        ok        ok        not_found banned    ok'),
    private: row('         not_found   not_found ok        ok        not_found not_found not_found'),
  },
  'message.post': {
    link: row('            login_first ok        ok        ok        not_found banned    ok'),
    private: row('         login_first not_found ok        ok        not_found not_found not_found'),
  },
  'message.forward': {
    link: row('            login_first ok        ok        ok        not_found banned    ok'),
    private: row('         login_first not_found ok        ok        not_found not_found not_found'),
  },
  'message.react': {
    link: row('            login_first ok        ok        ok        not_found banned    ok'),
    private: row('         login_first not_found ok        ok        not_found not_found not_found'),
  },
  'message.pin': {
    link: row('            login_first ok        ok        ok        not_found banned    ok'),
    private: row('         login_first not_found ok        ok        not_found not_found not_found'),
  },
  'message.edit': {
    link: row('            login_first forbidden forbidden ok        not_found banned    forbidden'),
    private: row('         login_first not_found forbidden ok        not_found not_found not_found'),
  },
  'message.hide_cards': {
    link: row('            login_first forbidden forbidden ok        not_found banned    forbidden'),
    private: row('         login_first not_found forbidden ok        not_found not_found not_found'),
  },
  'room.files': {
    link: row('            ok          ok        ok        ok        ok        banned    ok'),
    private: row('         not_found   not_found ok        ok        not_found not_found not_found'),
  },
  'typing.set': {
    link: row('            login_first ok        ok        ok        not_found banned    ok'),
    private: row('         login_first not_found ok        ok        not_found not_found not_found'),
  },
  'room.read': {
    link: row('            login_first ok        ok        ok        ok        banned    ok'),
    private: row('         login_first not_found ok        ok        not_found not_found not_found'),
  },
  'room.set_level': {
    link: row('            login_first ok        ok        ok        ok        banned    ok'),
    private: row('         login_first not_found ok        ok        not_found not_found not_found'),
  },
  'me.erase_messages': {
    link: row('            login_first ok        ok        ok        not_found banned    ok'),
    private: row('         login_first not_found ok        ok        not_found not_found not_found'),
  },
  'room.change': {
    link: row('            login_first forbidden forbidden ok        forbidden banned    ok'),
    private: row('         login_first not_found forbidden ok        not_found not_found not_found'),
  },
  'member.remove': {
    link: row('            login_first forbidden forbidden ok        forbidden banned    ok'),
    private: row('         login_first not_found forbidden ok        not_found not_found not_found'),
  },
  'member.add': {
    link: row('            login_first forbidden forbidden ok        forbidden banned    ok'),
    private: row('         login_first not_found ok        ok        not_found not_found not_found'),
  },
  'member.ban': {
    link: row('            login_first forbidden forbidden ok        forbidden banned    ok'),
    private: row('         login_first not_found forbidden ok        not_found not_found not_found'),
  },
  'member.pardon': {
    link: row('            login_first forbidden forbidden ok        forbidden banned    ok'),
    private: row('         login_first not_found forbidden ok        not_found not_found not_found'),
  },
  'room.quit': {
    link: row('            login_first ok        ok        forbidden ok        banned    ok'),
    private: row('         login_first not_found ok        forbidden not_found not_found not_found'),
  },
  // Last, for it ends the owner's rights; the guest has quit by then.
  'member.hand_over': {
    link: row('            login_first forbidden forbidden ok        forbidden banned    ok'),
    private: row('         login_first not_found not_found ok        not_found not_found not_found'),
  },
  'room.leave': {
    link: row('            ok          ok        ok        ok        ok        ok        ok'),
    private: row('         ok          ok        ok        ok        ok        ok        ok'),
  },
}

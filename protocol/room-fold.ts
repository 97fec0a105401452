import type { Person } from './people.ts'
import type { MemberChanged, Notice } from './room-events.ts'
import type { Role, RoomInfo } from './room-info.ts'

/** Who no longer belongs to a room. */
const parting: ReadonlySet<MemberChanged['how']> = new Set(['left', 'removed', 'banned'])

/** A room after a notice: state plus events is the fresh state. The same notice again changes nothing more. */
export function foldRoom(room: RoomInfo, notice: Notice): RoomInfo {
  if (notice.type === 'member.changed') return foldBelonging(room, notice)
  const { topic, accent, archived, cards, ...rest } = room
  const next = {
    topic: notice.topic ?? topic,
    accent: notice.accent === undefined ? accent : notice.accent,
    archived: notice.archived ?? archived,
    cards: notice.cards ?? cards,
  }
  return {
    ...rest,
    ...(notice.title !== undefined && { title: notice.title }),
    ...(notice.access !== undefined && { access: notice.access }),
    ...(next.topic && { topic: next.topic }),
    ...(next.accent != null && { accent: next.accent }),
    ...(next.archived && { archived: true as const }),
    ...(next.cards && { cards: true as const }),
  }
}

function foldBelonging(room: RoomInfo, { who, how }: MemberChanged): RoomInfo {
  if (how === 'owner') return { ...room, owner: who }
  if (!parting.has(how)) return room
  const { owner, people, ...rest } = room
  return {
    ...rest,
    ...(owner && owner.id !== who.id && { owner }),
    ...(people && { people: people.filter(({ id }) => id !== who.id) }),
  }
}

/**
 * What somebody is in a room after a notice; null: nothing special. Only private rooms have members: elsewhere who steps
 * down, is added again or pardoned is nobody special.
 */
export function foldRole(
  role: Role | null,
  personId: string | null,
  { access }: RoomInfo,
  notice: Notice,
): Role | null {
  if (notice.type !== 'member.changed') return role
  const member = access === 'private' ? 'member' : null
  const { who, how } = notice
  if (how === 'owner') return who.id === personId ? 'owner' : role === 'owner' ? member : role
  if (who.id !== personId) return role
  if (parting.has(how)) return null
  return role ?? member
}

export type Member = { person: Person; role: Role; since_ms: number }

/** Who belongs to a room (`room.members`) after a notice, in no order that means anything. */
export function foldMembers(members: readonly Member[], room: RoomInfo, notice: Notice): readonly Member[] {
  if (notice.type !== 'member.changed') return members
  const { who, at } = notice
  const known = members.some(({ person }) => person.id === who.id)
  const all =
    known || parting.has(notice.how) ? members : [...members, { person: who, role: 'member' as const, since_ms: at }]
  return all.flatMap((member) => {
    const role = foldRole(known || member.person.id !== who.id ? member.role : null, member.person.id, room, notice)
    return role === null ? [] : [role === member.role ? member : { ...member, role }]
  })
}

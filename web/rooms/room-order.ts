import type { Level, MyRoom } from '#protocol/reading.ts'
import type { RoomInfo } from '#protocol/room-info.ts'
import { levelOf, unreadOf } from '#web/store/my-rooms.ts'

/** What the end of a row says. `tea`: something for oneself; `plain`: something new; `dot`: something new that one does not want to hear of. */
export type Note = { tone: 'tea' | 'plain' | 'dot'; count: number }

/** The list: where something was said last stands first, silent ones by their titles; what is archived stands behind the rest. */
export function arrange(rooms: readonly MyRoom[]): MyRoom[] {
  return [...rooms].sort(
    (one, other) =>
      Number(one.room.archived ?? false) - Number(other.room.archived ?? false) ||
      (other.at ?? 0) - (one.at ?? 0) ||
      one.room.title.localeCompare(other.room.title) ||
      (one.room.id < other.room.id ? -1 : 1),
  )
}

/** What one hears of a room where nobody has chosen (web/store/my-rooms.ts). */
export const usualLevel = ({ kind }: RoomInfo): Level => (kind === 'chat' ? 'all' : 'mentions')

export function noteOf(mine: MyRoom): Note | null {
  const count = unreadOf(mine)
  if (count === 0 && mine.mentions === 0) return null
  if (levelOf(mine) === 'none') return { tone: 'dot', count }
  const isForMe = mine.mentions > 0 || mine.room.kind === 'chat'
  return { tone: isForMe ? 'tea' : 'plain', count: Math.max(count, mine.mentions) }
}

/** Something is not read that one wants to hear of. */
const waits = (mine: MyRoom): boolean => {
  const note = noteOf(mine)
  return note !== null && note.tone !== 'dot'
}

/**
 * The room before (-1) or after (1) the one with id `here`, round the ends; with `unread` the nearest of those where something
 * waits. Null: there is none but this one.
 */
export function neighbour(
  rooms: readonly MyRoom[],
  here: string | undefined,
  { step, unread }: { step: 1 | -1; unread: boolean },
): MyRoom | null {
  const count = rooms.length
  const at = rooms.findIndex(({ room }) => room.id === here)
  const start = at >= 0 ? at : step > 0 ? -1 : count
  for (let turn = 1; turn <= count; turn++) {
    const next = rooms[(start + step * turn + count * 2) % count]
    if (next && next.room.id !== here && (!unread || waits(next))) return next
  }
  return null
}

import type { MyRoom } from '#protocol/reading.ts'

/** Rooms at once: more is no conversation any more, and the server's budget for posting ends there, too. */
export const MOST_CHOSEN = 5
const MOST_RECENT = 5

/** The rooms that one can forward to, where one forwarded last first; the room of the page last. */
export function roomsToChoose(rooms: readonly MyRoom[], recent: readonly string[], here: string): readonly MyRoom[] {
  const rank = ({ room: { id } }: MyRoom): number => {
    if (id === here) return MOST_RECENT + 1
    const at = recent.indexOf(id)
    return at < 0 ? MOST_RECENT : at
  }
  // Stable: the others keep the order of the list, which is that of what was said last.
  return rooms.filter(({ room }) => !room.archived).sort((one, other) => rank(one) - rank(other))
}

/** Where one forwarded last, newest first, after these. */
export const withRecent = (recent: readonly string[], rooms: readonly string[]): readonly string[] =>
  [...rooms, ...recent.filter((id) => !rooms.includes(id))].slice(0, MOST_RECENT)

const KEY = 'teahouse.forwarded'

/** Of whoever uses this browser: ids of rooms that somebody else is not in are simply not found. */
export function readRecent(): readonly string[] {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(KEY) ?? '[]')
    return Array.isArray(stored) ? stored.filter((id) => typeof id === 'string').slice(0, MOST_RECENT) : []
  } catch {
    return []
  }
}

export function keepRecent(rooms: readonly string[]): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(withRecent(readRecent(), rooms)))
  } catch {
    // A browser that keeps nothing: the list is in its own order.
  }
}

import type { Notice } from '#protocol/room-events.ts'

/** Most that are held: a room may have nothing but notices for a long while. Those far from the reader go. */
export const MOST_NOTICES = 300

type Held = { from: number; to: number; head: number; tailFrom: number; notices: readonly Notice[] }

/** Holds `more` notices, too; of all only those that lie in the window or in the tail, each once, in the order of the log. */
export function holdNotices<T extends Held>(state: T, more: readonly Notice[], anchor: number | null): T {
  if (more.length === 0 && state.notices.length === 0) return state
  const { from, to, head, tailFrom } = state
  const held = new Map([...state.notices, ...more].map((notice) => [notice.seq, notice]))
  const notices = [...held.values()]
    .filter(({ seq }) => seq <= head && ((seq >= from && seq <= to) || seq >= tailFrom))
    .sort((one, other) => one.seq - other.seq)
  return { ...state, notices: around(notices, anchor) }
}

function around(notices: readonly Notice[], anchor: number | null): readonly Notice[] {
  const over = notices.length - MOST_NOTICES
  if (over <= 0) return notices
  const at = anchor === null ? -1 : notices.findIndex(({ seq }) => seq >= anchor)
  const first = at < 0 ? over : Math.min(over, Math.max(0, at - MOST_NOTICES / 2))
  return notices.slice(first, first + MOST_NOTICES)
}

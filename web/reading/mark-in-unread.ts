import type { Looking, Unread } from '#web/store/unread.ts'

/** Not read are `count` messages after number `read`: as the server has it when the room opens, on whatever device one read. */
export type Mark = { read: number; count: number }

/** The line where the mark is. One that was seen already stays where it is. */
export const noteMark = (state: Unread, { read, count }: Mark): Unread =>
  count === 0 || state.lineSeen ? state : { ...state, lineAt: read + 1, sinceLine: Math.max(count, state.sinceLine) }

/**
 * Another device has read up to the mark. Here nobody looks: what was read there is not new here any more, and the line goes
 * along. Under somebody who looks nothing moves.
 */
export function noteRead(state: Unread, { read, count }: Mark, { attentive }: Pick<Looking, 'attentive'>): Unread {
  if (attentive) return state
  const left = { ...state, away: Math.min(state.away, count), below: Math.min(state.below, count) }
  if (count === 0) return { ...left, firstBelow: null, lineAt: null, lineSeen: false, sinceLine: 0 }
  if (state.lineAt === null || state.lineAt > read) return { ...left, sinceLine: Math.min(state.sinceLine, count) }
  return { ...left, lineAt: read + 1, lineSeen: false, sinceLine: count }
}

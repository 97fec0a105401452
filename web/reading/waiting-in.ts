import type { Level, MyRoom } from '#protocol/reading.ts'
import { levelOf, unreadOf } from '#web/store/my-rooms.ts'
import { nothingWaits, type Waiting } from '#web/store/room-levels.ts'

/** What one hears of a room where nothing was chosen: of a private chat everything, elsewhere what is for oneself. */
export const defaultLevel = ({ room }: Pick<MyRoom, 'room'>): Level => (room.kind === 'chat' ? 'all' : 'mentions')

/** What of a room waits for the reader, as its level has it. In a private chat everything is for the reader. */
export function waitingIn(one: MyRoom): Waiting {
  const level = levelOf(one)
  const { mentions } = one
  if (level === 'none') return nothingWaits
  if (level === 'mentions') return { count: mentions, forMe: mentions }
  const count = Math.max(unreadOf(one), mentions)
  return { count, forMe: one.room.kind === 'chat' ? count : mentions }
}

export const sumOf = (parts: readonly Waiting[]): Waiting =>
  parts.reduce((sum, one) => ({ count: sum.count + one.count, forMe: sum.forMe + one.forMe }), nothingWaits)

import type { MyRoom } from '#protocol/reading.ts'
import { ignored } from '#web/store/ignored.ts'
import { isErased } from '#web/store/lines.ts'
import { unreadOf } from '#web/store/my-rooms.ts'
import { me } from '#web/store/session.ts'
import { heldLines, timeline } from '#web/store/timeline-store.ts'
import type { Mark } from './mark-in-unread.ts'

/**
 * What of others comes after the mark of the page's room. As far as the page holds the log it is counted there, which is newer
 * than what bells tell, and without own messages: the mark is then put right before the first of them.
 */
export function leftAfter(mine: MyRoom): Mark {
  const others = [...heldLines.peek().all().values()]
    .filter(({ seq, by }) => seq > mine.read && by.id !== me.peek()?.id && !ignored.peek().has(by.id))
    .filter((line) => !isErased(line))
    .map(({ seq }) => seq)
  if (mine.read < timeline.peek().tailFrom - 1)
    return { read: mine.read, count: Math.max(others.length, unreadOf(mine)) }
  return { read: Math.max(mine.read, Math.min(...others, Number.MAX_SAFE_INTEGER) - 1), count: others.length }
}

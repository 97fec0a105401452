import { startOutgoing } from '#web/store/outgoing.ts'
import { startTimeline } from '#web/store/timeline-store.ts'
import { startUnread } from '#web/store/unread.ts'
import { startAnnouncements } from './announcements.ts'
import { startFavicon } from './favicon.ts'
import { startTitle } from './title.ts'

export { Announcer } from './Announcer.tsx'

/**
 * Follows the room's log, what is unread and what is unsent, and shows it in the title, on the icon and to a screen
 * reader. Call it once, after the words are loaded and before the session starts, so that no snapshot is missed.
 */
export function startAttention(): () => void {
  startTimeline()
  startUnread()
  startOutgoing()
  const stops = [startTitle(), startFavicon(), startAnnouncements()]
  return () => {
    for (const stop of stops) stop()
  }
}

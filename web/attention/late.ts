import { startAnnouncements } from './announcements.ts'
import { startFavicon } from './favicon.ts'

/** What tells a screen reader of what comes, and the dot on the page's icon: a moment later than the page is early enough. */
export function startLate(): void {
  startAnnouncements()
  startFavicon()
}

import { startAnnouncements } from './announcements.ts'
import { startFavicon } from './favicon.ts'
import { startTitleMark } from './title-mark.ts'

/** What tells a screen reader of what comes, the dot on the page's icon and the number in its title: a moment later than the page is early enough. */
export function startLate(): void {
  startAnnouncements()
  startFavicon()
  startTitleMark()
}

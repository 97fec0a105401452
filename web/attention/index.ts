import { startOutgoing } from '#web/store/outgoing.ts'
import type { Preferences } from '#web/store/preferences.ts'
import { startTimeline } from '#web/store/timeline-store.ts'
import { startUnread } from '#web/store/unread.ts'
import type { Incoming } from './incoming.ts'
import { startListening } from './listen.ts'
import { startMentions } from './mentions.ts'
import { startTitle } from './title.ts'
import type { Where } from './where.ts'

export { Announcer } from './Announcer.tsx'
export { announce } from './announce.ts'
export { keepMentions, mentionsAway } from './mentions.ts'
export { question } from './question.ts'

/** Tells a screen reader of what comes, puts a dot on the page's icon, and a number into its title: from a moment later than the page on. */
export const startLateAttention = (): Promise<void> => import('./late.ts').then(({ startLate }) => startLate())

/** What a level sounds like, when somebody chooses it. */
export function playSample(level: Preferences['sound']): void {
  if (level !== 'off') void import('./sound.ts').then(({ play }) => play(level === 'all' ? 'message' : 'mention'))
}

/** Messages of others in a room that the page does not show: plays, notifies and announces where that is wanted. */
export async function hearElsewhere(where: Where, incoming: readonly Incoming[]): Promise<void> {
  const [alerts, announcements] = await Promise.all([import('./alerts.ts'), import('./announcements.ts')])
  alerts.hearElsewhere(where, incoming)
  announcements.announceElsewhere(where, incoming)
}

/**
 * Follows the room's log, what is unread and what is unsent, and shows it in the title, on the icon and to a screen
 * reader, with a sound and in notifications. Call it once, after the words are loaded and before the session starts, so that no snapshot is missed.
 */
export function startAttention(): () => void {
  startTimeline()
  startUnread()
  startOutgoing()
  const stops = [startMentions(), startTitle(), startListening()]
  return () => {
    for (const stop of stops) stop()
  }
}

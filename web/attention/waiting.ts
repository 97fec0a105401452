import { computed, type ReadonlySignal } from '@preact/signals'
import type { Level } from '#protocol/reading.ts'
import { preferences } from '#web/store/preferences.ts'
import { elsewhere, levelHere, nothingWaits, type Waiting } from '#web/store/room-levels.ts'
import { timeline } from '#web/store/timeline-store.ts'
import { attentive, unread } from '#web/store/unread.ts'
import { mentionsAway } from './mentions.ts'

/** What of the room on the page waits for the reader, by the room's level. */
export function waitingHere(all: Waiting, level: Level | null): Waiting {
  if (level === 'none') return nothingWaits
  const { forMe } = all
  return level === 'mentions' ? { count: forMe, forMe } : all
}

// Of two objects that change with each frame of the socket, what is counted here: it seldom changes.
const away = computed(() => unread.value.away)
const missed = computed(() => timeline.value.missed)

/**
 * What title and icon tell: what came here while nobody looked, and what waits in other rooms. Of those somebody who looks at
 * the page is only told what is for him. Do not disturb silences all of it.
 */
export const waiting: ReadonlySignal<Waiting> = computed(() => {
  if (preferences.value.quiet === 'on') return nothingWaits
  const count = away.value
  const atLeast = missed.value !== null && !missed.value.isAll && count >= missed.value.count
  const here = waitingHere({ count, forMe: mentionsAway.value, atLeast }, levelHere.value)
  const { forMe, ...others } = elsewhere.value
  return { ...here, count: here.count + (attentive.value ? forMe : others.count), forMe: here.forMe + forMe }
})

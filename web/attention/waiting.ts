import { computed, type ReadonlySignal } from '@preact/signals'
import type { Level } from '#protocol/reading.ts'
import { preferences } from '#web/store/preferences.ts'
import { elsewhere, levelHere, nothingWaits, type Waiting } from '#web/store/room-levels.ts'
import { attentive, unread } from '#web/store/unread.ts'
import { mentionsAway } from './mentions.ts'

/** What of the room on the page waits for the reader, by the room's level. */
export function waitingHere({ count, forMe }: Waiting, level: Level | null): Waiting {
  if (level === 'none') return nothingWaits
  return level === 'mentions' ? { count: forMe, forMe } : { count, forMe }
}

/**
 * What title and icon tell: what came here while nobody looked, and what waits in other rooms. Of those somebody who looks at
 * the page is only told what is for him. Do not disturb silences all of it.
 */
export const waiting: ReadonlySignal<Waiting> = computed(() => {
  if (preferences.value.quiet === 'on') return nothingWaits
  const here = waitingHere({ count: unread.value.away, forMe: mentionsAway.value }, levelHere.value)
  const { count, forMe } = elsewhere.value
  return { count: here.count + (attentive.value ? forMe : count), forMe: here.forMe + forMe }
})

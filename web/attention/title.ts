import { effect } from '@preact/signals'
import { preferences } from '#web/store/preferences.ts'
import { pageTitle } from '#web/store/room-title.ts'
import { unread } from '#web/store/unread.ts'
import { words } from '#web/words/index.ts'
import { mentionsAway } from './mentions.ts'

/**
 * The number of messages that came while the page had no attention stands before the title, those for the reader apart.
 * Returns its stop.
 */
export function startTitle(): () => void {
  const stop = effect(() => {
    const { away } = unread.value
    const shows = away > 0 && preferences.value.quiet === 'off'
    const plain = pageTitle.value
    document.title = shows ? words().log.title(away, plain, mentionsAway.value) : plain
  })
  return () => {
    stop()
    document.title = pageTitle.peek()
  }
}

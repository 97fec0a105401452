import { effect } from '@preact/signals'
import { unread } from '#web/store/unread.ts'
import { words } from '#web/words/index.ts'

/** The number of messages that came while the page had no attention stands before the title. Returns its stop. */
export function startTitle(): () => void {
  const plain = document.title
  const stop = effect(() => {
    const { away } = unread.value
    document.title = away > 0 ? words().log.title(away, plain) : plain
  })
  return () => {
    stop()
    document.title = plain
  }
}

import { effect } from '@preact/signals'
import { pageTitle } from '#web/store/room-title.ts'
import { words } from '#web/words/index.ts'
import { waiting } from './waiting.ts'

/** The number of messages that wait stands before the title, those for the reader apart. Returns its stop. */
export function startTitle(): () => void {
  const stop = effect(() => {
    const { count, forMe } = waiting.value
    const plain = pageTitle.value
    const title = count > 0 ? words().log.title(count, plain, forMe) : plain
    // What waits is counted with each frame of the socket, and is the same text most of the time: to set it is dear.
    if (document.title !== title) document.title = title
  })
  return () => {
    stop()
    document.title = pageTitle.peek()
  }
}

import { isPressed } from '#web/kit/key-press.ts'
import { pageKeys } from '#web/kit/page-keys.ts'
import { goToUnread, jumpTo, placeInView } from '#web/messages/index.ts'
import { heldLines, timeline } from '#web/store/timeline-store.ts'
import { unread } from '#web/store/unread.ts'
import { countAsSeen, unseenMentions } from './read-marks.ts'

/** Shows the next message for the reader that was not on the screen; the one after it is known when this one is read. */
export async function goToNextMention(): Promise<void> {
  const next = unseenMentions.peek()
  if (!next) return
  await jumpTo(next.first, { from: placeInView(), focus: true })
  // Gone meanwhile: the page has said so, and the way goes on.
  if (!heldLines.peek().has(next.first) && next.first >= timeline.peek().from && next.first <= timeline.peek().to)
    countAsSeen(next.first, next.first)
}

/** Everything in the room is read. */
export const dismissMentions = (): void => countAsSeen(1, timeline.peek().head)

/** Shows the first message that is not read; false: everything is. */
export function goToFirstUnread(): boolean {
  const { lineAt } = unread.peek()
  if (lineAt === null) return false
  void goToUnread(lineAt)
  return true
}

/** Alt+PageUp: the first unread message, Alt+PageDown: the next for the reader. Returns the stop. */
export function startReadingKeys(): () => void {
  const hear = (event: KeyboardEvent) => {
    const toUnread = isPressed(event, pageKeys.firstUnread)
    if ((!toUnread && !isPressed(event, pageKeys.nextMention)) || document.querySelector('dialog[open]')) return
    if (toUnread) goToFirstUnread()
    else void goToNextMention()
    event.preventDefault()
  }
  window.addEventListener('keydown', hear)
  return () => window.removeEventListener('keydown', hear)
}

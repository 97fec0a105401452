import { closeLightbox } from '#web/files/late.ts'
import { narrow } from '#web/kit/media.ts'
import { jumpTo, placeInView } from '#web/messages/index.ts'
import { closeSidePanel } from '#web/store/side-panel.ts'

/** Shows the message that a file was sent with. On a phone the panel covers the log: it comes back as it was left. */
export function goToMessage(seq: number): void {
  const from = placeInView()
  closeLightbox()
  if (narrow.peek()) closeSidePanel()
  void jumpTo(seq, { from, focus: true })
}

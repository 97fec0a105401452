import { effect } from '@preact/signals'
import { coarsePointer } from '#web/kit/media.ts'
import { roomName, roomOut, roomRefused } from '#web/store/session.ts'
import { focusComposer } from '#web/store/timeline-commands.ts'
import { sheetOpen } from './layout.ts'

/**
 * In another room, and in one that is open again, one begins at the text, or, where a keyboard would rise from below, at the log; where a message is looked
 * for, it takes the focus itself. Returns its stop.
 */
export function startRoomFocus(): () => void {
  let [shown, wasShut] = [roomName.peek(), false]
  return effect(() => {
    const isShut = roomOut.value !== null || roomRefused.value !== null
    const isBack = wasShut && !isShut
    wasShut = isShut
    if (roomName.value === shown && !isBack) return
    if (roomName.value !== shown) sheetOpen.value = false
    shown = roomName.value
    // What has led here closes first, and gives the focus back to what opened it.
    requestAnimationFrame(begin)
  })
}

function begin(): void {
  if (location.hash !== '' || document.querySelector('dialog[open]')) return
  if (coarsePointer.peek()) document.querySelector<HTMLElement>('[role="log"]')?.focus({ preventScroll: true })
  else focusComposer.run()
  if (document.activeElement !== document.body) return
  // The text field may have come just now, and listen a moment later; there is none where a card stands.
  const field = coarsePointer.peek() ? null : document.querySelector<HTMLElement>('.composer-text')
  const first = field ?? document.querySelector('h1')
  first?.focus()
}

import { hasCommandKey } from '#web/kit/command-key.ts'
import { goToRoom } from '#web/store/go-to-room.ts'
import { roomInfo } from '#web/store/session.ts'
import { mine } from './my-list.ts'
import { prepareRooms } from './Rooms.tsx'
import { neighbour } from './room-order.ts'
import { closeRooms, roomsView, showRooms } from './rooms-view.ts'

/**
 * Ctrl/⌘+K opens the switcher, and closes it again; Alt+↑ ↓ go to the room before and after, with Shift to the nearest where
 * something waits. In text fields, too; never while an input method composes, and not over other dialogs. On a Mac Ctrl+K
 * belongs to the text. Returns its stop.
 */
export function startRoomKeys(): () => void {
  const hear = (event: KeyboardEvent) => {
    if (event.isComposing || event.keyCode === 229 || event.defaultPrevented) return
    // What a command opens is on its way before its second key is pressed.
    if (event.key === 'Control' || event.key === 'Meta') prepareRooms().catch(() => undefined)
    if (isSwitcherKey(event)) {
      if (roomsView.peek()?.name === 'switcher') closeRooms()
      else if (document.querySelector('dialog[open]')) return
      else showRooms({ name: 'switcher' })
    } else if (!walk(event)) return
    event.preventDefault()
  }
  window.addEventListener('keydown', hear)
  return () => window.removeEventListener('keydown', hear)
}

/** By `code` where the layout has no Latin letters. */
const isSwitcherKey = (event: KeyboardEvent): boolean =>
  hasCommandKey(event) &&
  !event.altKey &&
  !event.shiftKey &&
  (event.key.toLowerCase() === 'k' || (event.code === 'KeyK' && !/^[a-z]$/i.test(event.key)))

function walk(event: KeyboardEvent): boolean {
  const { key, altKey, ctrlKey, metaKey, shiftKey: unread } = event
  if (!altKey || ctrlKey || metaKey || (key !== 'ArrowUp' && key !== 'ArrowDown')) return false
  if (document.querySelector('dialog[open]')) return false
  const step = key === 'ArrowDown' ? 1 : -1
  const next = neighbour(mine.peek() ?? [], roomInfo.peek()?.id, { step, unread })
  if (next) goToRoom(next.room.name, { known: next.room })
  // Also where there is nowhere to go: in a text field the key means something else, which nobody wanted.
  return true
}

import { isPressed } from '#web/kit/key-press.ts'
import { pageKeys } from '#web/kit/page-keys.ts'
import { isInputMethodKey } from '#web/kit/send-key.ts'
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
    if (isInputMethodKey(event) || event.defaultPrevented) return
    // What a command opens is on its way before its second key is pressed.
    if (event.key === 'Control' || event.key === 'Meta') prepareRooms().catch(() => undefined)
    if (isPressed(event, pageKeys.switchRoom)) {
      if (roomsView.peek()?.name === 'switcher') closeRooms()
      else if (document.querySelector('dialog[open]')) return
      else showRooms({ name: 'switcher' })
    } else if (!walk(event)) return
    event.preventDefault()
  }
  window.addEventListener('keydown', hear)
  return () => window.removeEventListener('keydown', hear)
}

const steps = [
  { keys: pageKeys.roomBefore, step: -1, unread: false },
  { keys: pageKeys.roomAfter, step: 1, unread: false },
  { keys: pageKeys.unreadBefore, step: -1, unread: true },
  { keys: pageKeys.unreadAfter, step: 1, unread: true },
] as const

function walk(event: KeyboardEvent): boolean {
  const way = steps.find(({ keys }) => isPressed(event, keys))
  if (!way || document.querySelector('dialog[open]')) return false
  const next = neighbour(mine.peek() ?? [], roomInfo.peek()?.id, way)
  if (next) goToRoom(next.room.name, { known: next.room })
  // Also where there is nowhere to go: in a text field the key means something else, which nobody wanted.
  return true
}

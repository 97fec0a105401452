import { ActionMenu } from '#web/kit/ActionMenu.tsx'
import { nameOf } from './room-actions.ts'
import { itemsOf } from './room-items.ts'
import { closeRoomMenu, roomMenu } from './rooms-view.ts'
import { latest } from './standing.ts'

/** The menu that is open, if it belongs here: over a modal list it has to stand inside of it, else nobody could press it. */
export function OpenMenu({ of }: { of: 'row' | 'header' }) {
  const menu = roomMenu.value
  if (menu?.of !== of) return null
  const room = latest(menu.room)
  return (
    <ActionMenu key={room.id} label={nameOf(room)} at={menu.at} entries={itemsOf(room, of)} onClose={closeRoomMenu} />
  )
}

import { addExtra, ROOM_MENU } from '#web/kit/slots.ts'
import { RoomMenuButton } from './RoomMenuButton.tsx'
import { Rooms } from './Rooms.tsx'
import { startRecentRooms } from './recent-rooms.ts'
import { startRoomKeys } from './room-keys.ts'
import { SwitchButton } from './SwitchButton.tsx'
import { TitleButton } from './TitleButton.tsx'

const ORDER = { switch: 10, page: 10 }

/**
 * Rooms: their list, the switcher, the directory, making and changing. Starts when the page is idle; what opens comes from
 * the server when it is opened for the first time. Returns its stop.
 */
export function startRooms(): () => void {
  const stops = [
    startRecentRooms(),
    addExtra('place', ORDER.switch, SwitchButton),
    addExtra('title', ORDER.switch, TitleButton),
    addExtra('header', ROOM_MENU, RoomMenuButton),
    addExtra('page', ORDER.page, Rooms),
    startRoomKeys(),
  ]
  return () => {
    for (const stop of stops) stop()
  }
}

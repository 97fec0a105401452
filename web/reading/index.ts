import { addExtra } from '#web/kit/slots.ts'
import { rowParts } from '#web/messages/index.ts'
import { startMyRooms } from '#web/store/my-rooms.ts'
import { startElsewhere } from './elsewhere.ts'
import { Forwarded } from './Forwarded.tsx'
import { LevelBell } from './LevelBell.tsx'
import { MentionAbove, MentionBelow } from './MentionPills.tsx'
import { startReadingKeys } from './next-mention.ts'
import { startOtherDevices } from './other-devices.ts'
import { Receipts } from './Receipts.tsx'
import { startReadMarks } from './read-marks.ts'

let started = false

/**
 * What one has read, and hears of: marks that go along to one's other devices, levels of rooms, what waits in other rooms,
 * ways to what was not read, receipts of private chats. Loaded when the page is idle; a second call does nothing.
 */
export function startReading(): void {
  if (started) return
  started = true
  startMyRooms()
  startReadMarks()
  startOtherDevices()
  startElsewhere()
  startReadingKeys()
  rowParts.value = { Forwarded, Receipts }
  addExtra('header', 30, LevelBell)
  addExtra('above', 10, MentionAbove)
  addExtra('below', 10, MentionBelow)
}

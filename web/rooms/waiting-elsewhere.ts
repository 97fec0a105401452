import { unreadOf } from '#web/store/my-rooms.ts'
import { roomInfo } from '#web/store/session.ts'
import { mine } from './my-list.ts'
import { noteOf } from './room-order.ts'

/** Messages for oneself in other rooms: mentions, and all of a chat. Read it while rendering. */
export function waitingElsewhere(): number {
  const here = roomInfo.value?.id
  return (mine.value ?? [])
    .filter((one) => one.room.id !== here && noteOf(one)?.tone === 'tea')
    .reduce((sum, one) => sum + (one.room.kind === 'chat' ? unreadOf(one) : one.mentions), 0)
}

import { computed, type ReadonlySignal } from '@preact/signals'
import type { MyRoom } from '#protocol/reading.ts'
import { myRooms } from '#web/store/my-rooms.ts'
import { roomInfo } from '#web/store/session.ts'

/** The page's room on the reader's list; null while it is not there. */
export const myRoom: ReadonlySignal<MyRoom | null> = computed(() => {
  const id = roomInfo.value?.id
  return myRooms.value?.find(({ room }) => room.id === id) ?? null
})

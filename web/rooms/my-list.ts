import { computed, type ReadonlySignal } from '@preact/signals'
import type { MyRoom } from '#protocol/reading.ts'
import { markRead, myRooms } from '#web/store/my-rooms.ts'
import { arrange } from './room-order.ts'

/** One's own rooms as the list shows them; null before they are known. */
export const mine: ReadonlySignal<readonly MyRoom[] | null> = computed(() => myRooms.value && arrange(myRooms.value))

const byId = computed(() => new Map((myRooms.value ?? []).map((one) => [one.room.id, one])))
export const mineOf = (id: string): MyRoom | null => byId.value.get(id) ?? null

/** Nothing is unread in these rooms any more: seen at once, said when the server can be reached. */
export function readUpToEnd(rooms: readonly MyRoom[]): void {
  for (const { room, head } of rooms) markRead(room.id, head)
}

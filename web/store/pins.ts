import { type ReadonlySignal, type Signal, signal } from '@preact/signals'
import type { RoomEvent } from '#protocol/rooms.ts'
import { isChange, isErased, linesOf, type ShownLine } from '#web/store/lines.ts'
import { inRoom, me, onRoomLeft, room } from '#web/store/session.ts'
import type { Load } from '#web/store/timeline-store.ts'

/** The pinned messages of the room, the newest pin first; `list` is null before they are known. */
export type Pins = { list: readonly ShownLine[] | null; load: Load }

const unknown: Pins = { list: null, load: 'idle' }
const state: Signal<Pins> = signal<Pins>(unknown)
export const pins: ReadonlySignal<Pins> = state

/** Something about a pin changed while the list was on its way: it has to be read once more. */
let isStale = false

/** Reads the pinned messages. From then on the list follows the log. */
export async function readPins(): Promise<void> {
  const from = room.peek()
  if (!from || state.peek().load === 'busy') return
  state.value = { ...state.peek(), load: 'busy' }
  try {
    do {
      isStale = false
      const answer = await from.pins()
      if (from !== room.peek()) return
      const list = linesOf(answer, { changes: [], reader: me.peek()?.id ?? null })
      state.value = { list: list.filter((line) => !isErased(line)), load: isStale ? 'busy' : 'idle' }
    } while (isStale)
  } catch {
    if (from === room.peek()) state.value = { ...state.peek(), load: 'failed' }
  }
}

let started = false

/**
 * Follows the room of the page. A second call does nothing. The list is short and seldom
 * open: what pins a message, or changes a pinned one, makes it be read again.
 */
export function startPins(): void {
  if (started) return
  started = true
  onRoomLeft(() => {
    state.value = unknown
  })
  inRoom({
    snapshot: () => {
      const { list } = state.peek()
      state.value = unknown
      if (list) void readPins()
    },
    events: (events) => {
      const { list, load } = state.peek()
      if (!list && load !== 'busy') return
      const known = new Set(list?.map(({ seq }) => seq))
      const concerns = (event: RoomEvent) =>
        isChange(event) && (event.type === 'message.pinned' || known.has(event.message))
      if (!events.some(concerns)) return
      isStale = true
      void readPins()
    },
  })
}

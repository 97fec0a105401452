import { effect, type ReadonlySignal, type Signal, signal } from '@preact/signals'
import { roomInfo } from '#web/store/session.ts'

const MOST = 20

const ids: Signal<readonly string[]> = signal<readonly string[]>([])
/** Ids of rooms that were shown on this page, the last first. */
export const recentRooms: ReadonlySignal<readonly string[]> = ids

export function startRecentRooms(): () => void {
  return effect(() => {
    const here = roomInfo.value?.id
    if (here !== undefined) ids.value = [here, ...ids.peek().filter((id) => id !== here)].slice(0, MOST)
  })
}

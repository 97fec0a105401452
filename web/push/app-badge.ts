import { computed, effect } from '@preact/signals'
import { mentionsAway } from '#web/attention/index.ts'
import { myRooms, totals } from '#web/store/my-rooms.ts'

/** The number of messages for the reader, on the icon of an installed page; the worker counts while no page is open. */
export function startAppBadge(): void {
  if (!('setAppBadge' in navigator)) return
  // Of all rooms, once they are known. The system is told only of another number: what is read changes the rooms all the time.
  const count = computed(() => (myRooms.value ? totals.value.mentions : mentionsAway.value))
  effect(() => {
    const shown = count.value > 0 ? navigator.setAppBadge(count.value) : navigator.clearAppBadge()
    shown.catch(() => undefined)
  })
}

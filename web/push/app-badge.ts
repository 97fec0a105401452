import { effect } from '@preact/signals'
import { mentionsAway } from '#web/attention/index.ts'
import { myRooms, totals } from '#web/store/my-rooms.ts'

/** The number of messages for the reader, on the icon of an installed page; the worker counts while no page is open. */
export function startAppBadge(): void {
  if (!('setAppBadge' in navigator)) return
  effect(() => {
    // Of all rooms, once they are known.
    const count = myRooms.value ? totals.value.mentions : mentionsAway.value
    const shown = count > 0 ? navigator.setAppBadge(count) : navigator.clearAppBadge()
    shown.catch(() => undefined)
  })
}

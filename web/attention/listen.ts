import { effect } from '@preact/signals'
import { saidByOthers } from '#web/store/ignored.ts'
import { inRoom, onRoomLeft, status } from '#web/store/session.ts'

type Hear = typeof import('./alerts.ts').hear
/** Null until somebody has said something. To ask the browser for a part that it has is dear, where much is said. */
let hear: Hear | null = null

/**
 * Hands on what others say. What is done about it comes from the server with their first message. What was missed while the
 * line was cut, or the page showed another room, is not live. Returns its stop.
 */
export function startListening(): () => void {
  let isBehind = true
  const stopStatus = effect(() => {
    if (status.value?.name !== 'online') isBehind = true
  })
  const stopLeft = onRoomLeft(() => {
    isBehind = true
  })
  const stopRoom = inRoom({
    snapshot: () => {
      isBehind = false
    },
    events: (events, caughtUp) => {
      const live = !isBehind
      if (caughtUp) isBehind = false
      const messages = saidByOthers(events)
      if (messages.length > 0) handOn(messages, live)
    },
  })
  return () => {
    stopStatus()
    stopLeft()
    stopRoom()
  }
}

/** When whoever else listens to the room has heard it, too. */
function handOn(...said: Parameters<Hear>): void {
  const known = hear
  if (known) {
    queueMicrotask(() => known(...said))
    return
  }
  void import('./alerts.ts').then((alerts) => {
    hear = alerts.hear
    hear(...said)
  }, ignore)
}

// That the file does not come is no reason to disturb: what came is counted all the same.
const ignore = () => undefined

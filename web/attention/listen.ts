import { effect } from '@preact/signals'
import { isSaid } from '#protocol/message-state.ts'
import { inRoom, me, onRoomLeft, status } from '#web/store/session.ts'

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
      const messages = events.filter(isSaid).filter(({ by }) => by.id !== me.peek()?.id)
      if (messages.length > 0) void import('./alerts.ts').then(({ hear }) => hear(messages, live), ignore)
    },
  })
  return () => {
    stopStatus()
    stopLeft()
    stopRoom()
  }
}

// That the file does not come is no reason to disturb: the title still counts.
const ignore = () => undefined

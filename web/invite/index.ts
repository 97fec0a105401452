import { addExtra } from '#web/kit/slots.ts'
import { Invite } from './Invite.tsx'
import { WaysIn } from './WaysIn.tsx'

const ORDER = 50

/**
 * Bringing others in: a link, and a code for a phone across the table. Starts when the page is idle; the dialog and what draws
 * the code come when it is opened for the first time. Returns its stop.
 */
export function startInvite(): () => void {
  const stops = [addExtra('alone', ORDER, WaysIn), addExtra('page', ORDER, Invite)]
  return () => {
    for (const stop of stops) stop()
  }
}

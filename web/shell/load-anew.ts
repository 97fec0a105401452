import { isWriting, wouldLose } from '#web/kit/leaving.ts'
import { status } from '#web/store/session.ts'

const KEY = 'teahouse:loaded-anew'
/** What does not come with a new page either is not asked for without end. */
const AGAIN_MS = 600_000

/**
 * Loads the page anew, where a part of it did not come: a browser does not ask twice for a module that failed, and without it things are
 * missing for as long as the page is open. Only while the server answers, nobody is writing and nothing would be lost; what is not sent outlives it (P-11).
 */
export function loadAnew(): void {
  if (status.peek()?.name !== 'online' || isWriting() || wouldLose()) return
  try {
    if (Date.now() - Number(sessionStorage.getItem(KEY)) < AGAIN_MS) return
    sessionStorage.setItem(KEY, String(Date.now()))
  } catch {
    // Without a memory it could go on for ever.
    return
  }
  location.reload()
}

import { addExtra } from '#web/kit/slots.ts'
import { startMarks } from '#web/store/marked-people.ts'
import { MembersButton } from './MembersButton.tsx'
import { PersonOverlays } from './PersonOverlays.tsx'
import { startPersonClicks } from './person-clicks.ts'
import { startTellingOwn } from './tell-own.ts'

export { MembersPanel } from './MembersPanel.tsx'

let started = false

/** What the page can do about people, beyond naming them. A second call does nothing. */
export function startLate(): void {
  if (started) return
  started = true
  addExtra('page', 40, PersonOverlays)
  addExtra('people', 10, MembersButton)
  startMarks()
  startPersonClicks()
  startTellingOwn()
}

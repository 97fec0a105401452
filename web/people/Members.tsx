import { sidePanel } from '#web/store/side-panel.ts'
import { membersPanel } from './open-person.ts'

/** The place of the members' panel in the shell. */
export function Members() {
  const Panel = membersPanel.value
  return sidePanel.value === 'members' && Panel && <Panel />
}

import { LateIcon } from '#web/kit/LateIcon.tsx'
import { governs } from '#web/store/governing.ts'
import { entered, roomInfo } from '#web/store/session.ts'
import { sidePanel, toggleSidePanel } from '#web/store/side-panel.ts'
import { personWords } from '#web/words/persons.ts'

/** Beside the number of people: the way to the panel of members, where it has something to show. */
export function MembersButton() {
  const shows = entered.value && (roomInfo.value?.access === 'private' || governs.value)
  if (!shows) return null
  const say = personWords().members.open
  return (
    <button
      type="button"
      class="icon-button members-button"
      aria-label={say}
      title={say}
      aria-expanded={sidePanel.value === 'members'}
      onClick={() => toggleSidePanel('members')}
    >
      <LateIcon name="users" size={18} />
    </button>
  )
}

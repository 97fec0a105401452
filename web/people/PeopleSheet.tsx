import { useEffect } from 'preact/hooks'
import { Dialog } from '#web/kit/Dialog.tsx'
import { Extras } from '#web/kit/Extras.tsx'
import { LateIcon } from '#web/kit/LateIcon.tsx'
import { inviteHere, mayInvite } from '#web/store/inviting.ts'
import { people } from '#web/store/people.ts'
import { preferences } from '#web/store/preferences.ts'
import { roomInfo } from '#web/store/session.ts'
import { leaveSheet } from '#web/store/timeline-commands.ts'
import { words } from '#web/words/index.ts'
import { inviteWords } from '#web/words/invite.ts'
import { OwnCard } from './OwnCard.tsx'
import { PeopleList } from './PeopleList.tsx'

/** Heights of a row (media.css, density.css). */
const rowPx = { comfortable: 60, compact: 52 }

/** The people of a phone: a sheet from the left that leaves 52 px of the page to be seen. */
export function PeopleSheet({ onClose }: { onClose: () => void }) {
  const say = words().people
  useEffect(() => leaveSheet.listen(onClose), [])
  return (
    <Dialog
      kind="sheet"
      close={words().close}
      onClose={onClose}
      title={say.heading}
      aside={
        <>
          <span class="sheet-count">{say.count(people.value.count)}</span>
          <Extras slot="people" />
          {roomInfo.value && mayInvite(roomInfo.value) && (
            <button
              type="button"
              class="icon-button sheet-invite"
              aria-label={inviteWords().openMenu}
              title={inviteWords().openMenu}
              aria-haspopup="dialog"
              onClick={inviteHere}
            >
              <LateIcon name="user-plus" />
            </button>
          )}
          <Extras slot="place" />
        </>
      }
    >
      <PeopleList rowPx={rowPx[preferences.value.density]} hint={say.filterHint} />
      <OwnCard />
    </Dialog>
  )
}

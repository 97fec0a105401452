import { useRef } from 'preact/hooks'
import { coarsePointer } from '#web/kit/media.ts'
import type { Place } from '#web/kit/place.ts'
import { showToast } from '#web/kit/toast.ts'
import { card } from '#web/store/connection.ts'
import { roomTitle } from '#web/store/room-title.ts'
import { askToEnter, entered, me, roomInfo } from '#web/store/session.ts'
import { focusComposer } from '#web/store/timeline-commands.ts'
import { words } from '#web/words/index.ts'
import { NameDialog } from './NameDialog.tsx'
import { renaming } from './renaming.ts'

/** The first-visit dialog while it is asked for; afterwards the dialog for another name and bowl. */
export function EnterGate({ place }: { place: Place }) {
  const isOpen = useRef(false)
  const mine = me.value
  // While a card says that it cannot go on, nothing lies over it.
  if (!mine || card.value) return null
  // It waits for the room's name, and then stays as it is, whatever room is shown behind it.
  const isAsked = !entered.value && askToEnter.value
  isOpen.current = isAsked && (isOpen.current || roomInfo.value !== null)
  if (isOpen.current) {
    const room = roomTitle.value || place.title
    return <NameDialog kind="enter" room={room} mine={mine} onClose={justLook} onDone={() => undefined} />
  }
  if (!entered.value || !renaming.value) return null
  return <NameDialog kind="rename" room={place.title} mine={mine} onClose={stopRenaming} onDone={renamed} />
}

const justLook = () => {
  askToEnter.value = false
  requestAnimationFrame(settleFocus)
}

/** The dialog gives the focus back to what opened it. When nothing did, the reader begins at the text, or at the top. */
function settleFocus(): void {
  if (document.activeElement !== document.body) return
  if (coarsePointer.value) document.querySelector('h1')?.focus()
  else focusComposer.run()
}

const stopRenaming = () => {
  renaming.value = false
}
const renamed = () => {
  stopRenaming()
  showToast(words().enter.saved)
}

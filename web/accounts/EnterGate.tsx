import { batch } from '@preact/signals'
import { useMemo, useRef } from 'preact/hooks'
import { coarsePointer } from '#web/kit/media.ts'
import type { Place } from '#web/kit/place.ts'
import { showToast } from '#web/kit/toast.ts'
import { card } from '#web/store/connection.ts'
import { composing, entering } from '#web/store/entering.ts'
import { roomTitle } from '#web/store/room-title.ts'
import { askToEnter, entered, me, roomInfo } from '#web/store/session.ts'
import { focusComposer } from '#web/store/timeline-commands.ts'
import { words } from '#web/words/index.ts'
import { NameDialog } from './NameDialog.tsx'
import { createNameChoice } from './name-choice.ts'
import { renaming } from './renaming.ts'

/** The first-visit dialog while it is asked for; afterwards the dialog for another name and bowl. */
export function EnterGate({ place }: { place: Place }) {
  const isOpen = useRef(false)
  const mine = me.value
  // It outlives the dialog: a name that was refused comes back as it was.
  const first = useMemo(() => mine && createNameChoice(mine, false), [mine?.id])
  // While a card says that it cannot go on, nothing lies over it.
  if (!mine || !first || card.value) return null
  // It waits for the room's name, and then stays as it is, whatever room is shown behind it.
  const isAsked = !entered.value && askToEnter.value
  const isReady = isOpen.current || (roomInfo.value !== null && !composing.value)
  isOpen.current = isAsked && isReady
  if (isOpen.current) {
    const room = roomTitle.value || place.title
    const ways = {
      onClose: justLook,
      onAside: stepAside,
      onDone: (done: boolean) => (done ? settleSoon() : comeBack()),
    }
    return <NameDialog kind="enter" room={room} choice={first} {...ways} />
  }
  if (!entered.value || !renaming.value) return null
  return <Rename room={place.title} />
}

function Rename({ room }: { room: string }) {
  const choice = useMemo(() => me.value && createNameChoice(me.value, true), [])
  return choice && <NameDialog kind="rename" room={room} choice={choice} onClose={stopRenaming} onDone={renamed} />
}

const justLook = () => {
  askToEnter.value = false
  settleSoon()
}

/**
 * Nobody waits for the answer to a name: what is typed meanwhile is a message already. The dialog goes by not being drawn any more: after
 * its own `close()` in a click Chromium gives the focus back without a caret, and the first letter is lost.
 */
function stepAside(): void {
  batch(() => {
    entering.value = true
    askToEnter.value = false
  })
  settleSoon()
}

/** The answer was no; where somebody writes already, the dialog has to come again. */
function comeBack(): void {
  if (!entering.peek()) return
  batch(() => {
    entering.value = false
    askToEnter.value = true
  })
}

const settleSoon = () => void requestAnimationFrame(settleFocus)

/** The dialog gives the focus back to what opened it. When nothing did, the reader begins at the text, or at the top. */
function settleFocus(): void {
  if (document.activeElement !== document.body) return
  // A finger needs no ring to find it again.
  if (coarsePointer.value) document.querySelector('h1')?.focus({ focusVisible: false })
  else focusComposer.run()
}

const stopRenaming = () => {
  renaming.value = false
}
const renamed = (done: boolean) => {
  if (!done) return
  stopRenaming()
  showToast(words().enter.saved)
}

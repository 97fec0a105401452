import { computed, type ReadonlySignal, type Signal, signal } from '@preact/signals'
import { typed } from '#web/composer/index.ts'
import { isWriting } from '#web/kit/leaving.ts'
import { composing } from '#web/store/entering.ts'
import { outbox } from '#web/store/outgoing.ts'
import { attached, uploading } from '#web/store/uploading.ts'
import { holdsUnsent } from '#web/uploads/index.ts'

/** Somebody writes into another field than the composer's, or has a dialog open: a name, a description, a room that is being made. */
const fillsIn: Signal<boolean> = signal(false)

/** Something is being written, recorded or sent, or was and is not sent: nobody is asked to leave it. */
export const isBusy: ReadonlySignal<boolean> = computed(
  () =>
    typed.value.count > 0 ||
    composing.value ||
    fillsIn.value ||
    attached.value !== null ||
    uploading.value.length > 0 ||
    outbox.value.list.length > 0 ||
    holdsUnsent.value,
)

/** Where the focus goes and what is typed says whether somebody fills something in. Returns its stop. */
export function followFields(): () => void {
  const look = () => {
    // The composer empties its field by itself, and says so itself.
    const isElsewhere = !document.activeElement?.closest('.composer')
    fillsIn.value = (isElsewhere && isWriting()) || document.querySelector('dialog[open]') !== null
  }
  // In the turn after it: while the focus goes it is nowhere, and a dialog opens before it takes it.
  const later = () => setTimeout(look)
  const stop = new AbortController()
  for (const name of ['focusin', 'focusout', 'input', 'close'])
    document.addEventListener(name, later, { capture: true, signal: stop.signal })
  look()
  return () => stop.abort()
}

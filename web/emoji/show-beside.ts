import { narrow } from '#web/kit/media.ts'
import { isInputMethodKey } from '#web/kit/send-key.ts'

/**
 * Opens the panel over a page that does not become inert: of all that does Chromium asks for the style when it opens and when it closes,
 * and a full window has thousands of elements. What inertness would keep away is kept away here: a veil takes the presses (emoji.css), Esc
 * closes, and so does a focus that leaves. From another dialog, and as a sheet of a phone, it is modal.
 */
export function showBeside(dialog: HTMLDialogElement, onClose: () => void): void {
  if (narrow.peek() || document.querySelector('dialog:modal')) {
    dialog.showModal()
    return
  }
  dialog.show()
  dialog.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || event.defaultPrevented || isInputMethodKey(event)) return
    // Behind it the same key leaves other things.
    event.preventDefault()
    event.stopPropagation()
    onClose()
  })
  dialog.addEventListener('focusout', ({ relatedTarget }) => {
    if (relatedTarget instanceof Node && !dialog.contains(relatedTarget)) onClose()
  })
}

import { coarsePointer } from '#web/kit/media.ts'

/** More than this never waits: nobody picks so many in the middle of a composition. */
const MOST_WAITING = 20

/**
 * Puts text into a field at its caret, as if it were typed: the undo history keeps it. While an input method composes, it waits
 * for the word to be finished (client.md 6.1). Returns its stop.
 */
export function startInserting(field: HTMLTextAreaElement): { insert: (text: string) => void; stop: () => void } {
  const stop = new AbortController()
  const { signal } = stop
  let composing = false
  const waiting: string[] = []
  const insert = (text: string) => {
    if (!composing) insertAtCaret(field, text)
    else if (waiting.length < MOST_WAITING) waiting.push(text)
  }
  field.addEventListener('compositionstart', () => (composing = true), { signal })
  field.addEventListener(
    'compositionend',
    () => {
      composing = false
      for (const text of waiting.splice(0)) insertAtCaret(field, text)
    },
    { signal },
  )
  return { insert, stop: () => stop.abort() }
}

export function insertAtCaret(field: HTMLTextAreaElement, text: string): void {
  // On a phone the focus would bring the keyboard up; who had it there has it back already.
  if (!coarsePointer.peek()) field.focus()
  // Deprecated, and the only way that leaves the undo history whole.
  if (document.activeElement === field && document.execCommand('insertText', false, text)) return
  field.setRangeText(text, field.selectionStart, field.selectionEnd, 'end')
  field.dispatchEvent(new InputEvent('input', { bubbles: true, inputType: 'insertText', data: text }))
}

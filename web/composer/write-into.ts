/**
 * Puts `text` where `from` to `to` stood, as if it were typed: the undo history keeps it. Never call it while an input
 * method composes (client.md 6.1).
 */
export function writeInto(field: HTMLTextAreaElement, { from, to }: { from: number; to: number }, text: string): void {
  field.focus()
  field.setSelectionRange(from, to)
  // Deprecated, and the only way that leaves the undo history whole.
  const isTyped = text === '' ? document.execCommand('delete') : document.execCommand('insertText', false, text)
  if (isTyped) return
  field.setRangeText(text, from, to, 'end')
  field.dispatchEvent(new InputEvent('input', { bubbles: true, inputType: 'insertText', data: text }))
}

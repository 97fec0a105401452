import { type Wrap, wrapText } from './wrap-text.ts'
import { writeInto } from './write-into.ts'

/** Puts signs around what is selected, which stays selected, or takes them away. */
export function wrapSelection(field: HTMLTextAreaElement, kind: Wrap): void {
  const { value: text, selectionStart, selectionEnd } = field
  const { selectFrom, selectTo, ...rewrite } = wrapText({ text, from: selectionStart, to: selectionEnd }, kind)
  writeInto(field, rewrite, rewrite.text)
  field.setSelectionRange(selectFrom, selectTo)
}

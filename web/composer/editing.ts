import { effect } from '@preact/signals'
import { showToast } from '#web/kit/toast.ts'
import { lastEditable } from '#web/store/last-editable.ts'
import { isErased } from '#web/store/lines.ts'
import { me, serverNow } from '#web/store/session.ts'
import { heldLines } from '#web/store/timeline-store.ts'
import { shownBody } from '#web/store/wishes.ts'
import { editor, endTarget, keepEdit, startEdit, type Target, target } from '#web/store/writing-target.ts'
import { words } from '#web/words/index.ts'

/** The text field, as far as this file needs it. Nothing is written into it while an input method composes. */
export type Field = { read(): string; write(text: string): void; whenIdle(run: () => void): void }

/** What was being written when an edit began: it waits until the edit is over. */
let aside: string | null = null

/** The draft of the field: what waits while something is edited. */
export const draftOf = (text: string): string => aside ?? text

/** Puts a message that is to be edited into the field, and brings the draft back after it. Returns its stop. */
export function startEditing(field: Field): () => void {
  let shown: Target | null = null
  const show = (next: Target | null) => {
    if (next === shown) return
    const before = shown
    shown = next
    if (next?.kind === 'edit') {
      if (before?.kind !== 'edit') aside = field.read()
      field.write(next.body)
    } else if (before?.kind === 'edit') {
      const draft = aside ?? ''
      aside = null
      field.write([leftOf(before, field.read()), draft].filter(Boolean).join('\n'))
    }
  }
  return effect(() => {
    const next = target.value
    field.whenIdle(() => show(next))
  })
}

/** What was being made of a message that is no more: it is nowhere else. */
function leftOf({ seq, body }: Extract<Target, { kind: 'edit' }>, text: string): string {
  const line = heldLines.peek().get(seq)
  return line && isErased(line) && text !== body ? text : ''
}

/** Saves an edit. A text that says the same as before ends it without a word to the server. */
export function saveEdit(now: Extract<Target, { kind: 'edit' }>, body: string): void {
  const { line } = now
  endTarget()
  if (body === shownBody(line)) return
  const edit = editor.peek()
  if (edit) edit(line, body)
  else {
    // What changes messages is on its way. Its text comes back with the next try.
    keepEdit(line, body)
    showToast(words().refused.unreachable)
  }
}

/** Keeps what is written of an edit, while it goes on. */
export function keepEditing(text: string): void {
  const now = target.peek()
  if (now?.kind === 'edit') keepEdit(now.line, text)
}

/** Leaves a reply or an edit. What was written stays: in the field, or for the next edit of the same message. */
export function leaveTarget(text: string): void {
  endTarget(text)
}

/** ↑ in an empty field: the last own message, where it may still be edited. False where there is none. */
export function editLast(): boolean {
  const line = lastEditable(me.peek()?.id, serverNow())
  if (line) startEdit(line)
  return line !== null
}

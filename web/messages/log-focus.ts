import { rowElement } from './row-element.ts'

/** Where in the log the keyboard's focus was before it was drawn anew; null: elsewhere. */
let held: { key: string | undefined } | null = null
/** The message that is to have the focus as soon as it is drawn. */
let wanted: number | null = null

export const messageAt = (seq: number): string => `[data-seq="${seq}"]`

export function wantFocus(seq: number): void {
  wanted = seq
}

/** Before the log is drawn anew. */
export function holdFocus(content: HTMLElement): void {
  const focused = document.activeElement
  held = content.contains(focused) ? { key: focused?.closest<HTMLElement>('[data-key]')?.dataset['key'] } : null
}

/**
 * After it: the focus is where it is wanted. If the message that had it is gone, what stands in its place has it, else the
 * log; it never falls on the body.
 */
export function restoreFocus(view: HTMLElement | null): void {
  const row = wanted === null ? null : view?.querySelector<HTMLElement>(messageAt(wanted))
  if (row) {
    wanted = null
    row.focus({ preventScroll: true })
  }
  if (held && document.activeElement === document.body) {
    const inPlace = view && held.key !== undefined ? rowElement(view, held.key) : null
    const target = inPlace ?? view
    target?.focus({ preventScroll: true })
  }
  held = null
}

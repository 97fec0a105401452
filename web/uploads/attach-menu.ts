import { type Signal, signal } from '@preact/signals'
import { mayAttach } from './may-attach.ts'
import { pickFiles } from './pick.ts'
import { canRecord } from './recording.ts'

/** Where the menu hangs, and what opened it; null while it is closed. */
export const attachMenu: Signal<{ at: DOMRect; opener: HTMLElement } | null> = signal<{
  at: DOMRect
  opener: HTMLElement
} | null>(null)

/** What one can attach. Where that is files only, they can be chosen at once. */
export function openAttachMenu(opener: HTMLElement): void {
  if (!mayAttach()) return
  if (canRecord()) attachMenu.value = { at: opener.getBoundingClientRect(), opener }
  else pickFiles()
}

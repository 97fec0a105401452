import { type Signal, signal } from '@preact/signals'
import { coarsePointer } from '#web/kit/media.ts'
import { mayAttach, requireName } from './may-attach.ts'
import { pickFiles } from './pick.ts'
import { canRecord } from './recording.ts'

/** Where the menu hangs, and what opened it; null while it is closed. */
export const attachMenu: Signal<{ at: DOMRect; opener: HTMLElement } | null> = signal<{
  at: DOMRect
  opener: HTMLElement
} | null>(null)

/** What one can attach. Where that is files only, they can be chosen at once. */
export function openAttachMenu(opener: HTMLElement): void {
  if (!mayAttach() || !requireName()) return
  if (canRecord() || coarsePointer.peek()) attachMenu.value = { at: leftEdge(opener), opener }
  else pickFiles()
}

/** As wide as a menu: a menu ends where that which it hangs at ends, and this one begins with the `+`. */
const MENU_PX = 288

function leftEdge(button: HTMLElement): DOMRect {
  const { left, top, height } = button.getBoundingClientRect()
  return new DOMRect(left, top, MENU_PX, height)
}

import { type ReadonlySignal, type Signal, signal } from '@preact/signals'
import type { ComponentType } from 'preact'

/**
 * Places of the first page for what comes later: a part that is loaded when the page is idle puts its buttons there.
 * `header`: in the header, behind search and pins; `top`: under the header, over the log; `above`, `below`: pills at the upper
 * and the lower end of the log. `title`: behind the room's title, and over it. `place`: beside the name of the installation, in the column and the sheet; `people`: beside
 * the number of people; `alone`: where one is by oneself, in the list of people and in a room in which nothing was said; `typing`: in the strip between log and composer; `panel`: at the right, over or beside the log; `page`: anything that stands nowhere, as dialogs do.
 */
export type SlotName =
  | 'header'
  | 'top'
  | 'above'
  | 'below'
  | 'title'
  | 'place'
  | 'people'
  | 'alone'
  | 'typing'
  | 'panel'
  | 'page'
/** Order of the room's menu in the header. It comes last, and on a phone also has what then is not there. */
export const ROOM_MENU = 90

/** `order`: smaller comes first. */
type Extra = { key: number; order: number; Part: ComponentType }
let made = 0

const slots: Record<SlotName, Signal<readonly Extra[]>> = {
  header: signal([]),
  top: signal([]),
  above: signal([]),
  below: signal([]),
  title: signal([]),
  place: signal([]),
  people: signal([]),
  alone: signal([]),
  typing: signal([]),
  panel: signal([]),
  page: signal([]),
}

export const extrasOf = (slot: SlotName): ReadonlySignal<readonly Extra[]> => slots[slot]

/** Puts a component into a place of the page. Returns what takes it out again. */
export function addExtra(slot: SlotName, order: number, Part: ComponentType): () => void {
  const state = slots[slot]
  const mine = { key: ++made, order, Part }
  state.value = [...state.peek(), mine].sort((one, other) => one.order - other.order)
  return () => {
    state.value = state.peek().filter((one) => one !== mine)
  }
}

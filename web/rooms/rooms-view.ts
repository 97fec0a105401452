import { type ReadonlySignal, type Signal, signal } from '@preact/signals'
import type { RoomInfo } from '#protocol/rooms.ts'

/** What of this part is open over the page. `prompt` asks before something that others feel, or that cannot be undone. */
export type RoomsView =
  | { name: 'list'; at: { top: number; left: number } | null }
  | { name: 'switcher' | 'directory' | 'make' }
  | { name: 'made' | 'settings'; room: RoomInfo }
  | { name: 'prompt'; room: RoomInfo; about: 'leave' | 'archive' }

/** A menu about a room, under what opened it. It may lie over the list. */
export type OpenMenu = { room: RoomInfo; at: DOMRect; of: 'row' | 'header' }

const shown: Signal<RoomsView | null> = signal<RoomsView | null>(null)
const menu: Signal<OpenMenu | null> = signal<OpenMenu | null>(null)

export const roomsView: ReadonlySignal<RoomsView | null> = shown
export const roomMenu: ReadonlySignal<OpenMenu | null> = menu

export function showRooms(next: RoomsView): void {
  menu.value = null
  shown.value = next
}

export function closeRooms(): void {
  menu.value = null
  shown.value = null
}

export function openRoomMenu(next: OpenMenu): void {
  menu.value = next
}

export function closeRoomMenu(): void {
  menu.value = null
}

/** Closes what is open, then runs `next`: when the dialog has gone and has given the focus back. */
export function closeAnd(next: () => void): void {
  closeRooms()
  queueMicrotask(next)
}

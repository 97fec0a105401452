import { type Signal, signal } from '@preact/signals'
import type { RoomInfo } from '#protocol/rooms.ts'
import { roomInfo } from '#web/store/session.ts'

/** The room that others are being asked into; null: the dialog is closed. */
export const invitingTo: Signal<RoomInfo | null> = signal<RoomInfo | null>(null)

/** The address of a private chat shows nothing to anybody else, and in an archived room nobody says anything any more. */
export const mayInvite = ({ kind, archived }: RoomInfo): boolean => kind !== 'chat' && !archived

/** Asks others into the room of the page. */
export function inviteHere(): void {
  const room = roomInfo.peek()
  if (room && mayInvite(room)) invitingTo.value = room
}

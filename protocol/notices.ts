import type { Notice } from './room-events.ts'

/** A notice: what became of the room itself, no message and no change of one. */
export const isNotice = (event: { type: string }): event is Notice =>
  event.type === 'room.changed' || event.type === 'member.changed'

import { type ReadonlySignal, type Signal, signal } from '@preact/signals'
import type { ShownLine } from '#web/store/lines.ts'
import { roomInfo, room as shownRoom } from '#web/store/session.ts'

/** The message that is to be said again, the room that it is in, and the epoch of the log in which it was seen. */
export type Forwarded = { line: ShownLine; room: string; epoch?: string }

const open: Signal<Forwarded | null> = signal<Forwarded | null>(null)
export const forwarded: ReadonlySignal<Forwarded | null> = open
export function showForward(line: ShownLine): void {
  const room = roomInfo.peek()?.id
  if (room === undefined) return
  const epoch = shownRoom.peek()?.place?.epoch
  open.value = { line, room, ...(epoch !== undefined && { epoch }) }
}

export function closeForward(): void {
  open.value = null
}

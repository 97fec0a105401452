import { type ReadonlySignal, type Signal, signal } from '@preact/signals'
import type { ShownLine } from '#web/store/lines.ts'
import { roomInfo } from '#web/store/session.ts'

/** The message that is to be said again, and the room that it is in. */
export type Forwarded = { line: ShownLine; room: string }

const open: Signal<Forwarded | null> = signal<Forwarded | null>(null)
export const forwarded: ReadonlySignal<Forwarded | null> = open
export function showForward(line: ShownLine): void {
  const room = roomInfo.peek()?.id
  if (room === undefined) return
  open.value = { line, room }
}

export function closeForward(): void {
  open.value = null
}

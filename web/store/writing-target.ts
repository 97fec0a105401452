import { effect, type ReadonlySignal, type Signal, signal } from '@preact/signals'
import { browserStore, draftKey, readDraft, writeDraft } from '#web/store/drafts.ts'
import { isErased, type ShownLine } from '#web/store/lines.ts'
import { me, room, roomName } from '#web/store/session.ts'
import { heldLines } from '#web/store/timeline-store.ts'
import { shownBody } from '#web/store/wishes.ts'

/** What the text field is for, besides a new message. `body` is what the field begins with. */
export type Target =
  | { kind: 'reply'; seq: number; line: ShownLine }
  | { kind: 'edit'; seq: number; line: ShownLine; body: string }

const state: Signal<Target | null> = signal<Target | null>(null)
export const target: ReadonlySignal<Target | null> = state

/** Saves an edit. What changes messages comes late, and puts itself here (message-changes.ts). */
export const editor: Signal<((line: ShownLine, body: string) => void) | null> = signal<
  ((line: ShownLine, body: string) => void) | null
>(null)

export function startReply(line: ShownLine): void {
  state.value = { kind: 'reply', seq: line.seq, line }
}

/** Edits a message: with its own text, with what was left of an earlier try, or with `body`. */
export function startEdit(line: ShownLine, body: string = keptEdit(line) || shownBody(line)): void {
  state.value = { kind: 'edit', seq: line.seq, line, body }
}

/** Ends a reply or an edit. `left`: the text of an edit that was not saved; it comes back with the next try. */
export function endTarget(left?: string): void {
  const now = state.peek()
  if (now?.kind === 'edit') keepEdit(now.line, left)
  state.value = null
}

/** Keeps the text of an edit that is not saved, beside the drafts; it comes back with the next try, also after a reload. */
export function keepEdit(line: ShownLine, left: string | undefined, inRoom = roomName.peek()): void {
  const key = keyOfEdit(line, inRoom)
  const text = left === undefined || left === shownBody(line) ? '' : left
  if (key) writeDraft(browserStore(), key, text, Date.now())
}

function keptEdit(line: ShownLine): string {
  const key = keyOfEdit(line, roomName.peek())
  return key ? readDraft(browserStore(), key) : ''
}

function keyOfEdit({ seq }: ShownLine, inRoom: string): string | null {
  const mine = me.peek()
  return mine && draftKey(mine.id, `${inRoom}#${seq}`)
}

/** What is written belongs to one room; and what was erased can be neither answered nor edited. Returns its stop. */
export function startTarget(): () => void {
  const stops = [
    effect(() => {
      void room.value
      state.value = null
    }),
    effect(() => {
      const now = state.value
      const line = now && heldLines.value.get(now.seq)
      if (line && isErased(line)) endTarget()
    }),
  ]
  return () => {
    for (const stop of stops) stop()
  }
}

import { type Signal, signal } from '@preact/signals'
import { after, roomName } from '#web/store/session.ts'

/** A text that was taken back comes back for this long, on this page only (client.md 6.5). */
export const AGAIN_MS = 5 * 60_000
const MOST = 20

export type Recalled = { body: string; re: number | null }

// By room and number. Kept in memory only: what was erased lies nowhere.
const state: Signal<ReadonlyMap<string, Recalled>> = signal<ReadonlyMap<string, Recalled>>(new Map())
const keyOf = (seq: number, inRoom: string): string => `${inRoom}#${seq}`

/** Whether the text of this message of the page's room can be had again; read it while rendering. */
export const isRecalled = (seq: number): boolean => state.value.has(keyOf(seq, roomName.value))

export function keepRecalled(seq: number, text: Recalled): void {
  const inRoom = roomName.peek()
  state.value = new Map([...state.peek(), [keyOf(seq, inRoom), text] as const].slice(-MOST))
  after(AGAIN_MS, () => dropRecalled(seq, inRoom))
}

/** Gives the text back, once. */
export function takeRecalled(seq: number): Recalled | null {
  const text = state.peek().get(keyOf(seq, roomName.peek())) ?? null
  dropRecalled(seq)
  return text
}

export function dropRecalled(seq: number, inRoom: string = roomName.peek()): void {
  const key = keyOf(seq, inRoom)
  if (!state.peek().has(key)) return
  const next = new Map(state.peek())
  next.delete(key)
  state.value = next
}

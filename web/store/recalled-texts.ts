import { type ReadonlySignal, type Signal, signal } from '@preact/signals'
import { after } from '#web/store/session.ts'

/** A text that was taken back comes back for this long, on this page only (client.md 6.5). */
export const AGAIN_MS = 5 * 60_000
const MOST = 20

export type Recalled = { body: string; re: number | null }

const state: Signal<ReadonlyMap<number, Recalled>> = signal<ReadonlyMap<number, Recalled>>(new Map())
/** By the number of the message. Kept in memory only: what was erased lies nowhere. */
export const recalledTexts: ReadonlySignal<ReadonlyMap<number, Recalled>> = state

export function keepRecalled(seq: number, text: Recalled): void {
  state.value = new Map([...state.peek(), [seq, text] as const].slice(-MOST))
  after(AGAIN_MS, () => dropRecalled(seq))
}

/** Gives the text back, once. */
export function takeRecalled(seq: number): Recalled | null {
  const text = state.peek().get(seq) ?? null
  dropRecalled(seq)
  return text
}

export function dropRecalled(seq: number): void {
  if (!state.peek().has(seq)) return
  const next = new Map(state.peek())
  next.delete(seq)
  state.value = next
}

import { type ReadonlySignal, type Signal, signal } from '@preact/signals'
import type { File } from '#protocol/files.ts'

/** One picture or video that can be shown large, and who sent it; `goThere`: where its message is not in sight. */
export type Shown = { file: File; seq: number | null; name: string; at: number; said: string; goThere?: () => void }
/** `all`: what one can go through from there; it follows the room. */
export type Viewing = { id: string; all: ReadonlySignal<readonly Shown[]>; opener: Element | null }

const state: Signal<Viewing | null> = signal<Viewing | null>(null)
/** What is shown large. */
export const viewing: ReadonlySignal<Viewing | null> = state

export function show(next: Viewing): void {
  state.value = next
}

export function showOther(id: string): void {
  const now = state.peek()
  if (now) state.value = { ...now, id }
}

export function closeLightbox(): void {
  state.value = null
}

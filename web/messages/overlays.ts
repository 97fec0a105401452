import { batch, type ReadonlySignal, type Signal, signal } from '@preact/signals'
import { coarsePointer } from '#web/kit/media.ts'

/** What is open over the log, beside `at`. `row` is the key of the message that it is about. */
export type Overlay = { at: DOMRect; by: 'pointer' | 'keys' | 'touch' } & (
  | { kind: 'menu' | 'erase' | 'versions'; row: string }
  | { kind: 'date'; day: number }
)

export type OverlayProps = { now: Overlay; onClose: () => void }

const state: Signal<Overlay | null> = signal<Overlay | null>(null)
const wanted = signal(false)
export const overlay: ReadonlySignal<Overlay | null> = state
/** Something may be opened soon: its code should come from the server (Overlays.tsx). */
export const overlaysWanted: ReadonlySignal<boolean> = wanted

export function prepareOverlays(): void {
  wanted.value = true
}

export function openOverlay(next: Overlay): void {
  batch(() => {
    wanted.value = true
    // A finger on a button wants what is made for fingers, too.
    state.value = next.by === 'pointer' && coarsePointer.peek() ? { ...next, by: 'touch' } : next
  })
}

export function closeOverlay(): void {
  state.value = null
}

/** The code did not come; it is asked for again when it is wanted again. */
export function giveOverlaysUp(): void {
  batch(() => {
    wanted.value = false
    state.value = null
  })
}

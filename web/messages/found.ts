import { type Signal, signal } from '@preact/signals'

/** The message that was just jumped to. What jumps comes late (jump.ts). */
export const found: Signal<number | null> = signal<number | null>(null)
/** Where the reader was before the jump; null: nowhere to go back to. */
export const wayBack: Signal<number | null> = signal<number | null>(null)

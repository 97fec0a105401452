import { type Signal, signal } from '@preact/signals'

/**
 * Key of the message under the pointer, and of the one that the keyboard is at: only these have tools beside them. Nobody is
 * anywhere until what follows pointer and focus has come (follow-row.ts).
 */
export const hoveredRow: Signal<string | null> = signal<string | null>(null)
export const focusedRow: Signal<string | null> = signal<string | null>(null)

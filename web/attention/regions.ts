import { type Signal, signal } from '@preact/signals'

/** What a screen reader is told when it has finished speaking, and what at once. */
export const politeText: Signal<string> = signal('')
export const urgentText: Signal<string> = signal('')

import { type Signal, signal } from '@preact/signals'
import type { Level } from '#protocol/reading.ts'

/** Messages that wait, and how many of them are for the reader. `atLeast`: where not all that came is known (timeline.ts, `Missed`). */
export type Waiting = { count: number; forMe: number; atLeast?: boolean }

export const nothingWaits: Waiting = { count: 0, forMe: 0 }

/** What the reader has chosen to hear of the page's room; null: nothing was chosen, or it is not known yet. */
export const levelHere: Signal<Level | null> = signal<Level | null>(null)
/** What waits in the other rooms on the reader's list, by their levels. Both are written by what is loaded late (web/reading). */
export const elsewhere: Signal<Waiting> = signal<Waiting>(nothingWaits)

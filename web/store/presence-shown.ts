import { type Signal, signal } from '@preact/signals'
import type { Person } from '#protocol/people.ts'

/**
 * A line of the log about who comes and goes. It is made by the page and stored nowhere; it stands after event number
 * `afterSeq`, the head of the log when it was made.
 */
export type PresenceLine = {
  id: string
  afterSeq: number
  /** When it happened, milliseconds since 1970 by this machine's clock; of a fold, the latest. */
  at: number
  kind: 'came' | 'went' | 'renamed'
  /** The people of a fold, earliest first, at most 200 of them. */
  people: readonly Person[]
  /** How many the fold stands for; 1 for a renaming. */
  count: number
  /** renamed: the name before. */
  from?: string
}

/** Newest last. `joinLines` of the preferences says how they are shown. What makes them comes late (presence-lines.ts). */
export const presenceLines: Signal<readonly PresenceLine[]> = signal<readonly PresenceLine[]>([])

import { type ReadonlySignal, type Signal, signal } from '@preact/signals'
import type { Query } from './completion-query.ts'
import type { Choice } from './completion-sources.ts'

export type Completion = { query: Query; choices: readonly Choice[]; active: number }

export const completionState: Signal<Completion | null> = signal<Completion | null>(null)
/** The list that is open over the composer; null while there is none. */
export const completion: ReadonlySignal<Completion | null> = completionState

export const COMPLETION_ID = 'completion'
export const optionId = (at: number): string => `completion-${at}`

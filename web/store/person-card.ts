import { type ReadonlySignal, type Signal, signal } from '@preact/signals'
import type { Person } from '#protocol/people.ts'

/** Whose card is open, and beside what. */
export type OpenCard = { person: Person; at: DOMRect }

const state: Signal<OpenCard | null> = signal<OpenCard | null>(null)
/** The card of a person; web/people shows it. */
export const personCard: ReadonlySignal<OpenCard | null> = state

export function showPerson(person: Person, at: DOMRect): void {
  state.value = { person, at }
}

export function hidePerson(): void {
  state.value = null
}

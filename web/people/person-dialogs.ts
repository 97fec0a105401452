import { type ReadonlySignal, type Signal, signal } from '@preact/signals'
import type { Person } from '#protocol/people.ts'

/** What a card, or the panel of members, leads on to. */
export type PersonDialog =
  | { kind: 'group'; chosen: readonly Person[] }
  | { kind: 'add'; room: string }
  | { kind: 'hand-over'; person: Person }

const state: Signal<PersonDialog | null> = signal<PersonDialog | null>(null)
export const personDialog: ReadonlySignal<PersonDialog | null> = state

export function openPersonDialog(next: PersonDialog): void {
  state.value = next
}

export function closePersonDialog(): void {
  state.value = null
}

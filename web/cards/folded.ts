import { type Signal, signal } from '@preact/signals'

/** Cards that one has folded for oneself, as row and link; the page remembers so many while it is open. */
const MOST_FOLDED = 200

export const folded: Signal<ReadonlySet<string>> = signal<ReadonlySet<string>>(new Set())

export function setFolded(key: string, on: boolean): void {
  const others = [...folded.peek()].filter((one) => one !== key)
  folded.value = new Set(on ? [...others, key].slice(-MOST_FOLDED) : others)
}

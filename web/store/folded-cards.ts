import { type Signal, signal } from '@preact/signals'
import { browserStore, type DraftStore } from '#web/store/drafts.ts'

const KEY = 'teahouse folded'
/** Cards that one has folded for oneself, as row and link; the device remembers so many. */
const MOST_FOLDED = 200

export const folded: Signal<ReadonlySet<string>> = signal<ReadonlySet<string>>(new Set(readKept()))

export function setFolded(key: string, on: boolean, store = browserStore()): void {
  const others = [...folded.peek()].filter((one) => one !== key)
  const next = on ? [...others, key].slice(-MOST_FOLDED) : others
  folded.value = new Set(next)
  try {
    store?.setItem(KEY, JSON.stringify(next))
  } catch {
    // There is no room for it: it holds until the page is loaded anew.
  }
}

/** They name links of rooms that the next person on this device may not read (T-81). */
export function forgetFolded(store: Pick<DraftStore, 'removeItem'> | null = browserStore()): void {
  folded.value = new Set()
  try {
    store?.removeItem(KEY)
  } catch {
    // A browser that keeps nothing has nothing to forget.
  }
}

function readKept(): string[] {
  try {
    const kept: unknown = JSON.parse(browserStore()?.getItem(KEY) ?? '[]')
    return Array.isArray(kept) ? kept.filter((one) => typeof one === 'string').slice(-MOST_FOLDED) : []
  } catch {
    return []
  }
}

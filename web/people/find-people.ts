import { type Signal, signal } from '@preact/signals'

type Reader = typeof import('#web/kit/initials.ts')

/** What reads pinyin comes with the first letter in the filter; until then, and without a network, the name itself counts. */
const reader: Signal<Reader | null> = signal<Reader | null>(null)
let asked = false

/** Whether a person is meant by what was typed. */
export function isFound(name: string, query: string): boolean {
  if (query === '') return true
  if (reader.value) return reader.value.matchesPerson(name, query)
  if (!asked) void load()
  return name.toLowerCase().includes(query.trim().toLowerCase())
}

async function load(): Promise<void> {
  asked = true
  try {
    reader.value = await import('#web/kit/initials.ts')
  } catch {
    // The next letter tries again.
    asked = false
  }
}

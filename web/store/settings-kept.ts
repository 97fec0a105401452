import type { KeptSettings, SettingsKeep, Waiting } from '#sdk/my-settings.ts'
import { browserStore, type DraftStore } from '#web/store/drafts.ts'

/** Of one person, the last one: the next on this device has nothing of it, and takes its place. */
const KEY = 'teahouse.settings'

/** Where a browser keeps what it knows of a person's settings. Without storage it holds for as long as the page. */
export function settingsKeep(person: string, store: DraftStore | null = browserStore()): SettingsKeep {
  let unkept: KeptSettings | null = null
  return {
    read() {
      try {
        return unkept ?? parseKept(store?.getItem(KEY) ?? null, person)
      } catch {
        return null
      }
    },
    write(kept) {
      try {
        if (!store) throw new Error('no storage')
        store.setItem(KEY, JSON.stringify({ person, ...kept }))
        unkept = null
      } catch {
        unkept = kept
      }
    },
  }
}

export function forgetSettings(): void {
  try {
    browserStore()?.removeItem(KEY)
  } catch {
    // A browser that keeps nothing has nothing to forget.
  }
}

/** What was kept of somebody, as far as it is what it should be: other programs may write here, too. */
export function parseKept(text: string | null, person: string): KeptSettings | null {
  const value = parse(text)
  if (!isRecord(value) || value['person'] !== person || !Number.isSafeInteger(value['version'])) return null
  const told = entriesOf(value['told']).filter((entry): entry is [string, string] => typeof entry[1] === 'string')
  const waiting = entriesOf(value['waiting']).flatMap(([name, one]): [string, Waiting][] =>
    isWaiting(one) ? [[name, one]] : [],
  )
  return {
    version: Number(value['version']),
    told: Object.fromEntries(told),
    waiting: Object.fromEntries(waiting),
  }
}

function parse(text: string | null): unknown {
  try {
    return JSON.parse(text ?? 'null')
  } catch {
    return null
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null
const entriesOf = (value: unknown): [string, unknown][] => (isRecord(value) ? Object.entries(value) : [])

const isWaiting = (value: unknown): value is Waiting =>
  isRecord(value) &&
  typeof value['value'] === 'string' &&
  Number.isFinite(value['atMs']) &&
  Number.isSafeInteger(value['seen'])

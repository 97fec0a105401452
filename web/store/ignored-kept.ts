import { browserStore } from '#web/store/drafts.ts'

const keyOf = (reader: string): string => `teahouse.ignored.${reader}`

/** Ids that this device remembers: nothing of theirs flashes up before the server has told whom one ignores. */
export function keptIgnored(reader: string): readonly string[] {
  const kept = browserStore()?.getItem(keyOf(reader))
  return kept ? kept.split(' ') : []
}

/** None: forgets them (T-81). */
export function keepIgnored(reader: string, ids: Iterable<string>): void {
  const text = [...ids].join(' ')
  try {
    if (text === '') browserStore()?.removeItem(keyOf(reader))
    else browserStore()?.setItem(keyOf(reader), text)
  } catch {
    // A browser that keeps nothing: the server tells a moment later.
  }
}

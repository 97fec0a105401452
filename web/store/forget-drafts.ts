import { DRAFT_PREFIX, type DraftStore, unkeptDrafts } from './drafts.ts'

/** Rooms whose draft is kept; the oldest goes. */
const MOST_DRAFTS = 40

/** Whoever wrote them is no more (T-81). */
export function forgetDrafts(store: DraftStore | null, principal: string): void {
  const isTheirs = (key: string) => key.startsWith(`${DRAFT_PREFIX}${principal}.`)
  for (const key of [...unkeptDrafts.keys()]) if (isTheirs(key)) unkeptDrafts.delete(key)
  try {
    for (const key of store ? draftKeys(store) : []) if (isTheirs(key)) store?.removeItem(key)
  } catch {
    // A browser that keeps nothing has nothing to forget.
  }
}

/** Of more drafts than are kept the oldest go. */
export function forgetOldest(store: DraftStore | null): void {
  try {
    if (!store) return
    const byAge = draftKeys(store).map((key) => ({ key, atMs: writtenMs(store.getItem(key)) }))
    byAge.sort((one, other) => other.atMs - one.atMs)
    for (const { key } of byAge.slice(MOST_DRAFTS)) store.removeItem(key)
  } catch {
    // A browser that keeps nothing has nothing to forget.
  }
}

function draftKeys(store: DraftStore): string[] {
  const keys = Array.from({ length: store.length }, (_, at) => store.key(at) ?? '')
  return keys.filter((key) => key.startsWith(DRAFT_PREFIX))
}

/** When a draft was written; 0 for what is none. */
function writtenMs(kept: string | null): number {
  try {
    const draft: unknown = JSON.parse(kept ?? 'null')
    return draft instanceof Object && 'atMs' in draft && typeof draft.atMs === 'number' ? draft.atMs : 0
  } catch {
    return 0
  }
}

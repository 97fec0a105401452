import { DRAFT_PREFIX, type DraftStore, draftKeys, unkeptDrafts } from './drafts.ts'

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

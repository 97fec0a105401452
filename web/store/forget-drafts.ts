import { DRAFT_PREFIX, type DraftStore, draftKeys } from './drafts.ts'

/** Whoever wrote them is no more (T-81). */
export function forgetDrafts(store: DraftStore, principal: string): void {
  try {
    for (const key of draftKeys(store)) if (key.startsWith(`${DRAFT_PREFIX}${principal}.`)) store.removeItem(key)
  } catch {
    // A browser that keeps nothing has nothing to forget.
  }
}

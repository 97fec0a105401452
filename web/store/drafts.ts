/** A part of `Storage`; tests bring their own. */
export type DraftStore = Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>

export const DRAFT_PREFIX = 'teahouse.draft.'
/** So many that the browser did not keep; the oldest goes. Of those that it keeps: forget-drafts.ts. */
const MOST_UNKEPT = 40

type Draft = { text: string; atMs: number }

/** Where a draft lies: one for each principal and room, so that the next person on this device never meets it (T-81). */
export const draftKey = (principal: string, room: string): string =>
  `${DRAFT_PREFIX}${principal}.${encodeURIComponent(room)}`

/** Drafts that the browser did not keep, full or forbidden: they live as long as the page. The newest last. */
export const unkeptDrafts = new Map<string, string>()

/** What was written and not sent; '' when there is nothing. */
export function readDraft(store: DraftStore | null, key: string): string {
  try {
    return unkeptDrafts.get(key) ?? textOf(store?.getItem(key) ?? null)
  } catch {
    return ''
  }
}

/** Keeps a text, or forgets it when it is empty. Where the browser keeps nothing (`store` null, or it throws) it is lost at a reload only. */
export function writeDraft(store: DraftStore | null, key: string, text: string, nowMs: number): void {
  unkeptDrafts.delete(key)
  if (isKept(store, key, { text, atMs: nowMs }) || text === '') return
  const [oldest] = unkeptDrafts.keys()
  if (unkeptDrafts.size >= MOST_UNKEPT && oldest !== undefined) unkeptDrafts.delete(oldest)
  unkeptDrafts.set(key, text)
}

function isKept(store: DraftStore | null, key: string, draft: Draft): boolean {
  try {
    if (!store) return false
    if (draft.text === '') store.removeItem(key)
    else store.setItem(key, JSON.stringify(draft))
    return true
  } catch {
    // Full or forbidden.
    return false
  }
}

function textOf(kept: string | null): string {
  const draft: unknown = JSON.parse(kept ?? 'null')
  return draft instanceof Object && 'text' in draft && typeof draft.text === 'string' ? draft.text : ''
}

/** The browser's storage; null where it is forbidden, which shows with the first word to some. Writing may still throw: it may be full. */
export function browserStore(): DraftStore | null {
  try {
    localStorage.getItem('')
    return localStorage
  } catch {
    return null
  }
}

/** What only this tab has: it outlives a reload, and no other tab writes here. */
const tabStore = (): DraftStore | null => browserStore() && sessionStorage

/** The draft of this tab; in a tab that has none, the one that was written last in any. */
export const findDraft = (key: string): string => readDraft(tabStore(), key) || readDraft(browserStore(), key)

/**
 * Keeps what this tab has written. `before`: what it kept or found last. What another tab has written meanwhile is neither taken away nor, by a
 * text that did not change, written over.
 */
export function keepDraft(key: string, text: string, before: string, nowMs: number): void {
  const last = readDraft(browserStore(), key)
  writeDraft(tabStore(), key, text, nowMs)
  if (text === before ? last === '' : text !== '' || last === before) writeDraft(browserStore(), key, text, nowMs)
}

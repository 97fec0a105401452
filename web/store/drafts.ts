/** A part of `Storage`; tests bring their own. */
export type DraftStore = Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>

export const DRAFT_PREFIX = 'teahouse.draft.'
/** Rooms whose draft is kept; the oldest goes. */
const MOST = 40

type Draft = { text: string; atMs: number }

/** Where a draft lies: one for each principal and room, so that the next person on this device never meets it (T-81). */
export const draftKey = (principal: string, room: string): string =>
  `${DRAFT_PREFIX}${principal}.${encodeURIComponent(room)}`

/** Drafts that the browser did not keep, full or forbidden: they live as long as the page. The newest last. */
export const unkeptDrafts = new Map<string, string>()

/** What was written and not sent; '' when there is nothing. */
export function readDraft(store: DraftStore | null, key: string): string {
  try {
    return unkeptDrafts.get(key) ?? parse(store?.getItem(key) ?? null)?.text ?? ''
  } catch {
    return ''
  }
}

/** Keeps a text, or forgets it when it is empty. Where the browser keeps nothing (`store` null, or it throws) it is lost at a reload only. */
export function writeDraft(store: DraftStore | null, key: string, text: string, nowMs: number): void {
  unkeptDrafts.delete(key)
  if (isKept(store, key, { text, atMs: nowMs }) || text === '') return
  const [oldest] = unkeptDrafts.keys()
  if (unkeptDrafts.size >= MOST && oldest !== undefined) unkeptDrafts.delete(oldest)
  unkeptDrafts.set(key, text)
}

function isKept(store: DraftStore | null, key: string, draft: Draft): boolean {
  try {
    if (!store) return false
    if (draft.text === '') store.removeItem(key)
    else store.setItem(key, JSON.stringify(draft))
    forgetOldest(store)
    return true
  } catch {
    // Full or forbidden.
    return false
  }
}

/** The keys of all drafts. */
export function draftKeys(store: DraftStore): string[] {
  const keys: string[] = []
  for (let at = 0; at < store.length; at++) {
    const key = store.key(at)
    if (key?.startsWith(DRAFT_PREFIX)) keys.push(key)
  }
  return keys
}

function forgetOldest(store: DraftStore): void {
  const keys = draftKeys(store)
  if (keys.length <= MOST) return
  const byAge = keys.map((key) => ({ key, atMs: parse(store.getItem(key))?.atMs ?? 0 }))
  byAge.sort((one, other) => one.atMs - other.atMs)
  for (const { key } of byAge.slice(0, keys.length - MOST)) store.removeItem(key)
}

function parse(kept: string | null): Draft | null {
  if (kept === null) return null
  try {
    const value: unknown = JSON.parse(kept)
    if (typeof value !== 'object' || value === null || !('text' in value) || !('atMs' in value)) return null
    return typeof value.text === 'string' && typeof value.atMs === 'number'
      ? { text: value.text, atMs: value.atMs }
      : null
  } catch {
    return null
  }
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

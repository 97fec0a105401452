import type { RefusalDetail } from '#protocol/refusals.ts'

/** A row of that page's list; the keys are the page's. */
export type ListedUser = { username: string; headerimg: string; login_time: string }

/** Everything that is said to a classic page, in plain text: `encodeFrame` alone makes it fit for that page. */
export type ClassicFrame =
  | { type: 'handShake'; msg: string }
  | { type: 'login' | 'logout'; msg: string; user_list: readonly ListedUser[] }
  | { type: 'user'; from: string; msg: string; headerimg: string }
  | ({ type: 'error'; code: string; msg: string } & RefusalDetail)

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/**
 * A frame as it leaves. That page puts every string into `innerHTML` or an attribute as it is, so every string of every
 * frame is escaped here, once, and nowhere else (T-75, D-22): stored text and v1 clients never see an entity.
 */
export function encodeFrame(frame: ClassicFrame): string {
  return JSON.stringify(frame, (_key, value: unknown) => (typeof value === 'string' ? escaped(value) : value))
}

const escaped = (text: string): string => text.replace(/[&<>"']/g, (mark) => ESCAPES[mark] ?? mark)

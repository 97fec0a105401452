import type { Principal } from '#server/accounts/principals.ts'
import type { ListedUser } from './frames.ts'

/** That page draws the whole list anew with each coming and going: it is a page for small rooms. */
export const MOST_LISTED = 200

/** Somebody in the lobby: since when, and the picture that a classic guest brought. */
export type Listed = { principal: Principal; sinceMs: number; picture: string | null }

/** Files that such pages have beside them; any other address would let one person choose what others load (D-26). */
const OWN_PICTURE = /^img\/[A-Za-z0-9_-]{1,32}\.(jpe?g|png|gif|webp)$/

export const requirePicture = (headerimg: string | null): string | null =>
  headerimg !== null && OWN_PICTURE.test(headerimg) ? headerimg : null

/** The address of our own drawing, absolute: those pages come from other hosts. */
export const avatarUrl = (baseUrl: string, look: number): string => `${baseUrl}/avatars/${look}.svg`

/**
 * Who is in the lobby, oldest first, or, where they are more than 200, classic guests first. `everybody` is looked at no
 * further than it must be.
 */
export function chooseListed(everybody: () => Iterable<Listed>, classic: Iterable<Listed>): Listed[] {
  const oldest = taken(everybody(), MOST_LISTED + 1)
  if (oldest.length <= MOST_LISTED) return oldest
  const chosen = taken(classic, MOST_LISTED)
  for (const one of everybody()) {
    if (chosen.length === MOST_LISTED) break
    if (one.principal.kind !== 'classic') chosen.push(one)
  }
  return chosen
}

export function userList(listed: readonly Listed[], baseUrl: string): ListedUser[] {
  return listed.map(({ principal, sinceMs, picture }) => ({
    username: principal.name,
    headerimg: picture ?? avatarUrl(baseUrl, principal.look),
    login_time: clockTime(sinceMs),
  }))
}

/** 24 hours, in the server's time zone (D-31). */
function clockTime(atMs: number): string {
  const at = new Date(atMs)
  return `${twoDigits(at.getHours())}:${twoDigits(at.getMinutes())}`
}
const twoDigits = (value: number): string => String(value).padStart(2, '0')

function taken<Item>(items: Iterable<Item>, most: number): Item[] {
  const chosen: Item[] = []
  for (const item of items) {
    if (chosen.length === most) break
    chosen.push(item)
  }
  return chosen
}

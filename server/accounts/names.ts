import type { Locale } from '#protocol/people.ts'
import type { Sql } from '#server/storage/database.ts'
import { findByNameKey, freeNameOf } from './account-store.ts'
import { nameKey } from './name-key.ts'
import { pleasantName } from './pleasant-names.ts'

/** A name is free again this long after its last use (client.md 6.8). */
const NAME_KEPT_MS = 30 * 24 * 3_600_000
const MOST_TRIES = 20

export type NameNeeds = { sql: Sql; nowMs: number; isConnected: (principalId: string) => boolean }

/** True when somebody else has the name: is connected under it, or used it within 30 days. */
export async function isTaken(needs: NameNeeds, name: string, self: string | null): Promise<boolean> {
  const holder = await findByNameKey(needs.sql, nameKey(name))
  if (!holder || holder.id === self) return false
  return needs.isConnected(holder.id) || needs.nowMs - holder.seen_ms < NAME_KEPT_MS
}

/** Takes a name away from whoever left it long ago. Call it only when the name is not taken. */
export async function takeOver(sql: Sql, name: string, self: string | null): Promise<void> {
  const holder = await findByNameKey(sql, nameKey(name))
  if (holder && holder.id !== self) await freeNameOf(sql, holder.id)
}

/** `base`, or `base-2`, `base-3` … : the next that is free. The base is shortened where the number would not fit. */
export async function freeName(
  needs: NameNeeds,
  base: string,
  mostChars: number,
  self: string | null,
): Promise<string> {
  if (!(await isTaken(needs, base, self))) return base
  // Steps grow, so that a crowd of one name costs a few look-ups only.
  for (let number = 2; ; number = number < 10 ? number + 1 : Math.ceil(number * 1.7)) {
    const ending = `-${number}`
    const name = `${[...base].slice(0, mostChars - ending.length).join('')}${ending}`
    if (!(await isTaken(needs, name, self))) return name
  }
}

/** A pleasant name that nobody has. */
export async function freePleasantName(
  needs: NameNeeds,
  locale: Locale,
  mostChars: number,
  random: (below: number) => number,
): Promise<string> {
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    const name = pleasantName(locale, random)
    if (!(await isTaken(needs, name, null))) return name
  }
  return freeName(needs, pleasantName(locale, random), mostChars, null)
}

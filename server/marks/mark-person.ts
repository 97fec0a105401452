import type { CommandInput } from '#protocol/index.ts'
import { limits } from '#protocol/limits.ts'
import type { MarksPush } from '#protocol/members.ts'
import type { Principal } from '#server/accounts/principals.ts'
import { createTellOwn } from '#server/accounts/tell-own.ts'
import type { RoomStorage } from '#server/delivery/event-log.ts'
import type { Limiter } from '#server/kit/limiter.ts'
import { Refusal } from '#server/kit/refusal.ts'
import type { Sql } from '#server/storage/database.ts'
import { countMarked, findMark, findMarked, type Marked, saveMark } from './mark-store.ts'

export type MarkNeeds = {
  storage: RoomStorage
  /** Whether there is such a person under a name. */
  hasEntered(sql: Sql, id: string): Promise<boolean>
  /** Changes by person: each is told to all connections of that person. */
  marking: Limiter
}

type Wish = CommandInput<'person.mark'>

/** Keeps what somebody thinks of another one, and tells it to nobody but its own connections (T-14). */
export function createMarkPerson({ storage, hasEntered, marking }: MarkNeeds) {
  /** What it is now; null where it was so already. A refusal is returned, for a throw would cost the batch a second run. */
  async function mark(sql: Sql, who: string, { person, ...wish }: Wish): Promise<Marked[] | Refusal | null> {
    if (!(await hasEntered(sql, who))) return new Refusal('login_first')
    // Oneself and nobody look the same: there is no such other person.
    if (person === who || !(await hasEntered(sql, person))) return new Refusal('not_found')
    const before = await findMark(sql, who, person)
    const after = { ignored: wish.ignored ?? before.ignored, refused: wish.refused ?? before.refused }
    if (after.ignored === before.ignored && after.refused === before.refused) return null
    const isNew = !before.ignored && !before.refused
    if (isNew && (await countMarked(sql, who)) >= limits.markedPeople)
      return new Refusal('too_many', { limit: limits.markedPeople })
    await saveMark(sql, who, person, after)
    return findMarked(sql, who)
  }

  const tellOwn = createTellOwn('marks')

  return async function markPerson(principal: Principal, wish: Wish): Promise<Record<string, never>> {
    marking.require(principal.id)
    const marked = await storage.write(({ sql }) => mark(sql, principal.id, wish))
    if (marked instanceof Refusal) throw marked
    if (marked) tellOwn(principal, told(marked))
    return {}
  }
}

export const told = (marked: readonly Marked[]): MarksPush => ({
  ignored: marked.filter(({ ignored }) => ignored).map(({ person }) => person),
  refused: marked.filter(({ refused }) => refused).map(({ person }) => person),
})

import type { Caller, Right, Standing } from '#server/accounts/caller.ts'
import { placeIn } from '#server/accounts/places.ts'
import type { Principal } from '#server/accounts/principals.ts'
import { Refusal } from '#server/kit/refusal.ts'
import type { Sql } from '#server/storage/database.ts'
import { can } from './can.ts'
import { standingOf } from './standing.ts'

/** A room that is not there, and one that one may not see: whatever is asked of them, the answer is the same (T-1). */
export const absent: Readonly<Standing> = { access: 'private', chat: false, archived: false, role: null, banned: false }

/** No room changes what these say. */
const roomless: ReadonlySet<Right> = new Set(['be-here', 'enter', 'open-room', 'keep-house'])

/** Asks `can` with the facts of a caller (HOUSE-9). */
export function createRights(read: Sql) {
  /**
   * Refuses unless the caller may. About a room that the connection is in it is answered at once, from what is kept in
   * memory; about another one the database is asked.
   */
  function requireRight({ principal, connection }: Caller, right: Right, roomId?: string): undefined | Promise<void> {
    if (roomId === undefined || roomless.has(right)) {
      allow(can({ entered: principal.entered, house: principal.houseOwner }, right))
      return undefined
    }
    const place = placeIn(connection, roomId)
    if (!place) return requireElsewhere(principal, right, roomId)
    allow(can(factsOf(principal, place.standing, true), right))
    return undefined
  }

  async function requireElsewhere(principal: Principal, right: Right, roomId: string): Promise<void> {
    allow(can(factsOf(principal, await findStanding(roomId, principal.id), false), right))
  }

  /** As it stands in the database; of a room that is not there as of one that one may not see. */
  async function findStanding(roomId: string, personId: string): Promise<Readonly<Standing>> {
    return (await standingOf(read, roomId, personId)) ?? absent
  }

  return { requireRight, findStanding }
}

export const factsOf = (principal: Principal, standing: Readonly<Standing>, joined: boolean) => ({
  entered: principal.entered,
  house: principal.houseOwner,
  joined,
  standing,
})

export function allow(refusal: ReturnType<typeof can>): void {
  if (refusal) throw new Refusal(refusal)
}

import { limits } from '#protocol/limits.ts'
import { parseMarkup } from '#protocol/markup.ts'
import { callsAll } from '#protocol/mention-all.ts'
import type { Named } from '#protocol/people.ts'
import type { Principal } from '#server/accounts/principals.ts'
import type { RoomTx } from '#server/delivery/event-log.ts'
import { Refusal } from '#server/kit/refusal.ts'
import { can, type Standing } from '#server/rooms/index.ts'
import type { Sql } from '#server/storage/database.ts'

export type CallNeeds = {
  /** How many people are in a room now. */
  peopleIn(roomId: string): number
}

/** Whether a wish to call everybody is one: the words themselves have to say so. Else it is left out, and the message counts. */
export const isCall = (wish: true | undefined, body: string, mentions: readonly Named[]): boolean =>
  wish === true && callsAll(parseMarkup(body, mentions))

type Call = { principal: Principal; room: string; standing: Standing; atMs: number }

/**
 * Why everybody may not be called now (T-51): a room's owner always may; others where not too many are, and not again so soon.
 * Counted where it is stored, so that of many at once one is heard (T-83).
 */
export function createRefuseCall({ peopleIn }: CallNeeds) {
  return async function refuseCall(
    { sql }: RoomTx,
    { principal, room, standing, atMs }: Call,
  ): Promise<Refusal | null> {
    if (standing.chat) return null
    const governs = can({ entered: true, house: principal.houseOwner, standing }, 'govern') === null
    if (!governs && peopleIn(room) > limits.mentionAllPeople) return new Refusal('forbidden')
    const waitMs = governs ? 0 : await waitMsOf(sql, room, atMs)
    if (waitMs > 0) return new Refusal('rate_limited', { retry_after_ms: waitMs })
    await sql`update rooms set called_ms = ${atMs} where id = ${room}`
    return null
  }
}

export type RefuseCall = ReturnType<typeof createRefuseCall>

/** A call that seems to come from the future was one of a clock that has gone back: it holds nobody up (P-18). */
async function waitMsOf(sql: Sql, room: string, atMs: number): Promise<number> {
  const [row] = await sql<{ called_ms: number | null }[]>`select called_ms from rooms where id = ${room}`
  const calledMs = row?.called_ms ?? null
  if (calledMs === null || calledMs > atMs) return 0
  return calledMs + limits.mentionAllEveryMs - atMs
}

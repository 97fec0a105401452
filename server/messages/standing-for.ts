import type { Right } from '#server/accounts/caller.ts'
import type { Principal } from '#server/accounts/principals.ts'
import type { RoomStorage, RoomTx } from '#server/delivery/event-log.ts'
import { Refusal } from '#server/kit/refusal.ts'
import { can, type Standing, standingTables } from '#server/rooms/index.ts'
import type { Sql } from '#server/storage/database.ts'

export type RightsNeeds = {
  storage: Pick<RoomStorage, 'remember'>
  standingOf(sql: Sql, roomId: string, principalId: string): Promise<Standing | null>
  /** Whether this is a chat of two whose other one refuses this person (T-15). */
  isRefusedIn(sql: Sql, roomId: string, principalId: string): Promise<boolean>
}

/** Something is about to be said in a chat: whoever has it on no list gets it back. */
export type CallBack = (tx: RoomTx, room: string, author: string) => Promise<void>

/** `own`: whether it is about a message of one's own. */
export type Wanted = { room: string; right: Right; own?: boolean }
type Who = Pick<Principal, 'id' | 'houseOwner'>
export type StandingFor = (tx: RoomTx, who: Who, wanted: Wanted) => Answer | Promise<Answer>
type Answer = Standing | Refusal

/** What brings words, or a sign, to whoever does not want to hear. One's own words may always be taken away. */
const addressed: ReadonlySet<Right> = new Set(['post', 'edit', 'react', 'pin'])

/**
 * Asks for a right where it is used, inside the storing transaction: a write that waited behind a ban in the lane stores
 * nothing (P-27, T-83). What a write has read before it is taken where no write has touched those tables since (decision
 * 0028), and then the answer is there at once. A refusal is returned, not thrown: a throw would cost the whole batch a second
 * run.
 */
export function createStandingFor({ storage, standingOf, isRefusedIn }: RightsNeeds): StandingFor {
  const standings = storage.remember<Standing | null>(standingTables)

  function judge({ sql }: RoomTx, { id, houseOwner: house }: Who, wanted: Wanted, standing: Standing | null) {
    if (!standing) return new Refusal('not_found')
    const { room, right, own } = wanted
    const refusal = can({ entered: true, joined: true, house, standing, own }, right)
    if (refusal) return new Refusal(refusal)
    return standing.chat && addressed.has(right) ? unlessRefused(sql, room, id, standing) : standing
  }

  async function unlessRefused(sql: Sql, room: string, id: string, standing: Standing): Promise<Answer> {
    return (await isRefusedIn(sql, room, id)) ? new Refusal('refused') : standing
  }

  return function standingFor(tx, who, wanted) {
    const { room } = wanted
    const found = standings.find(`${room} ${who.id}`, () => standingOf(tx.sql, room, who.id))
    if (!(found instanceof Promise)) return judge(tx, who, wanted, found)
    return found.then((standing) => judge(tx, who, wanted, standing))
  }
}

import type { CommandInput } from '#protocol/index.ts'
import { limits } from '#protocol/limits.ts'
import type { AtAnswer, Caller, Connection, Encoded, Leaving } from '#server/accounts/caller.ts'
import type { Principal } from '#server/accounts/principals.ts'
import { openingOf } from '#server/delivery/opening.ts'
import { Subscription } from '#server/delivery/subscription.ts'
import { Refusal } from '#server/kit/refusal.ts'
import type { RoomBudgets, RoomNeeds } from './index.ts'

const TOO_MANY_RETRY_MS = 60_000

/** Joining begins in the turn in which its answer leaves, so that nothing falls between the two (P-9). */
export function createJoinRoom({ log, lines, feed, audience, onError }: RoomNeeds, { joining }: RoomBudgets) {
  async function joinRoom(caller: Caller, wish: CommandInput<'room.join'>): Promise<AtAnswer<Encoded>> {
    const { connection, principal } = caller
    if (!connection.joined.has(wish.room)) {
      joining.require(principal.id)
      if (connection.joined.size >= limits.joinedRooms) {
        throw new Refusal('rate_limited', { retry_after_ms: TOO_MANY_RETRY_MS })
      }
    }
    const room = await feed.open(wish.room)
    const opening = await openingOf(room, wish, feed, (page) => lines.mine(room.id, principal.id, page))
    return {
      atAnswer() {
        // A second join on the same connection begins anew: it is how a client fills a gap.
        connection.joined.get(wish.room)?.end()
        const onLive = () => audience.arrived(caller, wish.room)
        const subscription = new Subscription({ room, reader: connection, feed, log, onLive, onError })
        connection.joined.set(wish.room, subscription)
        return { encoded: subscription.begin(opening) }
      },
    }
  }

  function leaveRoom(principal: Principal, connection: Connection, roomId: string, how: Leaving): void {
    const subscription = connection.joined.get(roomId)
    if (!subscription) return
    subscription.end()
    connection.joined.delete(roomId)
    audience.left(principal, connection, roomId, how)
  }

  return { joinRoom, leaveRoom }
}

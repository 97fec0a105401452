import type { CommandInput } from '#protocol/index.ts'
import { limits } from '#protocol/limits.ts'
import type { AtAnswer, Caller, Connection, Encoded, Leaving } from '#server/accounts/caller.ts'
import { addPlace, dropPlace, placeIn } from '#server/accounts/places.ts'
import type { Principal } from '#server/accounts/principals.ts'
import { type Opening, openingOf } from '#server/delivery/opening.ts'
import { Subscription } from '#server/delivery/subscription.ts'
import { FewATurn } from '#server/kit/few-a-turn.ts'
import { Refusal } from '#server/kit/refusal.ts'
import type { BanTraces } from './ban-traces.ts'
import { can } from './can.ts'
import type { Coming, HeldRooms } from './held-rooms.ts'
import type { RoomBudgets, RoomNeeds } from './index.ts'
import { type Join, JoinsUnderWay } from './joins-under-way.ts'
import { allow, factsOf } from './rights.ts'

const TOO_MANY_RETRY_MS = 60_000
/** A page is read and written out for each, some 0.5 ms. */
const JOINS_A_TURN = 4

type JoinNeeds = Pick<RoomNeeds, 'log' | 'lines' | 'feed' | 'audience' | 'onError'> & {
  held: HeldRooms
  traces: Pick<BanTraces, 'left'>
}

type Prepared = { coming: Coming; room: Subscription['room']; opening: Opening; join: Join; people: string | undefined }

/** Joining begins in the turn in which its answer leaves, so that nothing falls between the two (P-9). */
export function createJoinRoom(
  { log, lines, feed, audience, onError, held, traces }: JoinNeeds,
  { joining, reading }: RoomBudgets,
) {
  const turns = new FewATurn(JOINS_A_TURN)
  const underWay = new JoinsUnderWay()
  const shared = { feed, log, onError }

  async function joinRoom(caller: Caller, wish: CommandInput<'room.join'>): Promise<AtAnswer<Encoded>> {
    requireBudget(caller, wish.room)
    const join = underWay.ask(caller.connection, wish.room)
    try {
      await turns.wait()
      return await prepare(caller, wish, join)
    } catch (error) {
      underWay.end(caller.connection, join)
      throw error
    }
  }

  async function prepare(caller: Caller, wish: CommandInput<'room.join'>, join: Join): Promise<AtAnswer<Encoded>> {
    const me = caller.principal.id
    const coming = await held.come(me, wish.room)
    try {
      const room = await feed.open(wish.room)
      const opening = await openingOf(room, wish, feed, (page) => lines.mine(room.id, me, page))
      return {
        atAnswer() {
          underWay.end(caller.connection, join)
          return begin(caller, { coming, room, opening, join, people: wish.people })
        },
      }
    } catch (error) {
      coming.giveUp()
      throw error
    }
  }

  /** Who joins once more on the same line fills a gap, and reads as much as a page: it stands before all others who join (T-63). */
  function requireBudget({ connection, principal }: Caller, room: string): void {
    const isJoined = placeIn(connection, room) !== undefined
    const budget = isJoined ? reading : joining
    budget.require(principal.id)
    if (!isJoined && connection.joined.length >= limits.joinedRooms)
      throw new Refusal('rate_limited', { retry_after_ms: TOO_MANY_RETRY_MS })
  }

  /** Whoever was put out since it was looked, or has lost the line, is not in. */
  function begin(caller: Caller, { coming, room, opening, join, people }: Prepared): Encoded {
    const { connection, principal } = caller
    const refusal = can(factsOf(principal, coming.standing, false), 'read')
    if (refusal || connection.gone) {
      coming.giveUp()
      allow(refusal)
      return { encoded: '{}' }
    }
    // A second join on the same connection begins anew: it is how a client fills a gap.
    placeIn(connection, room.id)?.end()
    const onLive = () => audience.arrived(caller, room.id, people)
    const subscription = new Subscription(shared, { room, reader: connection, onLive })
    const place = coming.settle(subscription)
    addPlace(connection, place)
    // After the answer; unless another join has begun behind that leave.
    function leaveAgain(): void {
      if (placeIn(connection, room.id) === place) leaveRoom(principal, connection, room.id, 'at-once')
    }
    if (join.isLeft) queueMicrotask(leaveAgain)
    const { encoded, behind } = subscription.begin(opening)
    return { encoded: `${encoded.slice(0, -1)},${place.fields()}}`, behind }
  }

  /** Somebody wants to leave, also what it has only asked to join. */
  function leave({ principal, connection }: Caller, roomId: string): void {
    underWay.leave(connection, roomId)
    leaveRoom(principal, connection, roomId, 'at-once')
  }

  function leaveRoom(principal: Principal, connection: Connection, roomId: string, how: Leaving): void {
    const place = placeIn(connection, roomId)
    if (!place) return
    place.end()
    dropPlace(connection, roomId)
    traces.left(principal, connection.from)
    audience.left(principal, connection, roomId, how)
  }

  return { joinRoom, leave, leaveRoom }
}

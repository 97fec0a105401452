import { closes } from '#protocol/closes.ts'
import type { OutPush } from '#protocol/members.ts'
import type { Connection, Leaving } from '#server/accounts/caller.ts'
import { placeIn } from '#server/accounts/places.ts'
import type { Principal, Principals } from '#server/accounts/principals.ts'
import type { RoomFeed } from '#server/delivery/room-feed.ts'

export type PutOutNeeds = {
  principals: Pick<Principals, 'find'>
  feed: Pick<RoomFeed, 'find'>
  leaveRoom(principal: Principal, connection: Connection, roomId: string, how: Leaving): void
}

/**
 * Ends what somebody has of a room, on all its connections, in the turn in which that is durable and before anything of that
 * commit is told (P-27). What came before it has left by then.
 */
export function createPutOut({ principals, feed, leaveRoom }: PutOutNeeds) {
  return function putOut(personId: string, push: OutPush): void {
    const principal = principals.find(personId)
    if (!principal) return
    feed.find(push.room)?.pace.flush()
    const frame = JSON.stringify([0, 'out', push])
    for (const connection of principal.connections) {
      const wasIn = placeIn(connection, push.room) !== undefined
      leaveRoom(principal, connection, push.room, 'at-once')
      connection.send(frame)
      // A page of the classic gateway has one room only, and no word for this.
      if (wasIn && connection.leavesAtOnce) connection.close(closes.banned)
    }
  }
}

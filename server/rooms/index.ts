import type { Caller, Connection, Handlers, Leaving, Right } from '#server/accounts/caller.ts'
import type { Principal } from '#server/accounts/principals.ts'
import type { EventLog, RoomStorage } from '#server/delivery/event-log.ts'
import type { LineLog } from '#server/delivery/line-log.ts'
import type { RoomFeed } from '#server/delivery/room-feed.ts'
import type { Clock } from '#server/kit/clock.ts'
import { Limiter } from '#server/kit/limiter.ts'
import { Refusal } from '#server/kit/refusal.ts'
import { can } from './can.ts'
import { createJoinRoom } from './join-room.ts'
import { createOpenRoom } from './open-room.ts'
import { createReadHistory } from './read-history.ts'

export { can } from './can.ts'

/** Told who reads a room: presence listens. */
export type Audience = {
  arrived(caller: Caller, roomId: string): void
  left(principal: Principal, connection: Connection, roomId: string, how: Leaving): void
}

export type RoomNeeds = {
  storage: RoomStorage
  clock: Clock
  log: EventLog
  lines: LineLog
  feed: RoomFeed
  audience: Audience
  /** The lobby's title. */
  roomTitle: string
  onError(error: unknown): void
  quota: {
    roomsPerHour: number
    joinsBurst: number
    joinsPerSecond: number
    historyBurst: number
    historyPerSecond: number
  }
}

/** By person: rooms made, rooms joined, pages of history read. */
export type RoomBudgets = { making: Limiter; joining: Limiter; reading: Limiter }

/** Rooms by address: finding, making, joining, reading. */
export function createRooms(needs: RoomNeeds) {
  const budgets = createBudgets(needs)
  const { openRoom, makeRoom, findRoom } = createOpenRoom(needs, budgets)
  const { joinRoom, leaveRoom } = createJoinRoom(needs, budgets)

  const handlers: Handlers<
    | 'room.open'
    | 'room.join'
    | 'room.leave'
    | 'room.history'
    | 'room.make'
    | 'room.change'
    | 'room.directory'
    | 'room.quit'
    | 'room.members'
    | 'member.add'
    | 'member.remove'
    | 'member.ban'
    | 'member.pardon'
    | 'member.hand_over'
  > = {
    'room.open': { right: 'open-room', handle: ({ principal }, input) => openRoom(principal, input) },
    'room.join': { right: 'read', handle: joinRoom },
    'room.leave': {
      right: 'read',
      handle({ principal, connection }, { room }) {
        leaveRoom(principal, connection, room, 'at-once')
        return {}
      },
    },
    'room.history': { right: 'read', handle: createReadHistory(needs, budgets) },
    'room.make': { right: 'enter', handle: notYet },
    'room.change': { right: 'govern', handle: notYet },
    'room.directory': { right: 'be-here', handle: notYet },
    'room.quit': { right: 'quit', handle: notYet },
    'room.members': { right: 'read', handle: notYet },
    'member.add': { right: 'invite', handle: notYet },
    'member.remove': { right: 'govern', handle: notYet },
    'member.ban': { right: 'govern', handle: notYet },
    'member.pardon': { right: 'govern', handle: notYet },
    'member.hand_over': { right: 'govern', handle: notYet },
  }

  /** Refuses unless the caller may; absent and forbidden look the same (HOUSE-9). */
  function requireRight({ principal, connection }: Caller, right: Right, roomId?: string): void {
    const joined = roomId === undefined ? {} : { joined: connection.joined.has(roomId) }
    const refusal = can({ entered: principal.entered, ...joined }, right)
    if (refusal) throw new Refusal(refusal)
  }

  /** The connection is gone: it reads nothing any more. */
  function leaveAll(principal: Principal, connection: Connection, how: Leaving): void {
    for (const roomId of [...connection.joined.keys()]) leaveRoom(principal, connection, roomId, how)
  }

  /** Drops budgets that are full again; call it now and then. */
  function sweepBudgets(): void {
    for (const budget of Object.values(budgets)) budget.sweep()
  }

  return { handlers, requireRight, makeRoom, findRoom, leaveAll, sweepBudgets }
}

const notYet = (): never => {
  throw new Refusal('unavailable', { retry_after_ms: 60_000 })
}

function createBudgets({ clock, quota }: RoomNeeds): RoomBudgets {
  const limiter = (burst: number, perSecond: number) => new Limiter({ burst, perSecond }, clock.steadyMs)
  return {
    making: limiter(quota.roomsPerHour, quota.roomsPerHour / 3_600),
    joining: limiter(quota.joinsBurst, quota.joinsPerSecond),
    reading: limiter(quota.historyBurst, quota.historyPerSecond),
  }
}

export type Rooms = ReturnType<typeof createRooms>

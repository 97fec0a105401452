import { closes } from '#protocol/closes.ts'
import type { Accounts } from '#server/accounts/index.ts'
import type { Principals } from '#server/accounts/principals.ts'
import type { Limits } from '#server/config.ts'
import type { RoomFeed } from '#server/delivery/room-feed.ts'
import type { AddressCounts } from '#server/kit/address-counts.ts'
import type { Clock } from '#server/kit/clock.ts'
import type { Log } from '#server/kit/log.ts'
import type { Origin, SocketOwner } from '#server/kit/socket.ts'
import type { Messages } from '#server/messages/index.ts'
import type { Presence } from '#server/presence/index.ts'
import type { Rooms } from '#server/rooms/index.ts'
import { createCommands } from './classic-commands.ts'
import { ClassicLobby } from './classic-lobby.ts'
import { ClassicSession, type ClassicSessionNeeds } from './classic-session.ts'
import { RefusedAddresses } from './refused-addresses.ts'

export type ClassicNeeds = {
  clock: Clock
  log: Log
  lobbyId: string
  publish(topic: string, frame: string): void
  accounts: Accounts
  principals: Principals
  rooms: Rooms
  presence: Presence
  messages: Messages
  feed: RoomFeed
  /** Sockets of all protocols by address: shared with the v1 gateway. */
  addresses: AddressCounts
  limits: Limits
}

/** The tutorial's protocol, as a translator in front of the same commands (features.md 1). */
export type Classic = {
  /** A socket of a classic page; `baseUrl` is the address it came to, for avatars. Null when there are too many. */
  open(from: Origin, baseUrl: string): SocketOwner | null
  /** Resolves late for an address that keeps coming back. */
  delayRefusal(address: string): Promise<void>
  /** Open sockets. */
  connections(): number
  /** Deadlines and pings; call it once a second. */
  sweep(): void
  /** Closes every socket with 1001, and lets no new one in. */
  closeAll(): void
}

export function createClassic(needs: ClassicNeeds): Classic {
  const { clock, addresses, log } = needs
  const { commandsBurst, commandsPerSecond, floodPerSecond } = needs.limits
  const sessions = new Set<ClassicSession>()
  const refused = new RefusedAddresses(clock)
  const lobby = new ClassicLobby(needs)
  const receive = createCommands({
    ...needs,
    lobby,
    rate: { burst: commandsBurst, perSecond: commandsPerSecond },
    floodPerSecond,
    onLogin: (session) => addresses.greeted(session.from.prefix),
  })
  const sessionNeeds: ClassicSessionNeeds = {
    steadyMs: clock.steadyMs,
    commandsBurst,
    floodPerSecond,
    onText: receive,
    onLeave(session, guest) {
      lobby.leave(session, guest)
      log.info('closed', { connection: session.id, principal: guest.principal.id, client: 'classic' })
      if (session.pending) addresses.parted(session.from.prefix)
    },
    onEnd(session) {
      if (sessions.delete(session)) addresses.closed(session.from.prefix, session.pending)
    },
  }
  let stopping = false

  function open(from: Origin, baseUrl: string): ClassicSession | null {
    if (stopping || !addresses.hasRoom(from.prefix)) return null
    const session = new ClassicSession(sessionNeeds, from, baseUrl)
    sessions.add(session)
    addresses.opened(from.prefix)
    return session
  }

  return {
    open,
    delayRefusal: (address) => refused.delay(address),
    connections: () => sessions.size,
    sweep() {
      const now = clock.steadyMs()
      for (const session of sessions) session.checkDeadlines(now)
      refused.sweep()
    },
    closeAll() {
      stopping = true
      lobby.close()
      refused.close()
      for (const session of sessions) session.close(closes.goingAway)
    },
  }
}

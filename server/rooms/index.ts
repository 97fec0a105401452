import type { OutPush } from '#protocol/members.ts'
import type { Notice } from '#protocol/room-events.ts'
import type { Caller, Connection, Handlers, Leaving } from '#server/accounts/caller.ts'
import type { Principal, Principals } from '#server/accounts/principals.ts'
import { createCheckHash } from '#server/delivery/check-hash.ts'
import type { EventLog, RoomStorage } from '#server/delivery/event-log.ts'
import type { LineLog } from '#server/delivery/line-log.ts'
import type { RoomFeed } from '#server/delivery/room-feed.ts'
import type { Clock } from '#server/kit/clock.ts'
import { Limiter } from '#server/kit/limiter.ts'
import { createAddMember } from './add-member.ts'
import { createBanMember, createPardonMember } from './ban-member.ts'
import { BanTraces } from './ban-traces.ts'
import { createChangeRoom } from './change-room.ts'
import { createForgetPlaces, forgetPlacesOf } from './forget-places.ts'
import { createHandOver } from './hand-over.ts'
import { HeldRooms } from './held-rooms.ts'
import { createJoinRoom } from './join-room.ts'
import { createMakeRoom } from './make-room.ts'
import type { MemberNeeds } from './member-command.ts'
import { createBuildRoom, createOpenRoom } from './open-room.ts'
import { createPutOut } from './put-out.ts'
import { createQuitRoom, type QuitNeeds } from './quit-room.ts'
import { createReadDirectory, type DirectoryNeeds } from './read-directory.ts'
import { createReadHistory } from './read-history.ts'
import { createReadMembers } from './read-members.ts'
import { createRemoveMember } from './remove-member.ts'
import { createRights } from './rights.ts'
import { roomsOf } from './room-store.ts'
import { standingOf } from './standing.ts'
import { createAnnounceNotice, createStoreNotice } from './store-notice.ts'

export type { Standing } from '#server/accounts/caller.ts'
export { can } from './can.ts'
export type { Coming } from './held-rooms.ts'
export {
  asPerson,
  findRoomById,
  findRoomByKey,
  infoOf,
  insertRoom,
  isNameFree,
  type PersonRow,
  type RoomRow,
  roomShowsCards,
  saveRoom,
} from './room-store.ts'
export { standingOf, standingTables } from './standing.ts'

/** Told who reads a room: presence listens. */
export type Audience = {
  /** `people`: the version of the list of people that it has. */
  arrived(caller: Caller, roomId: string, people: string | undefined): void
  left(principal: Principal, connection: Connection, roomId: string, how: Leaving): void
}

/** Hears what became of rooms, and of places in them, in the turn in which it is durable. */
export type RoomWatch = {
  /** There is a new room, owned by this person. */
  made(roomId: string, by: string): void
  /** A room was changed, or who belongs to it. */
  changed(roomId: string, notice: Notice): void
  /** Somebody is in no way in that room any more, on no connection (P-27). */
  putOut(personId: string, roomId: string): void
}

export type RoomNeeds = Pick<MemberNeeds, 'refuses' | 'ownsHouse' | 'seatIn' | 'unseatIn'> &
  Pick<QuitNeeds, 'seatSettled'> &
  Pick<DirectoryNeeds, 'peopleIn'> & {
    storage: RoomStorage
    clock: Clock
    log: EventLog
    lines: LineLog
    feed: RoomFeed
    principals: Principals
    secret: Buffer
    audience: Audience
    watch: RoomWatch
    /** The lobby's title. */
    roomTitle: string
    onError(error: unknown): void
    quota: {
      roomsPerHour: number
      joinsBurst: number
      joinsPerSecond: number
      historyBurst: number
      historyPerSecond: number
      changesBurst: number
      changesPerSecond: number
      searchesBurst: number
      searchesPerSecond: number
    }
  }

/** By person: rooms made, rooms joined, pages read, rooms looked for, changes of rooms and of who belongs to them. */
export type RoomBudgets = Record<'making' | 'joining' | 'reading' | 'finding' | 'governing', Limiter>

type Names = 'open' | 'join' | 'leave' | 'history' | 'make' | 'change' | 'directory' | 'quit' | 'members'
type MemberNames = 'add' | 'remove' | 'ban' | 'pardon' | 'hand_over'

/** Rooms: finding, making, joining and reading them, and who may do what there. */
export function createRooms(needs: RoomNeeds) {
  const { storage, log, secret } = needs
  const budgets = createBudgets(needs)
  const { requireRight, findStanding } = createRights(storage.read)
  const building = { ...needs, buildRoom: createBuildRoom(needs), requireRight }
  const { openRoom, openLobby, findRoom, withTitle } = createOpenRoom(building, budgets)
  const { unsettled } = log
  const held = new HeldRooms({
    ...needs,
    unsettled,
    findRoom,
    findStanding: (roomId, personId) => standingOf(storage.read, roomId, personId),
  })
  const traces = new BanTraces(needs)
  const { joinRoom, leave, leaveRoom } = createJoinRoom({ ...needs, held, traces }, budgets)
  const turn = createTurn(needs, held, createPutOut({ ...needs, leaveRoom }))

  const storing = { ...needs, ...budgets, ...turn, checkHash: createCheckHash(secret) }
  const announceNotice = createAnnounceNotice(storing)
  const storeNotice = createStoreNotice(storing, announceNotice)
  const members = { ...needs, storeNotice, traces }
  const reading = { ...budgets, read: storage.read, unsettled, withTitle, peopleIn: needs.peopleIn }

  const handlers: Handlers<`room.${Names}` | `member.${MemberNames}`> = {
    'room.open': { right: 'open-room', handle: openRoom },
    'room.join': { right: 'read', handle: joinRoom },
    // It ends what one has oneself, wherever that is: of a room that one is not in nothing happens.
    'room.leave': {
      right: 'be-here',
      handle(caller, { room }) {
        leave(caller, room)
        return {}
      },
    },
    'room.history': { right: 'read', handle: createReadHistory(needs, budgets) },
    'room.make': {
      right: 'enter',
      handle: createMakeRoom({ ...building, ...turn, checkHash: storing.checkHash }, budgets),
    },
    'room.change': { right: 'govern', handle: createChangeRoom(storeNotice, withTitle) },
    'room.directory': { right: 'be-here', handle: createReadDirectory(reading) },
    // These two take away the right to do them again: their repeats are found first, and the right is asked in the transaction.
    'room.quit': { right: 'enter', handle: createQuitRoom({ ...storing, announceNotice }) },
    'member.hand_over': { right: 'enter', handle: createHandOver(members) },
    'room.members': { right: 'read', handle: createReadMembers(reading) },
    'member.add': { right: 'invite', handle: createAddMember(members) },
    'member.remove': { right: 'govern', handle: createRemoveMember(members) },
    'member.ban': { right: 'govern', handle: createBanMember(members) },
    'member.pardon': { right: 'govern', handle: createPardonMember(members) },
  }

  /** The connection is gone: it reads nothing any more. */
  function leaveAll(principal: Principal, connection: Connection, how: Leaving): void {
    for (const { room } of connection.joined) leaveRoom(principal, connection, room.id, how)
  }

  /** Somebody is called otherwise, or has entered: the rooms that name it are read anew by whoever comes. */
  async function personChanged({ id }: Principal): Promise<void> {
    await held.renamed(await roomsOf(storage.read, id))
  }

  return {
    handlers,
    requireRight,
    findStanding,
    openLobby,
    findRoom,
    /** For a reader that is no connection of ours: the classic gateway. */
    come: held.come.bind(held),
    leaveAll,
    personChanged,
    /** Somebody new is stored, in this transaction. */
    newGuest: traces.inherit.bind(traces),
    /** Bans that end by themselves do: call it about once a minute, and before anybody comes. */
    sweepBans: () => traces.sweep(),
    forgetPlaces: createForgetPlaces({ ...storing, announceNotice }),
    forgetPlacesOf,
    /** Drops budgets that are full again; call it now and then. */
    sweepBudgets(): void {
      for (const budget of Object.values(budgets)) budget.sweep()
    },
  }
}

/** What is done in the turn in which something is durable, in this order: rights, subscriptions, then whoever follows. */
function createTurn({ watch }: RoomNeeds, held: HeldRooms, putOut: (personId: string, push: OutPush) => void) {
  function out(personId: string, push: OutPush): void {
    putOut(personId, push)
    watch.putOut(personId, push.room)
  }
  return {
    onNotice(room: string, notice: Notice): void {
      held.hear(room, notice)
      if (notice.type === 'member.changed' && isOut(notice.how)) out(notice.who.id, { room, how: notice.how })
      watch.changed(room, notice)
    },
    onQuit: (room: string, personId: string): void => out(personId, { room, how: 'left' }),
    onMade: watch.made.bind(watch),
  }
}

const isOut = (how: string): how is OutPush['how'] => how === 'removed' || how === 'banned' || how === 'left'

function createBudgets({ clock, quota }: RoomNeeds): RoomBudgets {
  const limiter = (burst: number, perSecond: number) => new Limiter({ burst, perSecond }, clock.steadyMs)
  return {
    making: limiter(quota.roomsPerHour, quota.roomsPerHour / 3_600),
    joining: limiter(quota.joinsBurst, quota.joinsPerSecond),
    reading: limiter(quota.historyBurst, quota.historyPerSecond),
    finding: limiter(quota.searchesBurst, quota.searchesPerSecond),
    governing: limiter(quota.changesBurst, quota.changesPerSecond),
  }
}

export type Rooms = ReturnType<typeof createRooms>

import type { Caller, Handlers } from '#server/accounts/caller.ts'
import type { Principal, Principals } from '#server/accounts/principals.ts'
import type { EventLog, RoomStorage, RoomTx, Said } from '#server/delivery/event-log.ts'
import type { Clock } from '#server/kit/clock.ts'
import { Limiter } from '#server/kit/limiter.ts'
import { Bells } from './bells.ts'
import { Hearing } from './hearing.ts'
import { createListCommands } from './list-commands.ts'
import { createMarkRead } from './mark-read.ts'
import { Mentions } from './mentions.ts'
import { Receipts } from './receipts.ts'
import { SaidTimes } from './said-times.ts'
import { findChatPartners, seat, unseat } from './seat-store.ts'
import { Seats } from './seats.ts'
import { Tidings } from './tidings.ts'

export type ReadingNeeds = {
  storage: RoomStorage
  clock: Clock
  log: EventLog
  principals: Principals
  publish(topic: string, frame: string): void
  /** How many connections hear a topic. */
  listeners(topic: string): number
  /** The lobby's title. */
  roomTitle: string
  onError(error: unknown): void
  quota: { historyBurst: number; historyPerSecond: number }
}

/** A full list costs some ten pages of history, and a page asks for it once a connection (T-65). */
const DEARER = 10

/** Somebody’s own list of rooms, and how far it has read (P-34, decision 0027). */
export function createReading(needs: ReadingNeeds) {
  const { storage, clock, principals, onError, quota } = needs
  const asking = new Limiter({ burst: quota.historyBurst, perSecond: quota.historyPerSecond / DEARER }, clock.steadyMs)
  const hearing = new Hearing(needs)
  const tidings = new Tidings({ ...needs, read: storage.read, unsettled: needs.log.unsettled, hearing })
  const bells = new Bells(needs)
  const saidTimes = new SaidTimes(needs)
  const receipts = new Receipts({ read: storage.read, principals })
  const mentions = new Mentions(tidings)
  const seats = new Seats({
    ...needs,
    made: ({ principal, room }) => tidings.tell(principal, room, 'mine'),
    gone: ({ principal, room }) => tidings.tellGone(principal, room),
  })
  const sendReceipts = ({ principal, connection }: Caller, roomId: string): void =>
    void receipts.sendState(connection, principal.id, roomId).catch(onError)
  function lost(principal: string, room: string): void {
    seats.forget(principals.recall(principal), room)
    tidings.tellGone(principal, room)
  }
  async function tellPartners(id: string): Promise<void> {
    for (const { principal, room } of await findChatPartners(storage.read, id)) tidings.tell(principal, room, 'mine')
  }
  const { readMine, setLevel } = createListCommands({ ...needs, asking, hearing, tidings, seats, sendReceipts })
  const marking = createMarkRead({ storage, clock, principals, hearing, receipts, onError })

  const handlers: Handlers<'room.mine' | 'room.read' | 'room.set_level'> = {
    'room.mine': { right: 'enter', handle: readMine },
    'room.read': { right: 'quit', handle: marking.markRead },
    'room.set_level': { right: 'quit', handle: setLevel },
  }

  return {
    handlers,
    /** A connection reads a room from now on. */
    arrived(caller: Caller, roomId: string): void {
      seats.arrived(caller.principal, roomId).then((isChat) => isChat && sendReceipts(caller, roomId), onError)
    },
    /** Who only looked has entered, or somebody is called otherwise: a chat is called after its people. */
    profileChanged(principal: Principal, before: { entered: boolean }): void {
      if (before.entered) tellPartners(principal.id).catch(onError)
      else seats.entered(principal)
    },
    /** `by` puts a room on the lists of people who were just added to it, in the transaction that adds them. */
    async seatIn(tx: RoomTx, room: string, people: readonly string[], by: string): Promise<void> {
      for (const principal of people) {
        const { gone } = await seat(tx.sql, { principal, room }, clock.nowMs(), by)
        if (gone !== null) tx.tell({ effect: () => lost(principal, gone) })
      }
    },
    /** Takes a room off somebody's list, in the transaction in which it is quit or closed to that person. */
    unseatIn: ({ sql }: RoomTx, room: string, principal: string): Promise<void> => unseat(sql, { principal, room }),
    /** Resolves when the place that a join has asked for is there. */
    seatSettled: (room: string, principal: string): Promise<void> => seats.settled({ principal, room }),
    /** The person is in no way in that room any more: in the turn in which that is durable (P-27). */
    wasPutOut: lost,
    /** Something of the room on this person's list is different: it was added, or is something else there. */
    changedFor: (principal: string, room: string): void => tidings.tell(principal, room, 'mine'),
    /** The room itself is different: its title, who owns it. */
    changed: (room: string): void => tidings.tellAll(room, 'mine'),
    /** Something was said in these rooms, and is durable. */
    hearSaid(rooms: ReadonlyMap<string, Said>): void {
      if (rooms.size === 0) return
      bells.ring(rooms)
      saidTimes.note(rooms)
    },
    noteFor: mentions.noteFor,
    forgetMentions: mentions.forget,
    /** Quiet bells, and times that are to be kept; call it once a second. */
    sweep(): void {
      bells.sweep()
      saidTimes.sweep(clock.steadyMs())
    },
    sweepBudgets: (): void => asking.sweep(),
    /** The server is about to stop: what was accepted is written. */
    flush(): void {
      marking.flush()
      seats.flush()
      saidTimes.flush()
    },
  }
}

export type Reading = ReturnType<typeof createReading>

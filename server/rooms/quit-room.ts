import type { CommandInput } from '#protocol/index.ts'
import type { RoomInfo } from '#protocol/room-info.ts'
import type { Caller } from '#server/accounts/caller.ts'
import type { EventLog, RoomStorage, RoomTx } from '#server/delivery/event-log.ts'
import type { Limiter } from '#server/kit/limiter.ts'
import { Refusal } from '#server/kit/refusal.ts'
import { can } from './can.ts'
import { countMembers, deleteMember } from './member-store.ts'
import { absent, factsOf } from './rights.ts'
import { findRoomById } from './room-store.ts'
import { standingOf } from './standing.ts'
import type { AnnounceNotice } from './store-notice.ts'

export type QuitNeeds = {
  storage: RoomStorage
  log: EventLog
  governing: Limiter
  checkHash(sent: string): string
  announceNotice: AnnounceNotice
  unseatIn(tx: RoomTx, room: string, person: string): Promise<void>
  /** Resolves when the place on the list that a join has asked for is there: it would come back after this. */
  seatSettled(room: string, person: string): Promise<void>
  /** Where nothing is told to others: in the turn in which it is durable. */
  onQuit(room: string, person: string): void
}

/** A chat of two stays what it is: it is found again by its people. */
const COUPLE = 2

/** Takes a room off one's list. Where that ends a membership the others are told. */
export function createQuitRoom(needs: QuitNeeds) {
  const { storage, log, governing, checkHash, announceNotice, unseatIn, seatSettled, onQuit } = needs

  async function leave(tx: RoomTx, { principal }: Caller, room: RoomInfo, cid: string): Promise<void> {
    const who = principal.person()
    const fields = { type: 'member.changed' as const, who, how: 'left' as const }
    await announceNotice(tx, { room: room.id, by: who, cid, checkHash: checkHash(`notice:["quit"]`), fields })
    await deleteMember(tx.sql, { room: room.id, person: who.id })
    // Who is left of it is another set of people.
    if (room.kind === 'chat') await tx.sql`update rooms set chat_key = null where id = ${room.id}`
  }

  async function quit(tx: RoomTx, caller: Caller, { room: roomId, cid }: CommandInput<'room.quit'>) {
    const { principal } = caller
    const key = { author: principal.id, cid, checkHash: checkHash(`notice:["quit"]`) }
    if (await log.findRepeat(tx, roomId, key)) return null
    const standing = (await standingOf(tx.sql, roomId, principal.id)) ?? absent
    const refusal = can(factsOf(principal, standing, true), 'quit')
    if (refusal) return new Refusal(refusal)
    const room = await findRoomById(tx.sql, roomId)
    if (!room) return new Refusal('not_found')
    if (standing.role === 'owner' && !(await mayStepDown(tx, room))) return new Refusal('forbidden')
    await unseatIn(tx, roomId, principal.id)
    if (standing.role === null || (room.kind === 'chat' && (await countMembers(tx.sql, roomId)) <= COUPLE))
      tx.tell({ effect: () => onQuit(roomId, principal.id) })
    else await leave(tx, caller, room, cid)
    return null
  }

  return async function quitRoom(caller: Caller, input: CommandInput<'room.quit'>): Promise<Record<string, never>> {
    governing.require(caller.principal.id)
    await seatSettled(input.room, caller.principal.id)
    const refusal = await storage.write((tx) => quit(tx, caller, input))
    if (refusal) throw refusal
    return {}
  }
}

/** A room with people has an owner: of a private one the last who goes, of another one whoever has closed it. */
const mayStepDown = async (tx: RoomTx, { id, access, archived }: RoomInfo): Promise<boolean> =>
  access === 'private' ? (await countMembers(tx.sql, id)) === 1 : archived === true

import type { StoredReply } from '#protocol/messages.ts'
import type { Person } from '#protocol/people.ts'
import type { MemberChanged, Notice, RoomChanged } from '#protocol/room-events.ts'
import type { RoomInfo } from '#protocol/room-info.ts'
import type { Caller, Right, Standing } from '#server/accounts/caller.ts'
import type { EventLog, RoomStorage, RoomTx, Stored } from '#server/delivery/event-log.ts'
import type { Clock } from '#server/kit/clock.ts'
import type { Limiter } from '#server/kit/limiter.ts'
import { Refusal } from '#server/kit/refusal.ts'
import { can } from './can.ts'
import { findNoticeAbout, noteNotice } from './member-store.ts'
import { absent, factsOf } from './rights.ts'
import { findRoomById } from './room-store.ts'
import { standingOf } from './standing.ts'

type Own<Event> = Omit<Event, 'seq' | 'at' | 'by' | 'cid'>
/** The fields of a notice that are its own. */
export type NoticeFields = Own<RoomChanged> | Own<MemberChanged>
export type NewNotice = { room: string; by: Person; cid: string; checkHash: string; fields: NoticeFields }

export type NoticeNeeds = {
  storage: RoomStorage
  clock: Clock
  log: EventLog
  /** Changes of rooms and of who belongs to them, by person. */
  governing: Limiter
  checkHash(sent: string): string
  /** In the turn in which a notice is durable, before anybody is told. */
  onNotice(room: string, notice: Notice): void
}

/** What a wish finds in the transaction that is to store it. */
export type Scene = { tx: RoomTx; caller: Caller; room: RoomInfo; standing: Readonly<Standing>; nowMs: number }
/** What is to be stored, and what else belongs into the transaction. `about`: whom it is about, where it is so already. */
export type Plan = { fields: NoticeFields; also?(): Promise<void> } | { about: string | null }
export type Wish = {
  right: Right
  /** Name and own fields of the command: another wish with the same cid is a conflict. */
  sent: readonly unknown[]
  /** A refusal is returned, not thrown: a throw would cost the whole batch a second run. */
  plan(scene: Scene): Promise<Plan | Refusal> | Plan | Refusal
}

/** Stores a notice with all that it means, in one transaction; what it means here holds when it is durable. */
export function createAnnounceNotice({ log, clock, onNotice }: Pick<NoticeNeeds, 'log' | 'clock' | 'onNotice'>) {
  return async function announceNotice(tx: RoomTx, notice: NewNotice): Promise<Stored> {
    const { room, by, cid, checkHash, fields } = notice
    const event = { ...fields, by, cid }
    const wire = JSON.stringify(event)
    const { type } = fields
    const stored = await log.announce(tx, room, { type, author: by.id, cid, checkHash, atMs: clock.nowMs(), wire })
    if (stored.dup) return stored
    if (fields.type === 'member.changed') await noteNotice(tx.sql, { room, person: fields.who.id }, stored.seq)
    tx.tell({ effect: () => onNotice(room, { ...event, seq: stored.seq, at: stored.at }) })
    return stored
  }
}

export type AnnounceNotice = ReturnType<typeof createAnnounceNotice>

/** Changes a room, or who belongs to it: allow, write, announce. The commands say what. */
export function createStoreNotice(needs: NoticeNeeds, announceNotice: AnnounceNotice) {
  const { storage, log, clock, governing, checkHash } = needs

  return async function storeNotice(
    caller: Caller,
    { room: roomId, cid }: { room: string; cid: string },
    wish: Wish,
  ): Promise<StoredReply> {
    const { principal } = caller
    governing.require(principal.id)
    const sent = JSON.stringify(wish.sent)
    const key = { author: principal.id, cid, checkHash: checkHash(`notice:${sent}`) }

    async function work(tx: RoomTx): Promise<Stored | Refusal> {
      // Before all else: what was stored once stays stored, though it could not be now.
      const repeat = await log.findRepeat(tx, roomId, key)
      if (repeat) return repeat
      const standing = (await standingOf(tx.sql, roomId, principal.id)) ?? absent
      const refusal = can(factsOf(principal, standing, true), wish.right)
      if (refusal) return new Refusal(refusal)
      const room = await findRoomById(tx.sql, roomId)
      if (!room) return new Refusal('not_found')
      const plan = await wish.plan({ tx, caller, room, standing, nowMs: clock.nowMs() })
      if (plan instanceof Refusal) return plan
      if ('about' in plan) return newestOf(tx, roomId, plan.about)
      const by = principal.person()
      const stored = await announceNotice(tx, { room: roomId, by, cid, checkHash: key.checkHash, fields: plan.fields })
      await plan.also?.()
      return stored
    }

    const outcome = await storage.write(work, { room: roomId, bytes: sent.length * 3 })
    if (outcome instanceof Refusal || outcome.dup) governing.giveBack(principal.id)
    if (outcome instanceof Refusal) throw outcome
    const { seq, epoch, at, dup } = outcome
    return { room: roomId, seq, epoch, at, ...(dup ? { dup } : {}) }
  }
}

export type StoreNotice = ReturnType<typeof createStoreNotice>

/** The answer where nothing was to be done: the notice that made it so, or how the room stands. */
async function newestOf({ sql }: RoomTx, room: string, about: string | null): Promise<Stored> {
  const [head] = await sql<{ seq: number; last_ms: number; epoch: string }[]>`
    select seq, last_ms, epoch from room_heads where room_id = ${room}`
  if (!head) throw new Error('A room without a log')
  const notice = about === null ? null : await findNoticeAbout(sql, { room, person: about })
  const at = notice ?? { seq: Math.max(1, head.seq), at: head.last_ms }
  return { seq: at.seq, at: at.at, epoch: head.epoch, dup: true }
}

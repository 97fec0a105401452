import type { StoredReply } from '#protocol/messages.ts'
import type { Caller, Right } from '#server/accounts/caller.ts'
import type { EventLog, RoomStorage, RoomTx, Stored } from '#server/delivery/event-log.ts'
import type { Clock } from '#server/kit/clock.ts'
import type { Limiter } from '#server/kit/limiter.ts'
import { Refusal } from '#server/kit/refusal.ts'
import { findTarget, type Target } from './message-store.ts'
import type { StandingFor } from './standing-for.ts'
import { type Facts, storeChange } from './store-change.ts'

export type ChangeNeeds = {
  storage: RoomStorage
  clock: Clock
  log: EventLog
  /** Changes by person and room. */
  changing: Limiter
  standingFor: StandingFor
  /** Keyed hash of what was first sent (P-5). */
  checkHash(sent: string): string
}

/** What is to be stored: the event's own fields, and what else belongs into the transaction. `seq` is the event's. */
export type Plan = { facts: Facts; also?(tx: RoomTx, seq: number): Promise<void> }

export type Wish = {
  right: Right
  /** Name and own fields of the command: another wish with the same cid is a conflict. */
  sent: readonly unknown[]
  /** A refusal is returned, not thrown: a throw would cost the whole batch a second run. Null: it is so already. */
  plan(tx: RoomTx, target: Target): Promise<Plan | Refusal | null> | Plan | Refusal | null
}

type At = { room: string; cid: string; message: number }

/** Changes an earlier message: allow, write, fold, announce, in one transaction. The commands say what. */
export function createChangeMessage({ storage, clock, log, changing, standingFor, checkHash }: ChangeNeeds) {
  return async function changeMessage({ principal }: Caller, at: At, wish: Wish): Promise<StoredReply> {
    const { room, cid, message } = at
    const budget = `${principal.id} ${room}`
    changing.require(budget)
    const sent = JSON.stringify([message, ...wish.sent])
    const key = { author: principal.id, cid, checkHash: checkHash(`change:${sent}`) }

    async function work(tx: RoomTx): Promise<Stored | Refusal> {
      // Before all else: what was stored once stays stored, though it could not be now.
      const repeat = await log.findRepeat(tx, room, key)
      if (repeat) return repeat
      const target = await findTarget(tx.sql, room, message)
      if (!target) return new Refusal('not_found')
      const own = target.author === principal.id
      const standing = await standingFor(tx, principal, { room, right: wish.right, own })
      if (standing instanceof Refusal) return standing
      const plan = await wish.plan(tx, target)
      if (plan instanceof Refusal) return plan
      if (plan === null) return newestOf(tx, room, target.state?.v ?? message)
      const by = principal.person()
      const change = { facts: plan.facts, by, cid, message, checkHash: key.checkHash, atMs: clock.nowMs() }
      const stored = await storeChange(log, tx, room, target, change)
      await plan.also?.(tx, stored.seq)
      return stored
    }

    const outcome = await storage.write(work, { room, bytes: sent.length * 3 })
    if (outcome instanceof Refusal) throw outcome
    if (outcome.dup) changing.giveBack(budget)
    const { seq, epoch, at: atMs, dup } = outcome
    return { room, seq, epoch, at: atMs, ...(dup ? { dup } : {}) }
  }
}

export type ChangeMessage = ReturnType<typeof createChangeMessage>

/** The answer where nothing was to be done: the newest event that made it so. */
async function newestOf({ sql }: RoomTx, roomId: string, seq: number): Promise<Stored> {
  const [row] = await sql<{ at: number; epoch: string }[]>`
    select e.at_ms as at, h.epoch from events e join room_heads h on h.room_id = e.room_id
    where e.room_id = ${roomId} and e.seq = ${seq}`
  if (!row) throw new Error('A state names an event that is not there')
  return { seq, at: row.at, epoch: row.epoch, dup: true }
}

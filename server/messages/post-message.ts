import type { CommandInput } from '#protocol/index.ts'
import type { Caller } from '#server/accounts/caller.ts'
import type { EventLog, NewEvent, RoomStorage, RoomTx, Stored } from '#server/delivery/event-log.ts'
import type { Clock } from '#server/kit/clock.ts'
import type { Limiter } from '#server/kit/limiter.ts'
import { Refusal } from '#server/kit/refusal.ts'
import { mentionsIn, type NamesOf } from './mentions.ts'
import { findTarget } from './message-store.ts'
import { requireBody } from './require-body.ts'

export type PostNeeds = {
  storage: RoomStorage
  clock: Clock
  log: EventLog
  /** Messages by person and room. */
  posting: Limiter
  bodyChars: number
  namesOf: NamesOf
  /** Keyed hash of what was first sent: outlives edits and erasure, says nothing about the text (P-5). */
  checkHash(sent: string): string
}

type Input = CommandInput<'message.post'>

/** Allow, write, announce. The author is the connection's person (T-17). */
export function createPostMessage({ storage, clock, log, posting, bodyChars, namesOf, checkHash }: PostNeeds) {
  return async function postMessage({ principal }: Caller, input: Input) {
    const { room, cid, re } = input
    const body = requireBody(input.body, bodyChars)
    const budget = `${principal.id} ${room}`
    posting.require(budget)
    const more = input.mentions === undefined ? {} : await mentionsIn(body, input.mentions, namesOf)
    const wire = JSON.stringify({ type: 'message.posted', by: principal.person(), cid, body, re, ...more })
    const event = {
      type: 'message.posted',
      author: principal.id,
      cid,
      checkHash: checkHash(sentText(body, input)),
      atMs: clock.nowMs(),
      wire,
    }
    const work = (tx: RoomTx) => (re === undefined ? log.announce(tx, room, event) : reply(tx, room, event, re))
    const outcome = await storage.write<Stored | Refusal>(work, wire.length * 3)
    if (outcome instanceof Refusal) throw outcome
    const { seq, at, epoch, dup } = outcome
    if (!dup) return { room, seq, epoch, at }
    posting.giveBack(budget)
    return { room, seq, epoch, at, dup }
  }

  /** A reply to what is there; one that was stored stays stored, though what it answers is gone. */
  async function reply(tx: RoomTx, room: string, event: NewEvent, re: number): Promise<Stored | Refusal> {
    const repeat = await log.findRepeat(tx, room, event)
    if (repeat) return repeat
    const answered = await findTarget(tx.sql, room, re)
    return answered ? log.announce(tx, room, event) : new Refusal('not_found')
  }
}

const sentText = (body: string, { re, mentions }: Input): string =>
  re === undefined && mentions === undefined
    ? `body:${body}`
    : `said:${JSON.stringify([body, re ?? null, mentions ?? null])}`

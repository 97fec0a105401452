import type { CommandInput } from '#protocol/index.ts'
import { characters } from '#protocol/text.ts'
import type { Caller } from '#server/accounts/caller.ts'
import type { EventLog, RoomStorage } from '#server/delivery/event-log.ts'
import { requireText } from '#server/kit/clean-text.ts'
import type { Clock } from '#server/kit/clock.ts'
import type { Limiter } from '#server/kit/limiter.ts'
import { Refusal } from '#server/kit/refusal.ts'

export type PostNeeds = {
  storage: RoomStorage
  clock: Clock
  log: EventLog
  /** Messages by person and room. */
  posting: Limiter
  bodyChars: number
  /** Keyed hash of a body: outlives edits and erasure, says nothing about the text (P-5). */
  checkHash(body: string): string
}

/** Allow, write, announce. The author is the connection's person (T-17). */
export function createPostMessage({ storage, clock, log, posting, bodyChars, checkHash }: PostNeeds) {
  return async function postMessage({ principal }: Caller, { room, cid, body: raw }: CommandInput<'message.post'>) {
    const body = requireBody(raw, bodyChars)
    const budget = `${principal.id} ${room}`
    posting.require(budget)
    const wire = JSON.stringify({ type: 'message.posted', by: principal.person(), cid, body })
    const event = {
      type: 'message.posted',
      author: principal.id,
      cid,
      checkHash: checkHash(body),
      atMs: clock.nowMs(),
      wire,
    }
    const { seq, at, epoch, dup } = await storage.write((tx) => log.announce(tx, room, event), wire.length * 3)
    if (!dup) return { room, seq, epoch, at }
    posting.giveBack(budget)
    return { room, seq, epoch, at, dup }
  }
}

function requireBody(raw: string, mostChars: number): string {
  const body = requireText(raw)
  // Code points are never more than UTF-16 units: short texts, nearly all, are not counted.
  if (body.length > mostChars && characters(body) > mostChars) throw new Refusal('too_long', { limit: mostChars })
  if (body.trim() === '') throw new Refusal('empty')
  return body
}

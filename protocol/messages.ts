import * as v from 'valibot'
import { clientId, epoch, roomId, seq } from './ids.ts'
import { person } from './people.ts'

/**
 * Stores `body` once in the room's log, however often it is sent with the same `cid` (P-5). `dup` says that it had been
 * stored before. Refusals: login_first, not_found, empty, too_long, bad_text, client_id_conflict, rate_limited, busy,
 * storage_full, draining.
 */
export const postMessage = {
  input: v.strictObject({ room: roomId, cid: clientId, body: v.string() }),
  reply: v.object({ room: roomId, seq, epoch, at: v.number(), dup: v.optional(v.literal(true)) }),
}

export const messagePosted = v.object({
  seq,
  /** Milliseconds since 1970, UTC; never goes back inside a room (P-18). For people: numbers order. */
  at: v.number(),
  type: v.literal('message.posted'),
  by: person,
  cid: clientId,
  body: v.string(),
})
export type MessagePosted = v.InferOutput<typeof messagePosted>

import * as v from 'valibot'
import { clientId, roomId } from './ids.ts'

/**
 * Begins to delete every message of one's own, in one room or in all, as `message.erase` does with `how: 'delete'`: an event
 * each, in batches. The answer says that it has begun, and will be brought to its end, also over a restart; `erasing` pushes
 * tell how far it is. Again with the same `cid` while it runs: the same answer. What is said while it runs may be deleted,
 * too. Refusals: login_first, not_found, busy (another one runs), rate_limited, storage_full, draining.
 */
export const eraseMyMessages = {
  input: v.strictObject({ cid: clientId, room: v.optional(roomId) }),
  reply: v.object({}),
}

/**
 * Forgets who one is: session, name, bowl. All connections of this person are closed with 4401, this one behind its answer.
 * Messages, reactions and pins follow, in batches, and the name leaves what remains of them (`nameless`).
 */
export const deleteMe = { input: v.strictObject({ cid: clientId }), reply: v.object({}) }

/** To all connections of the person: `done` of `of` messages are deleted. It is over when the two are equal. */
export const erasingPush = v.object({
  done: v.number(),
  of: v.number(),
  /** The one room that it is about; absent: all. */
  room: v.optional(roomId),
})

export type ErasingPush = v.InferOutput<typeof erasingPush>

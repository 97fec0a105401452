import * as v from 'valibot'
import { roomId } from './ids.ts'
import { named } from './people.ts'

/**
 * Says that one is writing in a room, or not any more. It holds for `typingShownMs`, so it is said again while one goes on,
 * at most every `typingEveryMs`. In a room of more than `typingPeople` it is answered ok, and nobody is told: whoever
 * writes can know neither the number of readers nor whether it will be lower in a moment, so there is nothing to refuse.
 * Refusals: login_first, not_found, rate_limited.
 */
export const setTyping = {
  input: v.strictObject({ room: roomId, on: v.boolean() }),
  reply: v.object({}),
}

/**
 * Who is writing, in the order of beginning, oneself too: the whole truth, which replaces what was known. At most
 * `typists` are named. Whose message comes has ended, said or not. Ephemeral: no number, never stored (HOUSE-8).
 */
export const typingPush = v.object({ room: roomId, by: v.array(named) })

export type TypingPush = v.InferOutput<typeof typingPush>

import * as v from 'valibot'
import { principalId, roomId } from './ids.ts'
import { limits } from './limits.ts'
import { line } from './lines.ts'

/** Where a page of hits ended: time, room and number of its last one. */
export const searchCursor = v.pipe(v.string(), v.regex(/^\d{1,15}\.r[0-9a-hjkmnp-tv-z]{12}\.\d{1,15}$/))
const time = v.pipe(v.number(), v.safeInteger(), v.minValue(0))

/**
 * Messages in which all words of `text` stand, newest first. A word of Han or kana is found wherever its signs stand next
 * to each other, if it is only one sign, too; other words from their beginning to their end. `"…"` is a phrase, `tea*` a
 * beginning, and so is the last word unless a space follows it. Nothing else has a meaning (T-67). Width, case and accents
 * do not count. Without `rooms`: all rooms that this connection has joined; others are `not_found`. Refusals: not_found,
 * empty, too_long, too_many (words), bad_text, rate_limited.
 */
export const searchMessages = {
  input: v.strictObject({
    rooms: v.optional(v.pipe(v.array(roomId), v.minLength(1), v.maxLength(limits.joinedRooms))),
    text: v.string(),
    by: v.optional(principalId),
    from_ms: v.optional(time),
    to_ms: v.optional(time),
    has: v.optional(v.picklist(['link', 'image', 'file'])),
    before: v.optional(searchCursor),
    limit: v.optional(v.pipe(v.number(), v.safeInteger(), v.minValue(1), v.maxValue(limits.searchHits))),
  }),
  reply: v.object({
    hits: v.array(v.object({ room: roomId, line })),
    marks: v.array(v.string()),
    next: v.optional(searchCursor),
  }),
}
export type SearchReply = v.InferOutput<typeof searchMessages.reply>

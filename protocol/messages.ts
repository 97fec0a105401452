import * as v from 'valibot'
import { attachment } from './files.ts'
import { clientId, epoch, principalId, roomId, seq } from './ids.ts'
import { limits } from './limits.ts'
import { line, mine } from './lines.ts'
import { emoticonId } from './packs.ts'
import { named } from './people.ts'

/**
 * What a stored command answers. `dup` says that nothing new was stored: this `cid` had been before, and `seq` and `at` are
 * those of the first time; or what was asked for is so already, and they are those of the newest change of the message.
 */
export const stored = v.object({ room: roomId, seq, epoch, at: v.number(), dup: v.optional(v.literal(true)) })

/** By id; the server adds the names. Whose `@name` does not stand in the body is not mentioned. */
const mentions = v.optional(v.pipe(v.array(principalId), v.minLength(1), v.maxLength(limits.mentions)))

/** One emoji as Unicode recommends it for interchange, variation selectors included: each has one spelling. */
export const emoji = v.pipe(v.string(), v.maxLength(64), v.regex(/^\p{RGI_Emoji}$/v))

/**
 * Stores `body` once in the room's log, however often it is sent with the same `cid` (P-5). Refusals: login_first,
 * not_found (also: there is no message `re`), empty, too_long, bad_text, client_id_conflict, rate_limited, busy,
 * storage_full, draining.
 */
export const postMessage = {
  input: v.strictObject({
    room: roomId,
    cid: clientId,
    body: v.string(),
    re: v.optional(seq),
    mentions,
    /** Everybody is meant: the body has to say so. Refusals also: forbidden (too many people), rate_limited. */
    all: v.optional(v.literal(true)),
    /** Then the body may be empty. Refusals also: not_found (no file of one's own that waits in this room), too_long (`alt`). */
    files: v.optional(v.pipe(v.array(attachment), v.minLength(1), v.maxLength(limits.messageFiles))),
    /** A picture of a pack of stickers as the whole message; the body is its `:name:`. Refusals also: not_found. */
    sticker: v.optional(emoticonId),
  }),
  reply: stored,
}

/**
 * Says the words of a message of `from.room`, which one may read, in `room` again, with whose they are. Refusals as
 * `message.post`; not_found also: no such message, it was erased, or that log has another `epoch` now.
 */
export const forwardMessage = {
  input: v.strictObject({
    room: roomId,
    cid: clientId,
    /** `epoch`: of the log that the number was read in. In a log that was restored since it may be another message (P-21). */
    from: v.strictObject({ room: roomId, message: seq, epoch: v.optional(epoch) }),
  }),
  reply: stored,
}

/** Names a message of a room, in a command that changes it. */
const target = { room: roomId, cid: clientId, message: seq }

/** The author's new words, within `editMs` and at most `edits` times. Refusals also: forbidden, expired, too_many. */
export const editMessage = {
  input: v.strictObject({ ...target, body: v.string(), mentions }),
  reply: stored,
}

/** The author takes the words away for good: `recall` within `recallMs`. Refusals also: forbidden, expired. */
export const eraseMessage = {
  input: v.strictObject({ ...target, how: v.picklist(['recall', 'delete']) }),
  reply: stored,
}

/** Gives or takes back one reaction. At most `reactionKinds` kinds a message. Refusals also: too_many. */
export const reactToMessage = {
  input: v.strictObject({ ...target, kind: emoji, on: v.boolean() }),
  reply: stored,
}

/** At most `pins` messages of a room. Refusals also: too_many. */
export const pinMessage = { input: v.strictObject({ ...target, on: v.boolean() }), reply: stored }

/** The author wants no cards under a message: for everybody, for good. Refusals also: forbidden. */
export const hideCards = { input: v.strictObject(target), reply: stored }

/** Lines of which some are left out for the size of the answer: `rest` are their numbers, to be asked for again. */
const someLines = v.object({ lines: v.array(line), mine, rest: v.array(seq) })

/** Lines by their numbers, in the order of the log. What is no message of this room is left out. */
export const getMessages = {
  input: v.strictObject({
    room: roomId,
    messages: v.pipe(v.array(seq), v.minLength(1), v.maxLength(limits.askedMessages)),
  }),
  reply: someLines,
}

/** One's own message as it was before each edit, oldest first. Refusals: not_found, forbidden. */
export const readEdits = {
  input: v.strictObject({ room: roomId, message: seq }),
  reply: v.object({
    edits: v.array(v.object({ at: v.number(), body: v.string(), mentions: v.optional(v.array(named)) })),
  }),
}

/** Pinned lines, the newest pin first. */
export const readPins = { input: v.strictObject({ room: roomId }), reply: someLines }

export type StoredReply = v.InferOutput<typeof stored>
export type SomeLines = v.InferOutput<typeof someLines>
export type EarlierBody = v.InferOutput<typeof readEdits.reply>['edits'][number]

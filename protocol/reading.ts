import * as v from 'valibot'
import { cursor, roomId, seq } from './ids.ts'
import { role, roomInfo } from './room-info.ts'

/** What one wants to hear of a room. */
export const level = v.picklist(['all', 'mentions', 'none'])

/** Messages for oneself that are not read: how many, up to `countedMentions`, and the number of the first. */
const mentions = { mentions: v.number(), first_mention: v.optional(seq) }

/** A room on one's list. Not read are `lines` - `read_lines` messages. */
export const myRoom = v.object({
  room: roomInfo,
  role: v.optional(role),
  /** Absent: `mentions` in a room, `all` in a chat. */
  level: v.optional(level),
  /** Number up to which one has read. */
  read: cursor,
  /** Messages of the log up to there, and in all; erased ones, too. */
  read_lines: v.number(),
  lines: v.number(),
  head: cursor,
  /** When something was said last; absent: never. */
  at: v.optional(v.number()),
  ...mentions,
})

/**
 * One's own list of rooms: where one has been under a name and has not quit. From now on this connection hears of it: `mine`,
 * `bells`, `read`. Again: the whole truth again. Refusals: login_first.
 */
export const readMine = { input: v.strictObject({}), reply: v.object({ rooms: v.array(myRoom) }) }

/** The list has changed: these are new or different, those are gone. */
export const minePush = v.object({ changed: v.optional(v.array(myRoom)), gone: v.optional(v.array(roomId)) })

/**
 * In rooms of the list something was said: head, number of lines, and time of the last. At most once a second a room. What
 * is no message rings no bell.
 */
export const bellsPush = v.object({ rooms: v.record(v.string(), v.tuple([cursor, v.number(), v.number()])) })

/**
 * One has read up to `seq`: the mark only goes forward (P-34), and what is behind it already changes nothing. The answer comes
 * when it is stored. `tell` false: the others of a chat do not learn it, and one is not told of theirs. Refusals: login_first,
 * not_found.
 */
export const markRead = {
  input: v.strictObject({ room: roomId, seq: cursor, tell: v.optional(v.boolean()) }),
  reply: v.object({ read: cursor, read_lines: v.number(), ...mentions }),
}

/** To all connections that hear of the list: the mark has moved on one of them, or there is one more message for oneself. */
export const readPush = v.object({ room: roomId, read: cursor, read_lines: v.number(), ...mentions })

/** Refusals: login_first, not_found. */
export const setLevel = {
  input: v.strictObject({ room: roomId, level: v.nullable(level) }),
  reply: v.object({}),
}

/** How far the others of a private chat have read: all of them after a join, then what has changed. Ephemeral. */
export const receiptsPush = v.object({ room: roomId, read: v.record(v.string(), cursor) })

export type Level = v.InferOutput<typeof level>
export type MyRoom = v.InferOutput<typeof myRoom>
export type MinePush = v.InferOutput<typeof minePush>
export type BellsPush = v.InferOutput<typeof bellsPush>
export type ReadPush = v.InferOutput<typeof readPush>
export type ReceiptsPush = v.InferOutput<typeof receiptsPush>

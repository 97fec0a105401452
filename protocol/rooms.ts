import * as v from 'valibot'
import { cursor, epoch, roomId, seq } from './ids.ts'
import { limits } from './limits.ts'
import { page } from './lines.ts'
import {
  cardedStub,
  editedStub,
  messageCarded,
  messageEdited,
  messageErased,
  messagePinned,
  messagePosted,
  messageReacted,
  postedStub,
} from './message-events.ts'
import { peopleVersion } from './people.ts'
import { memberChanged, roomChanged } from './room-events.ts'
import { role, roomInfo } from './room-info.ts'

/**
 * Every durable thing of a room: lines, changes of earlier lines, and notices about the room. A client passes over the types that it does not know,
 * and moves its cursor.
 */
export const roomEvent = v.variant('type', [
  messagePosted,
  postedStub,
  messageEdited,
  editedStub,
  messageErased,
  messageReacted,
  messagePinned,
  messageCarded,
  cardedStub,
  roomChanged,
  memberChanged,
])
export type RoomEvent = v.InferOutput<typeof roomEvent>

/**
 * Finds the room of an address, and makes it (a `link` room) when there is none. An address that begins with `~` is never
 * made. Refusals: name_invalid, too_long, banned, not_found (there is no such `~` address, or one may not see it),
 * rate_limited.
 */
export const openRoom = {
  input: v.strictObject({ name: v.string() }),
  reply: v.object({ room: roomInfo }),
}

/**
 * A snapshot: the newest lines as they were at number `last`, and the events from `last` + 1 to `as_of`. The next live
 * event is `as_of` + 1 (P-9).
 */
const snapshot = { epoch, as_of: cursor, floor: seq, ...page, events: v.array(roomEvent) }

/** The room as it is at `as_of`, and what one is in it; absent: nothing special. */
const standing = { room: roomInfo, role: v.optional(role) }

/**
 * Subscribes to a room. Without `after`: `fresh`, a snapshot. With `after` and `epoch`: `resumed`, then every event from
 * `after` + 1 to `as_of` in pages of `events` frames, then live (P-8). `reset`: the log is not the one that the cursor
 * belongs to (`epoch`), the cursor is ahead of it (`ahead`), what is missing is no longer kept (`floor`), or it is more
 * than `most` events (`too_far`); with a snapshot. A `people` frame follows in every mode: with `all`, or without where
 * `people` is the version of the list that is still so. Refusals: not_found, banned,
 * rate_limited.
 */
export const joinRoom = {
  input: v.strictObject({
    room: roomId,
    after: v.optional(cursor),
    epoch: v.optional(epoch),
    most: v.optional(v.pipe(cursor, v.minValue(limits.snapshotEvents))),
    people: v.optional(peopleVersion),
  }),
  reply: v.variant('mode', [
    v.object({ mode: v.literal('fresh'), ...snapshot, ...standing }),
    v.object({ mode: v.literal('resumed'), epoch, as_of: cursor, floor: seq, ...standing }),
    v.object({
      mode: v.literal('reset'),
      reason: v.picklist(['epoch', 'ahead', 'floor', 'too_far']),
      ...snapshot,
      ...standing,
    }),
  ]),
}

export const leaveRoom = { input: v.strictObject({ room: roomId }), reply: v.object({}) }

/**
 * A page of the log, oldest first, of at most `limit` lines and 64 KiB: the newest, those below `before`, those above
 * `after`, or those around number `around`, or around the first line of time `at_ms` or later; only one of these may be
 * given. `more` in the direction that was asked for; around: above.
 */
export const readHistory = {
  input: v.strictObject({
    room: roomId,
    before: v.optional(seq),
    after: v.optional(cursor),
    around: v.optional(seq),
    at_ms: v.optional(v.pipe(v.number(), v.safeInteger(), v.minValue(0))),
    limit: v.optional(v.pipe(v.number(), v.safeInteger(), v.minValue(1), v.maxValue(limits.pageEvents))),
  }),
  reply: v.object({ ...page, more: v.boolean(), head: cursor }),
}

/** What one tick of a room gathered, or a page of a resume: `first` is the `last` of the frame before, plus 1. */
export const eventsPush = v.object({ room: roomId, first: seq, last: seq, events: v.array(roomEvent) })

export type { RoomInfo } from './room-info.ts'
export type EventsPush = v.InferOutput<typeof eventsPush>

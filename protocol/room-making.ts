import * as v from 'valibot'
import { clientId, roomId } from './ids.ts'
import { stored } from './messages.ts'
import { accent, access, roomInfo } from './room-info.ts'

const looks = { topic: v.optional(v.string()), accent: v.optional(v.nullable(accent)) }

/**
 * Makes a room; whoever makes it owns it. `name` is the wished address of an open room, absent: made from the title. Others
 * get a random one. Again with the same `cid`: the same room. Refusals: login_first, name_invalid, name_taken (with a
 * `suggestion`), too_long, too_many (rooms on one's list), rate_limited, busy, storage_full, draining.
 */
export const makeRoom = {
  input: v.strictObject({ cid: clientId, title: v.string(), access, name: v.optional(v.string()), ...looks }),
  reply: v.object({ room: roomInfo }),
}

/**
 * The owner changes what is given: a `room.changed` event. A private room stays private. Refusals: login_first, not_found,
 * forbidden, name_invalid (title), too_long, client_id_conflict, rate_limited, busy, storage_full, draining.
 */
export const changeRoom = {
  input: v.strictObject({
    room: roomId,
    cid: clientId,
    title: v.optional(v.string()),
    access: v.optional(v.picklist(['open', 'link'])),
    archived: v.optional(v.boolean()),
    cards: v.optional(v.boolean()),
    ...looks,
  }),
  reply: stored,
}

/**
 * Open rooms that are not archived, the one where something was said last first; `text` stands in title, topic or address.
 * A page may be short, or empty, and have a `next`: so many are looked through at once. Refusals: too_long, rate_limited.
 */
export const readDirectory = {
  input: v.strictObject({ text: v.optional(v.string()), before: v.optional(v.string()) }),
  reply: v.object({
    rooms: v.array(
      v.object({
        room: roomInfo,
        /** People there now. */
        people: v.number(),
        /** When something was said last; absent: never. */
        at: v.optional(v.number()),
      }),
    ),
    /** The `before` of the next page. */
    next: v.optional(v.string()),
  }),
}

/**
 * Takes a room from one's list; a member of a private room, or of a chat of more than two, leaves it for good
 * (`member.changed`). Its subscriptions end. Refusals: login_first, not_found, forbidden (the owner, while others could own it).
 */
export const quitRoom = { input: v.strictObject({ room: roomId, cid: clientId }), reply: v.object({}) }

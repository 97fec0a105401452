import * as v from 'valibot'
import { clientId, principalId, roomId } from './ids.ts'
import { limits } from './limits.ts'
import { stored } from './messages.ts'
import { person } from './people.ts'
import { role, roomInfo } from './room-info.ts'

const target = { room: roomId, cid: clientId, person: principalId }

/**
 * Who belongs to a room: members of a private room or chat, the owner of any; for the owner also who is banned, and by whom.
 * For who may read the room. Refusals: not_found, banned.
 */
export const readMembers = {
  input: v.strictObject({ room: roomId, after: v.optional(principalId) }),
  reply: v.object({
    members: v.array(v.object({ person, role, since_ms: v.number() })),
    banned: v.optional(v.array(v.object({ person, by: person, at: v.number() }))),
    /** The `after` of the next page. */
    next: v.optional(principalId),
  }),
}

/**
 * The five that change who belongs to a room: one `member.changed` event each. What is so already is answered with `dup`.
 * Refusals: login_first, not_found (room or person), forbidden, client_id_conflict, rate_limited, busy, storage_full, draining.
 */

/** By a member of a private room; elsewhere by the owner, to undo a removal. Refusals also: refused, banned, too_many. */
export const addMember = { input: v.strictObject(target), reply: stored }
/** By the owner, of a member, or who is there. The person may come back to an open or link room, and has to be added to a private one. */
export const removeMember = { input: v.strictObject(target), reply: stored }
/** By the owner. The person cannot come back until pardoned. Of a private room: who is, or was, a member. Refusals also: too_many. */
export const banMember = { input: v.strictObject(target), reply: stored }
/** By the owner. Who was a member is one again. Refusals also: too_many. */
export const pardonMember = { input: v.strictObject(target), reply: stored }
/** By the owner, to a member; in an open or link room to somebody who is there, or has it on the list. Refusals also: too_many. */
export const handOver = { input: v.strictObject(target), reply: stored }

/** To the connections of somebody who was put out of a room, or left it elsewhere: its subscription is over. */
export const outPush = v.object({ room: roomId, how: v.picklist(['removed', 'banned', 'left']) })

/**
 * The private chat of exactly these people and oneself, made when there is none. Refusals: login_first, not_found (somebody
 * unknown), refused (somebody does not take chats from oneself), too_many, rate_limited, busy, storage_full, draining.
 */
export const openChat = {
  input: v.strictObject({
    people: v.pipe(v.array(principalId), v.minLength(1), v.maxLength(limits.chatPeople - 1)),
  }),
  reply: v.object({ room: roomInfo }),
}

/**
 * `ignored`: one does not want to see what this person says; `refused`: no private chats with and no invitations from it.
 * Nobody is told. Refusals: login_first, not_found, too_many, rate_limited, busy, storage_full, draining.
 */
export const markPerson = {
  input: v.strictObject({ person: principalId, ignored: v.optional(v.boolean()), refused: v.optional(v.boolean()) }),
  reply: v.object({}),
}
const marks = { ignored: v.array(person), refused: v.array(person) }
/** Whom one ignores and refuses. Refusals: login_first. */
export const readMarks = { input: v.strictObject({}), reply: v.object(marks) }
/** To all connections of the person, when its marks have changed: the whole truth. */
export const marksPush = v.object(marks)

/**
 * The installation's owner claims it, once, with the code that the console shows (T-72). Refusals: login_first, forbidden
 * (not the code), expired (claimed already), rate_limited.
 */
export const claimHouse = {
  input: v.strictObject({ code: v.pipe(v.string(), v.maxLength(64)) }),
  reply: v.object({}),
}

export type OutPush = v.InferOutput<typeof outPush>
export type MarksPush = v.InferOutput<typeof marksPush>
export type Members = v.InferOutput<typeof readMembers.reply>

import * as v from 'valibot'
import { origin } from './message-events.ts'
import { person } from './people.ts'
import { accent, access } from './room-info.ts'

/**
 * Notices: what became of the room itself. Nobody's message; clients show them as lines of the house, made from their type
 * and never from somebody's text (T-78).
 */

/** Only what has changed is there. `topic` '' and `accent` null: none any more. */
export const roomChanged = v.object({
  ...origin,
  type: v.literal('room.changed'),
  title: v.optional(v.string()),
  topic: v.optional(v.string()),
  accent: v.optional(v.nullable(accent)),
  access: v.optional(access),
  archived: v.optional(v.boolean()),
  cards: v.optional(v.boolean()),
})

/** `by` is who did it; of `left` it is `who`. `owner`: handed over by `by`, who is a member from now on. */
export const memberChanged = v.object({
  ...origin,
  type: v.literal('member.changed'),
  who: person,
  how: v.picklist(['added', 'left', 'removed', 'banned', 'pardoned', 'owner']),
})

export type RoomChanged = v.InferOutput<typeof roomChanged>
export type MemberChanged = v.InferOutput<typeof memberChanged>
export type Notice = RoomChanged | MemberChanged

import * as v from 'valibot'
import { card, file } from './files.ts'
import { clientId, seq } from './ids.ts'
import { emoticon } from './packs.ts'
import { named, person } from './people.ts'

/** What every event carries. */
export const origin = {
  seq,
  /** Milliseconds since 1970, UTC; never goes back inside a room (P-18). For people: numbers order. */
  at: v.number(),
  by: person,
  cid: clientId,
}
const absent = v.optional(v.never())
/** Number of the event that erased this one. The author's words are gone, from every road (P-7). */
const stub = { erased: seq, body: absent, mentions: absent, emoticons: absent }
const mentions = v.optional(v.array(named))
/** The body has `:name:` for each. */
const emoticons = v.optional(v.array(emoticon))

/** A line: it stands in the log by itself. `re` is the number of the message that it answers. */
export const messagePosted = v.object({
  ...origin,
  type: v.literal('message.posted'),
  body: v.string(),
  re: v.optional(seq),
  /** The body has `@name` for each. */
  mentions,
  emoticons,
  /** The body is what is said of them: it may be empty. */
  files: v.optional(v.array(file)),
  /** The whole message is this one large picture; the body is its `:name:`. */
  sticker: v.optional(emoticon),
  /** Everybody in the room is meant: the body has @all, @所有人 or @全体成员. */
  all: v.optional(v.literal(true)),
  /** The words are another message's: whose, and when they were said; `room` where that was `open`. */
  fwd: v.optional(
    v.object({ by: named, at: v.number(), room: v.optional(v.object({ name: v.string(), title: v.string() })) }),
  ),
  erased: absent,
})
/** What remains of a message that was erased. */
export const postedStub = v.object({
  ...origin,
  type: v.literal('message.posted'),
  re: absent,
  all: absent,
  fwd: absent,
  files: absent,
  sticker: absent,
  ...stub,
})

/** The other events change an earlier line: `message` is its number. */
const change = { ...origin, message: seq }

/** The whole new text: it takes the place of the old one, mentions included. */
export const messageEdited = v.object({
  ...change,
  type: v.literal('message.edited'),
  body: v.string(),
  mentions,
  emoticons,
  erased: absent,
})
export const editedStub = v.object({ ...change, type: v.literal('message.edited'), ...stub })
/** `recalled`: taken back soon after it was said. */
export const messageErased = v.object({
  ...change,
  type: v.literal('message.erased'),
  how: v.picklist(['recalled', 'deleted']),
})
/** `kind` is one emoji. */
export const messageReacted = v.object({
  ...change,
  type: v.literal('message.reacted'),
  kind: v.string(),
  on: v.boolean(),
})
export const messagePinned = v.object({ ...change, type: v.literal('message.pinned'), on: v.boolean() })

/**
 * What the pages say to which a message leads: the server has asked them, in its author's name. `cards` takes the place of
 * those before. `off`: the author wants none.
 */
export const messageCarded = v.object({
  ...change,
  type: v.literal('message.carded'),
  cards: v.array(card),
  off: v.optional(v.literal(true)),
  erased: absent,
})
export const cardedStub = v.object({
  ...change,
  type: v.literal('message.carded'),
  cards: absent,
  off: absent,
  erased: seq,
})

export type MessagePosted = v.InferOutput<typeof messagePosted>
export type PostedStub = v.InferOutput<typeof postedStub>
export type MessageEdited = v.InferOutput<typeof messageEdited>
export type EditedStub = v.InferOutput<typeof editedStub>
export type MessageErased = v.InferOutput<typeof messageErased>
export type MessageReacted = v.InferOutput<typeof messageReacted>
export type MessagePinned = v.InferOutput<typeof messagePinned>
export type MessageCarded = v.InferOutput<typeof messageCarded>
export type CardedStub = v.InferOutput<typeof cardedStub>

/** Changes an earlier line. */
export type MessageChange =
  | MessageCarded
  | CardedStub
  | MessageEdited
  | EditedStub
  | MessageErased
  | MessageReacted
  | MessagePinned

import * as v from 'valibot'
import { card } from './files.ts'
import { cursor, seq } from './ids.ts'
import { messagePosted, postedStub } from './message-events.ts'
import { emoticon } from './packs.ts'
import { named } from './people.ts'
import { memberChanged, type Notice, roomChanged } from './room-events.ts'

/**
 * What all changes of a message have made of it (message-state.ts folds them). `v` is the number of the newest of them. Of
 * an erased message only `erased` remains. `who` are some of those who gave a reaction, at most `listedReactors`.
 */
export const messageState = v.object({
  v: seq,
  edited: v.optional(
    v.object({
      at: v.number(),
      body: v.string(),
      mentions: v.optional(v.array(named)),
      emoticons: v.optional(v.array(emoticon)),
      times: v.number(),
    }),
  ),
  erased: v.optional(v.object({ how: v.picklist(['recalled', 'deleted']), by: named, at: v.number() })),
  reactions: v.optional(v.array(v.object({ kind: v.string(), count: v.number(), who: v.array(named) }))),
  pinned: v.optional(v.object({ by: named, at: v.number() })),
  cards: v.optional(v.array(card)),
  /** The author wants no cards. */
  cards_off: v.optional(v.literal(true)),
})

const now = v.optional(messageState)

/** A message as it was posted, and what became of it: `now` is absent while nothing has changed it. */
export const line = v.variant('type', [
  v.object({ ...messagePosted.entries, now }),
  v.object({ ...postedStub.entries, now }),
])

/**
 * Own reactions, as the number of the message and the kind: all of those on a message where `who` does not list everybody.
 * Elsewhere `who` tells.
 */
export const mine = v.array(v.tuple([seq, v.string()]))

/** What became of the room itself, between the lines of a page: the newest `pageNotices` of them, oldest first. */
export const notices = v.array(v.variant('type', [roomChanged, memberChanged]))

/**
 * All lines of the log from number `first` to `last`, and the notices there; between them lie the numbers of changes. Empty:
 * `last` < `first`.
 */
export const page = { first: seq, last: cursor, lines: v.array(line), notices, mine }

export type MessageState = v.InferOutput<typeof messageState>
export type Reaction = NonNullable<MessageState['reactions']>[number]
export type Line = v.InferOutput<typeof line>
export type Mine = v.InferOutput<typeof mine>
/** A stretch of the log as its reader gets it. */
export type LinePage = { first: number; last: number; lines: Line[]; notices: Notice[]; mine: Mine }

import * as v from 'valibot'
import { cursor } from './ids.ts'
import { locale, me } from './people.ts'

/**
 * The first command of a connection. Who speaks is known from the cookie, or, where no browser is involved, from
 * `token`. Refusals: version_unsupported, login_first, rate_limited.
 */
export const hello = {
  input: v.strictObject({
    v: v.number(),
    client: v.optional(v.pipe(v.string(), v.maxLength(64))),
    token: v.optional(v.pipe(v.string(), v.maxLength(128))),
    locale: v.optional(locale),
  }),
  reply: v.object({
    v: v.number(),
    server: v.string(),
    /** Changes when the page changes: a client that sees another one may offer to reload. */
    build: v.string(),
    me,
    now_ms: v.number(),
    heartbeat_ms: v.number(),
    limits: v.object({
      body_chars: v.number(),
      name_chars: v.number(),
      room_name_chars: v.number(),
      command_bytes: v.number(),
      page_events: v.number(),
      file_bytes: v.number(),
      message_files: v.number(),
    }),
    /** Nobody owns the installation yet: whoever has the code of its console may claim it. */
    claimable: v.optional(v.literal(true)),
    /** Links are shown as cards, in rooms that want it (`room.cards`). */
    cards: v.optional(v.literal(true)),
    /** The connection before this one was cut because it did not read fast enough. */
    was: v.optional(v.literal('slow')),
  }),
}

/** The answer to a `heads` frame: 60 s without a completed command close a connection with 4508. */
export const heartbeat = { input: v.strictObject({}), reply: v.object({ now_ms: v.number() }) }

/** Every 25 s: the highest number of each joined room, so that a lost last frame is found (P-10). */
export const headsPush = v.object({ now_ms: v.number(), rooms: v.record(v.string(), cursor) })

/** The server is about to stop; come back after `after_ms` (P-17). */
export const goawayPush = v.object({ after_ms: v.number() })

export type Welcome = v.InferOutput<typeof hello.reply>

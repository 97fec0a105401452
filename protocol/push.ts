import * as v from 'valibot'
import { locale } from './people.ts'

const endpoint = v.pipe(v.string(), v.maxLength(1_024))
const key = v.pipe(v.string(), v.maxLength(128), v.regex(/^[\w-]+$/))

/** The installation's public key for Web Push, base64url; absent: it sends none. */
export const pushKey = { input: v.strictObject({}), reply: v.object({ key: v.optional(v.string()) }) }

/**
 * Messages for oneself that are not read soon are pushed there (RFC 8030). `show`: with their words, or only that there are
 * some. Refusals: login_first, bad_field (an address that is none, or not one that is pushed to), rate_limited, unavailable.
 */
export const subscribePush = {
  input: v.strictObject({ endpoint, p256dh: key, auth: key, show: v.picklist(['full', 'hidden']), locale }),
  reply: v.object({}),
}

/** Not there any more. Of an address that is not one's own nothing happens. */
export const unsubscribePush = { input: v.strictObject({ endpoint }), reply: v.object({}) }

/**
 * What a push says, as JSON inside its encryption: read by the service worker, never sent on the socket. `room` is the address
 * of a room, `seq` the message that it leads to; what has the same `tag` takes the place of the one before.
 */
export const pushNote = v.object({
  title: v.string(),
  body: v.string(),
  room: v.string(),
  id: v.string(),
  seq: v.number(),
  tag: v.string(),
  lang: v.string(),
  badge: v.number(),
})
export type PushNote = v.InferOutput<typeof pushNote>

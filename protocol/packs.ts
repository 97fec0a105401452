import * as v from 'valibot'
import { emoticonNamePattern } from './emoticons.ts'
import { fileId } from './files.ts'
import { limits } from './limits.ts'

export const emoticonName = v.pipe(v.string(), v.regex(emoticonNamePattern))
export const packId = v.pipe(v.string(), v.regex(/^k[0-9a-hjkmnp-tv-z]{12}$/))
/** Random, and never used for another picture: what was said keeps its face. */
export const emoticonId = v.pipe(v.string(), v.regex(/^e[0-9a-hjkmnp-tv-z]{16}$/))

/** In a message: what `:name:` in its body shows. GET /api/emoticons/<id>. */
export const emoticon = v.object({ name: v.string(), id: emoticonId, width: v.number(), height: v.number() })

/** A picture of a pack. Its bytes lie in the pack's set from `from`, `bytes` long. */
export const packPicture = v.object({
  ...emoticon.entries,
  type: v.string(),
  from: v.number(),
  bytes: v.number(),
  moving: v.optional(v.literal(true)),
  /** Other names that mean it, too: in another language, perhaps. */
  also: v.optional(v.array(v.string())),
})

/** `kind`: small in a line of text, or large and a message of its own. */
export const packKind = v.picklist(['emoticons', 'stickers'])

/**
 * All its pictures are one request: GET /api/packs/<id>/<version>, which never changes (client: one Blob, cut by `from`; of a
 * large one a range of it).
 */
export const pack = v.object({
  id: packId,
  kind: packKind,
  title: v.string(),
  version: v.number(),
  pictures: v.array(packPicture),
})

/** As many as `limits.frameBytes` take, oldest first; `after`: the `next` of the page before. */
export const listPacks = {
  input: v.strictObject({ after: v.optional(packId) }),
  reply: v.object({ packs: v.array(pack), next: v.optional(packId) }),
}

/** A picture that was uploaded by POST /api/packs/uploads, which is the installation's owner's. */
const added = v.array(v.strictObject({ name: emoticonName, file: fileId }))

/**
 * The owner of the installation makes a pack. Names count as the same whatever their case and width, and each means one picture of
 * the installation. Refusals: login_first, forbidden, not_found (a file), name_taken (`field`: which), too_many, too_long, empty,
 * bad_text. With the same files again it is the same pack (HOUSE-11).
 */
export const makePack = {
  input: v.strictObject({
    title: v.string(),
    kind: packKind,
    pictures: v.pipe(added, v.minLength(1), v.maxLength(limits.packPictures)),
  }),
  reply: v.object({ pack }),
}

/** Refusals as of `pack.make`. `remove`: names; what was said with them stays as it was. */
export const changePack = {
  input: v.strictObject({
    pack: packId,
    title: v.optional(v.string()),
    add: v.optional(v.pipe(added, v.maxLength(limits.packPictures))),
    remove: v.optional(v.pipe(v.array(emoticonId), v.maxLength(limits.packPictures))),
  }),
  reply: v.object({ pack }),
}

/** It is offered no more; what was said with it stays as it was. */
export const removePack = { input: v.strictObject({ pack: packId }), reply: v.object({}) }

export type Emoticon = v.InferOutput<typeof emoticon>
export type Pack = v.InferOutput<typeof pack>
export type PackPicture = v.InferOutput<typeof packPicture>

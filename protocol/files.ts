import * as v from 'valibot'
import { roomId, seq } from './ids.ts'
import { limits } from './limits.ts'
import { named } from './people.ts'

/** 130 random bits: nobody finds a file by counting, and who has guessed one is still asked for the room (T-8). */
export const fileId = v.pipe(v.string(), v.regex(/^f[0-9a-hjkmnp-tv-z]{26}$/))
export const uploadId = v.pipe(v.string(), v.regex(/^u[0-9a-hjkmnp-tv-z]{26}$/))

/** What it is to people. `voice`: spoken in the page. Told by its first bytes, never by its name (T-38). */
export const fileKind = v.picklist(['picture', 'audio', 'video', 'voice', 'file'])
/** Loudness from 0 to 31, in even steps from beginning to end. */
export const wave = v.pipe(
  v.array(v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(31))),
  v.maxLength(limits.waveSteps),
)

/** A file as a message has it. Its bytes: GET /api/files/<id>, of a picture the small form too: /api/files/<id>/thumb. */
export const file = v.object({
  id: fileId,
  kind: fileKind,
  /** As it was called, without paths, controls and direction marks (T-41). */
  name: v.string(),
  /** The media type with which it is served. */
  type: v.string(),
  /** Of what is served. */
  bytes: v.number(),
  /** Of a picture, and of a video where its head says so: as it is shown, after its orientation. */
  width: v.optional(v.number()),
  height: v.optional(v.number()),
  /** A picture that moves. */
  moving: v.optional(v.literal(true)),
  /** A colour to wait with: `#rrggbb`. */
  tint: v.optional(v.string()),
  /** What it shows, for who does not see it. The author's words. */
  alt: v.optional(v.string()),
  duration_ms: v.optional(v.number()),
  wave: v.optional(wave),
})

/** What stands in for a link: what its page says of itself, asked by the server. `link`: as it stands in the message. */
export const card = v.object({
  link: v.string(),
  /** Where it really leads, after redirects: shown, so that nothing deceives (T-46). */
  host: v.string(),
  title: v.string(),
  text: v.optional(v.string()),
  /** GET /api/cards/<id>: our own copy, so that no reader is seen by the other site (T-45). */
  picture: v.optional(v.object({ id: fileId, width: v.number(), height: v.number() })),
})

/** POST /api/rooms/<room id>/uploads: says what is to come, before a byte of it (refused here: too large, quota, rights). */
export const uploadWish = v.strictObject({
  name: v.pipe(v.string(), v.maxLength(1_024)),
  bytes: v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
  voice: v.optional(
    v.strictObject({
      duration_ms: v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(limits.voiceMs)),
      wave,
    }),
  ),
})
/**
 * What is answered to it, to GET /api/uploads/<upload id>, and to each PATCH of it: the bytes of one slice, with
 * `Upload-Offset: <offset>`. `file` is there when all bytes are, and it is ready to be named in a message.
 */
export const upload = v.object({ id: uploadId, offset: v.number(), slice: v.number(), file: v.optional(file) })

/** Names a file of one's own that was uploaded into this room, in no message yet. */
export const attachment = v.strictObject({ id: fileId, alt: v.optional(v.string()) })

export const galleryKind = v.picklist(['pictures', 'files'])
/**
 * Pictures and videos of a room, or its other files, newest first; `before`: the `next` of the page before. Refusals: not_found,
 * banned, rate_limited.
 */
export const readFiles = {
  input: v.strictObject({
    room: roomId,
    kind: galleryKind,
    before: v.optional(v.strictObject({ message: seq, index: v.pipe(v.number(), v.safeInteger(), v.minValue(0)) })),
    limit: v.optional(v.pipe(v.number(), v.safeInteger(), v.minValue(1), v.maxValue(limits.galleryFiles))),
  }),
  reply: v.object({
    files: v.array(v.object({ message: seq, index: v.number(), at: v.number(), by: named, file })),
    next: v.optional(v.object({ message: seq, index: v.number() })),
  }),
}

const used = v.object({ bytes: v.number(), limit: v.number() })
/** What one's own files take; whoever owns the installation also gets what all do, and who and where the most. */
export const readStorage = {
  input: v.strictObject({}),
  reply: v.object({
    mine: used,
    house: v.optional(
      v.object({
        ...used.entries,
        /** Of the disk; absent where files are elsewhere. */
        free_bytes: v.optional(v.number()),
        people: v.array(v.object({ ...named.entries, bytes: v.number() })),
        rooms: v.array(v.object({ id: roomId, title: v.string(), bytes: v.number() })),
      }),
    ),
  }),
}

export type File = v.InferOutput<typeof file>
export type FileKind = v.InferOutput<typeof fileKind>
export type Card = v.InferOutput<typeof card>
export type UploadWish = v.InferOutput<typeof uploadWish>
export type Upload = v.InferOutput<typeof upload>
export type Attachment = v.InferOutput<typeof attachment>
export type GalleryKind = v.InferOutput<typeof galleryKind>
export type GalleryFile = v.InferOutput<typeof readFiles.reply>['files'][number]
export type StorageUse = v.InferOutput<typeof readStorage.reply>

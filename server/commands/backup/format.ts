import * as v from 'valibot'
import { cursor, epoch, roomId, seq } from '#protocol/ids.ts'

/** Of the file; another number means that a reader of this one would misunderstand it (decision 0037). */
export const BACKUP_FORMAT = 1

/** Names in the file, in their order; between the last two lie the files of messages, `files/ab/abcd…`. */
export const names = {
  about: 'about.json',
  database: 'teahouse.sqlite',
  secret: 'secret',
  pushKey: 'push-key',
  heads: 'heads.ndjson',
  manifest: 'manifest.json',
} as const

const hash = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/))
const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0))

/** Stands first: what this is, and who can read it. */
export const about = v.object({
  teahouse: v.literal('backup'),
  format: v.number(),
  /** Of the program that has made it. */
  version: v.string(),
  /** Number of the newest migration. */
  schema: count,
  made_at: v.string(),
})

/** Where the log of a room stands in it. */
export const roomHead = v.object({ room: roomId, epoch, floor: seq, head: cursor })

/** Stands last, so a file without it was cut: what every other part of it must be. */
export const manifest = v.object({
  ...about.entries,
  rooms: count,
  events: count,
  parts: v.array(v.object({ name: v.string(), bytes: count, sha256: hash })),
  files: v.object({ count, bytes: count }),
  missing: v.object({
    /** The database of the moment names them; they were erased while the files were copied. */
    erased: v.array(hash),
    /** They should have been there: lost, or no longer what they were. */
    lost: v.array(hash),
  }),
})

export type About = v.InferOutput<typeof about>
export type RoomHeadLine = v.InferOutput<typeof roomHead>
export type Manifest = v.InferOutput<typeof manifest>

/** Where the bytes of a hash lie: as in the data folder, so that the file can be unpacked by hand. */
export const fileName = (of: string): string => `files/${of.slice(0, 2)}/${of}`

/** Null: no name of such a file. */
export const hashOfName = (name: string): string | null =>
  /^files\/([0-9a-f]{2})\/(\1[0-9a-f]{62})$/.exec(name)?.[2] ?? null

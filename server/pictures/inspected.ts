import type { FileKind } from '#protocol/files.ts'
import type { Refusal } from '#server/kit/refusal.ts'

/** A form of a picture beside the picture itself, in a file of its own. */
export type Thumb = { path: string; type: string; width: number; height: number; bytes: number }

/** What a file really is, and where the bytes lie that may be kept: the given file, or a new one beside it. */
export type Inspected = {
  kind: FileKind
  type: string
  path: string
  bytes: number
  width?: number
  height?: number
  moving?: true
  tint?: string
  duration_ms?: number
  thumb?: Thumb
}

/**
 * Looks at a whole file that somebody sent: its first bytes say what it is, never its name (T-38). Pictures are made anew
 * (T-37, T-42). `as`: `voice` has to be a sound, `picture` a picture, `emoticon` one that is made small.
 */
export type Inspect = (path: string, as: 'any' | 'voice' | 'picture' | 'emoticon') => Promise<Inspected | Refusal>

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
 * (T-37, T-42): `path` and `thumb.path` are then new files beside the given one, which stays; whoever asked removes what
 * is not kept. Refusals: wrong_kind, bad_picture, too_large, busy, draining.
 *
 * `as`: `voice` has to be a sound, `picture` a picture. `emoticon` is a picture for a pack, of both kinds: itself at most
 * 512 px (a sticker), and its `thumb` at most 128 px and still (what stands in a line). One that moves is kept as it is
 * where it has at most 512 px and `limits.packPictureBytes`, and else refused. `card` is a picture of which
 * only one small form is made, at most 256 px and still: `thumb`, and `path` with the same bytes.
 */
export type Inspect = (
  path: string,
  as: 'any' | 'voice' | 'picture' | 'emoticon' | 'card',
) => Promise<Inspected | Refusal>

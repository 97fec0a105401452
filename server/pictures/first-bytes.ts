import type { PictureFormat } from './make-picture.ts'
import { latin, viewOf, wordAt } from './picture-parts.ts'
import { soundOfFrames } from './sound-frames.ts'

/** So much of a file tells what it is; a text is judged by it, too. */
export const FIRST_BYTES = 4_096

/** What the first bytes say. Films and sounds name the family of their head, which may know more. */
export type Told =
  | { kind: 'picture'; format: PictureFormat }
  | { kind: 'media'; family: MediaFamily }
  | { kind: 'file'; type: string }
export type MediaFamily = 'mp4' | 'matroska' | 'ogg' | 'wav' | 'mp3' | 'flac' | 'aac'

type Sign = { at?: number; starts: string; told: Told }
const picture = (format: PictureFormat): Told => ({ kind: 'picture', format })
const media = (family: MediaFamily): Told => ({ kind: 'media', family })
const file = (type: string): Told => ({ kind: 'file', type })

/** Nothing of this list can run in a page: what could is text or unknown (T-37). */
const signs: readonly Sign[] = [
  { starts: '\x89PNG\r\n\x1a\n', told: picture('png') },
  { starts: '\xff\xd8\xff', told: picture('jpeg') },
  { starts: 'GIF87a', told: picture('gif') },
  { starts: 'GIF89a', told: picture('gif') },
  { starts: 'OggS', told: media('ogg') },
  { starts: 'fLaC', told: media('flac') },
  { starts: '\x1a\x45\xdf\xa3', told: media('matroska') },
  { starts: 'ID3', told: media('mp3') },
  { starts: '%PDF-', told: file('application/pdf') },
  { starts: 'PK\x03\x04', told: file('application/zip') },
  { starts: 'PK\x05\x06', told: file('application/zip') },
  { starts: '\x1f\x8b', told: file('application/gzip') },
  { starts: '7z\xbc\xaf\x27\x1c', told: file('application/x-7z-compressed') },
  { starts: 'Rar!\x1a\x07', told: file('application/vnd.rar') },
  { starts: 'BZh', told: file('application/x-bzip2') },
  { starts: '\xfd7zXZ\0', told: file('application/x-xz') },
  { starts: '\x28\xb5\x2f\xfd', told: file('application/zstd') },
  { at: 257, starts: 'ustar', told: file('application/x-tar') },
  { starts: '8BPS', told: file('image/vnd.adobe.photoshop') },
  { starts: 'II*\0', told: file('image/tiff') },
  { starts: 'MM\0*', told: file('image/tiff') },
  { starts: '{\\rtf', told: file('application/rtf') },
  { starts: '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1', told: file('application/x-ole-storage') },
  { starts: 'SQLite format 3\0', told: file('application/vnd.sqlite3') },
  { starts: 'wOF2', told: file('font/woff2') },
  { starts: '#!AMR', told: file('audio/amr') },
]
const signBytes = signs.map((sign) => ({ ...sign, starts: latin(sign.starts) }))

/** Pictures in the box of a film, which no part of ours opens; and films that are no `mp4`. */
const brands: Readonly<Record<string, Told>> = {
  heic: file('image/heic'),
  heix: file('image/heic'),
  hevc: file('image/heic'),
  mif1: file('image/heif'),
  msf1: file('image/heif'),
  avif: file('image/avif'),
  avis: file('image/avif'),
  'crx ': file('image/x-canon-cr3'),
}
const riffs: Readonly<Record<string, Told>> = {
  WEBP: picture('webp'),
  WAVE: media('wav'),
  'AVI ': file('video/x-msvideo'),
}

/** What a file is, by its first bytes and never by its name (T-38). */
export function tellKind(head: Uint8Array): Told {
  const sign = signBytes.find(({ at = 0, starts }) => starts.every((byte, index) => head[at + index] === byte))
  if (sign) return sign.told
  if (wordAt(head, 0) === 'RIFF') return riffs[wordAt(head, 8)] ?? unknown
  if (wordAt(head, 4) === 'ftyp') return brands[wordAt(head, 8)] ?? media('mp4')
  // The first films of QuickTime began without saying what they are.
  if (['moov', 'mdat', 'wide'].includes(wordAt(head, 4)) && viewOf(head).getUint32(0) >= 8) return media('mp4')
  const sound = soundOfFrames(head)
  if (sound) return media(sound)
  return isText(head) ? file('text/plain') : unknown
}

const unknown: Told = file('application/octet-stream')

/** UTF-8 without signs that no text has; the last character may be cut off where the piece ends. */
function isText(head: Uint8Array): boolean {
  if (head.length === 0) return false
  const isStrange = (byte: number): boolean => byte < 0x20 && ![0x09, 0x0a, 0x0c, 0x0d, 0x1b].includes(byte)
  if (head.some(isStrange) || head.includes(0x7f)) return false
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: head.length === FIRST_BYTES })
    return true
  } catch {
    return false
  }
}

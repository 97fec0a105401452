import type { ByteSource } from './byte-source.ts'
import type { MediaFamily } from './first-bytes.ts'
import { matroskaHead } from './matroska-head.ts'
import { mp4Head } from './mp4-head.ts'
import { oggHead } from './ogg-head.ts'
import { flacHead, mp3Head, wavHead } from './sound-heads.ts'

/** What a head tells of a film or a sound: shown to people, and believed for nothing else. */
export type Media = {
  kind: 'audio' | 'video'
  type: string
  width?: number
  height?: number
  durationMs?: number
}

const readers: Record<MediaFamily, (source: ByteSource) => Promise<Media>> = {
  mp4: mp4Head,
  matroska: matroskaHead,
  ogg: oggHead,
  wav: wavHead,
  flac: flacHead,
  mp3: mp3Head,
  // Its frames tell no length without reading them all.
  aac: async () => ({ kind: 'audio', type: 'audio/aac' }),
}

const MOST_SIDE = 65_535
const MOST_DURATION_MS = 7 * 24 * 60 * 60_000

/** Numbers that make no sense are left out. */
export async function tellMedia(source: ByteSource, family: MediaFamily) {
  const { kind, type, width = 0, height = 0, durationMs = 0 } = await readers[family](source)
  const isSide = (side: number): boolean => Number.isSafeInteger(side) && side > 0 && side <= MOST_SIDE
  const isLength = durationMs >= 1 && durationMs <= MOST_DURATION_MS
  return {
    kind,
    type,
    ...(kind === 'video' && isSide(width) && isSide(height) && { width, height }),
    ...(isLength && { duration_ms: Math.round(durationMs) }),
  }
}

import type { ByteSource } from './byte-source.ts'
import type { Media } from './media-head.ts'
import { viewOf, wordAt } from './picture-parts.ts'
import { mp3Frame } from './sound-frames.ts'

const MOST_CHUNKS = 32

/** Chunks until the one with the sound: how many bytes it has, and how many go into a second. */
export async function wavHead(source: ByteSource): Promise<Media> {
  const sound: Media = { kind: 'audio', type: 'audio/wav' }
  let bytesASecond = 0
  for (let at = 12, count = 0; count < MOST_CHUNKS; count++) {
    const head = await source.read(at, 24)
    if (head.length < 8) break
    const view = viewOf(head)
    const length = view.getUint32(4, true)
    if (wordAt(head, 0) === 'fmt ' && head.length >= 20) bytesASecond = view.getUint32(16, true)
    if (wordAt(head, 0) === 'data' && bytesASecond > 0) {
      // A length that was never written is larger than the file.
      return { ...sound, durationMs: (Math.min(length, source.bytes - at - 8) / bytesASecond) * 1_000 }
    }
    at += 8 + length + (length & 1)
  }
  return sound
}

/** The first block says how many samples there are (36 bits), and how many go into a second (20 bits). */
export async function flacHead(source: ByteSource): Promise<Media> {
  const sound: Media = { kind: 'audio', type: 'audio/flac' }
  const head = await source.read(0, 26)
  if (head.length < 26) return sound
  const view = viewOf(head)
  const rate = view.getUint32(18) >>> 12
  const samples = ((head[21] ?? 0) & 0x0f) * 2 ** 32 + view.getUint32(22)
  return rate > 0 ? { ...sound, durationMs: (samples / rate) * 1_000 } : sound
}

/** Where the first frame counts all of them (`Xing`, `Info`), by that; else as if all had the rate of the first. */
export async function mp3Head(source: ByteSource): Promise<Media> {
  const sound: Media = { kind: 'audio', type: 'audio/mpeg' }
  const from = await endOfTags(source)
  const head = await source.read(from, 64)
  const frame = mp3Frame(head, 0)
  if (!frame || head.length < 48) return sound
  const { rate, samples, sampling, sideBytes } = frame
  const isCounted = ['Xing', 'Info'].includes(wordAt(head, sideBytes)) && ((head[sideBytes + 7] ?? 0) & 1) === 1
  const frames = isCounted ? viewOf(head).getUint32(sideBytes + 8) : 0
  if (frames > 0) return { ...sound, durationMs: (frames * samples * 1_000) / sampling }
  return { ...sound, durationMs: ((source.bytes - from) * 8) / rate }
}

/** ID3 says its own length in four times seven bits. */
async function endOfTags(source: ByteSource): Promise<number> {
  const head = await source.read(0, 10)
  if (wordAt(head, 0).slice(0, 3) !== 'ID3' || head.length < 10) return 0
  return 10 + head.subarray(6, 10).reduce((sum, byte) => sum * 128 + (byte & 0x7f), 0)
}

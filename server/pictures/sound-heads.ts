import type { ByteSource } from './byte-source.ts'
import type { Media } from './media-head.ts'
import { viewOf, wordAt } from './picture-parts.ts'

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

/** Thousands of bits a second, of the third layer; of the first version, and of the later ones for low rates. */
const rates = [
  [32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
  [8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
] as const
const samplings = [44_100, 48_000, 32_000] as const

/** Where the first frame counts all of them (`Xing`, `Info`), by that; else as if all had the rate of the first. */
export async function mp3Head(source: ByteSource): Promise<Media> {
  const sound: Media = { kind: 'audio', type: 'audio/mpeg' }
  const from = await endOfTags(source)
  const frame = await source.read(from, 64)
  if (frame.length < 48 || frame[0] !== 0xff || ((frame[1] ?? 0) & 0xe6) !== 0xe2) return sound
  const [, second = 0, third = 0, fourth = 0] = frame
  const version = (second >> 3) & 3
  const isFirst = version === 3
  const rate = rates[isFirst ? 0 : 1][(third >> 4) - 1]
  const sampling = (samplings[(third >> 2) & 3] ?? 0) / (isFirst ? 1 : version === 2 ? 2 : 4)
  if (rate === undefined || sampling === 0) return sound
  const isMono = fourth >> 6 === 3
  const counted = 4 + (isFirst ? (isMono ? 17 : 32) : isMono ? 9 : 17)
  const isCounted = ['Xing', 'Info'].includes(wordAt(frame, counted)) && ((frame[counted + 7] ?? 0) & 1) === 1
  const frames = isCounted ? viewOf(frame).getUint32(counted + 8) : 0
  if (frames > 0) return { ...sound, durationMs: (frames * (isFirst ? 1_152 : 576) * 1_000) / sampling }
  return { ...sound, durationMs: ((source.bytes - from) * 8) / rate }
}

/** ID3 says its own length in four times seven bits. */
async function endOfTags(source: ByteSource): Promise<number> {
  const head = await source.read(0, 10)
  if (wordAt(head, 0).slice(0, 3) !== 'ID3' || head.length < 10) return 0
  return 10 + head.subarray(6, 10).reduce((sum, byte) => sum * 128 + (byte & 0x7f), 0)
}

import type { ByteSource } from './byte-source.ts'
import type { Media } from './media-head.ts'
import { latin, viewOf, wordAt } from './picture-parts.ts'

const PAGE_HEAD = 27
/** The longest page is shorter: its last one begins in the last of them. */
const TAIL_BYTES = 64 * 1024
const OPUS_RATE = 48_000

/** The first page says what is in it, the last one how many samples there were. */
export async function oggHead(source: ByteSource): Promise<Media> {
  const page = await source.read(0, 512)
  const packet = page.subarray(PAGE_HEAD + (page[26] ?? 0))
  const says = (text: string, at = 0) => latin(text).every((sign, index) => packet[at + index] === sign)
  if (says('\x80theora') || says('\x01video')) return { kind: 'video', type: 'video/ogg' }
  const sound: Media = { kind: 'audio', type: 'audio/ogg' }
  const view = viewOf(packet)
  if (says('OpusHead') && packet.length >= 19)
    return { ...sound, durationMs: lengthOf(await lastCount(source), OPUS_RATE, view.getUint16(10, true)) }
  if (says('\x01vorbis') && packet.length >= 30)
    return { ...sound, durationMs: lengthOf(await lastCount(source), view.getUint32(12, true), 0) }
  return sound
}

const lengthOf = (samples: number, rate: number, skipped: number): number =>
  rate > 0 ? ((samples - skipped) / rate) * 1_000 : 0

async function lastCount(source: ByteSource): Promise<number> {
  const tail = Buffer.from(await source.read(Math.max(0, source.bytes - TAIL_BYTES), TAIL_BYTES))
  for (let at = tail.lastIndexOf('OggS'); at >= 0; at = at > 0 ? tail.lastIndexOf('OggS', at - 1) : -1) {
    const isPage = at + PAGE_HEAD <= tail.length && wordAt(tail, at) === 'OggS' && tail[at + 4] === 0
    const count = isPage ? Number(tail.readBigInt64LE(at + 6)) : -1
    if (count >= 0) return count
  }
  return 0
}

import { deflateSync, inflateSync } from 'node:zlib'
import { MOST_PROFILE_BYTES, remadeProfile } from './colour-profile.ts'
import { broken, requireDecodable } from './picture-fault.ts'
import { joined, latin, type PictureParts, viewOf, wordAt } from './picture-parts.ts'

const HEAD_BYTES = 8
/** Length, name and sum stand around each chunk. */
const AROUND = 12
/** Programs write pieces of 8 kB and more: of 64 MB, eight thousand. */
const MOST_CHUNKS = 50_000
const drawing = new Set(['IHDR', 'PLTE', 'tRNS', 'IDAT', 'IEND'])

/** Only what draws is left; a picture that moves by APNG becomes its still, and nothing after the end is looked at. */
export function pngParts(bytes: Uint8Array): PictureParts {
  const view = viewOf(bytes)
  if (bytes.length < HEAD_BYTES + AROUND + 13 || wordAt(bytes, HEAD_BYTES + 4) !== 'IHDR') throw broken()
  const size = { width: view.getUint32(HEAD_BYTES + 8), height: view.getUint32(HEAD_BYTES + 12) }
  requireDecodable(size)
  const colours = bytes[HEAD_BYTES + 17] ?? 0
  let seeThrough = colours >= 4
  const kept: Uint8Array[] = [bytes.subarray(0, HEAD_BYTES)]
  for (let at = HEAD_BYTES, name = '', count = 0; name !== 'IEND'; count++) {
    if (at + AROUND > bytes.length || count >= MOST_CHUNKS) throw broken()
    const to = at + AROUND + view.getUint32(at)
    name = wordAt(bytes, at + 4)
    if (to > bytes.length) throw broken()
    if (name === 'tRNS') seeThrough = true
    if (drawing.has(name)) kept.push(bytes.subarray(at, to))
    if (name === 'iCCP') kept.push(...profileAnew(bytes.subarray(at + 8, to - 4)))
    at = to
  }
  return { format: 'png', ...size, still: joined(kept), seeThrough, lossless: true }
}

/** A name, a zero, the method, and the profile packed: unpacked only as far as a profile may be long. */
function profileAnew(body: Uint8Array): Uint8Array[] {
  const nameEnds = body.indexOf(0)
  if (nameEnds < 0 || nameEnds > 79) return []
  const remade = remadeProfile(unpacked(body.subarray(nameEnds + 2)))
  return remade ? [chunk('iCCP', joined([latin('profile\0\0'), deflateSync(remade)]))] : []
}

function unpacked(packed: Uint8Array): Uint8Array {
  try {
    return inflateSync(packed, { maxOutputLength: MOST_PROFILE_BYTES })
  } catch {
    return new Uint8Array()
  }
}

export function chunk(name: string, body: Uint8Array): Uint8Array {
  const whole = joined([new Uint8Array(4), latin(name), body, new Uint8Array(4)])
  const view = viewOf(whole)
  view.setUint32(0, body.length)
  view.setUint32(whole.length - 4, Bun.hash.crc32(whole.subarray(4, -4)))
  return whole
}

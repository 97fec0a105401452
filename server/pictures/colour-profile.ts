import { joined, latin, viewOf, wordAt } from './picture-parts.ts'

/** Profiles of cameras and screens have some 500 to 4,000 bytes. */
export const MOST_PROFILE_BYTES = 64 * 1024
const HEAD_BYTES = 128
const MOST_TAGS = 64
/** Points of a curve that we take over; a table of 1,024 is common, 4,096 the most that is seen. */
const MOST_POINTS = 4_096

/** The light from which profiles are seen; the primaries of a screen's profile are told as they look in it. */
const D50 = [0x0000_f6d6, 0x0001_0000, 0x0000_d32d]

type Tag = { name: string; body: Uint8Array }

/**
 * The same colours in a profile of our own, or null where it is none that we can read. Without it the photos of phones
 * look pale (Display P3); copied as it is, it would carry whatever its author put into it (T-37, T-42). Only profiles of
 * three primaries and their curves are made anew: each number is read and written by itself.
 */
export function remadeProfile(profile: Uint8Array): Uint8Array | null {
  if (profile.length < HEAD_BYTES + 4 || profile.length > MOST_PROFILE_BYTES) return null
  if (wordAt(profile, 16) !== 'RGB ' || wordAt(profile, 20) !== 'XYZ ' || wordAt(profile, 36) !== 'acsp') return null
  const tags = tagsOf(profile)
  const numbers = ['rXYZ', 'gXYZ', 'bXYZ'].map((name) => [name, numbersAnew(tags.get(name))] as const)
  const curves = ['rTRC', 'gTRC', 'bTRC'].map((name) => [name, curveAnew(tags.get(name))] as const)
  const made: Tag[] = [
    { name: 'desc', body: sentence('colours') },
    { name: 'cprt', body: sentence('none') },
    { name: 'wtpt', body: joined([latin('XYZ \0\0\0\0'), fixed(D50)]) },
  ]
  for (const [name, body] of [...numbers, ...curves]) {
    if (!body) return null
    made.push({ name, body })
  }
  return written(made)
}

function tagsOf(profile: Uint8Array): Map<string, Uint8Array> {
  const view = viewOf(profile)
  const count = Math.min(view.getUint32(HEAD_BYTES), MOST_TAGS)
  const tags = new Map<string, Uint8Array>()
  for (let tag = 0; tag < count; tag++) {
    const at = HEAD_BYTES + 4 + tag * 12
    if (at + 12 > profile.length) break
    const from = view.getUint32(at + 4)
    tags.set(wordAt(profile, at), profile.subarray(from, from + view.getUint32(at + 8)))
  }
  return tags
}

/** Three fixed numbers. */
const numbersAnew = (tag: Uint8Array | undefined): Uint8Array | null =>
  tag && tag.length >= 20 && wordAt(tag, 0) === 'XYZ ' ? joined([latin('XYZ \0\0\0\0'), tag.subarray(8, 20)]) : null

function fixed(numbers: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(numbers.length * 4)
  for (const [index, number] of numbers.entries()) viewOf(bytes).setUint32(index * 4, number)
  return bytes
}

/** How many numbers each kind of a parametric curve has. */
const curveNumbers = [1, 3, 4, 5, 7]

function curveAnew(tag: Uint8Array | undefined): Uint8Array | null {
  if (!tag || tag.length < 12) return null
  const view = viewOf(tag)
  if (wordAt(tag, 0) === 'curv') {
    const points = view.getUint32(8)
    const to = 12 + points * 2
    if (points > MOST_POINTS || to > tag.length || !rises(view, points)) return null
    return joined([latin('curv\0\0\0\0'), tag.subarray(8, to)])
  }
  const count = curveNumbers[view.getUint16(8)]
  if (wordAt(tag, 0) !== 'para' || count === undefined || 12 + count * 4 > tag.length) return null
  return joined([latin('para\0\0\0\0'), tag.subarray(8, 10), new Uint8Array(2), tag.subarray(12, 12 + count * 4)])
}

/** A curve of light never falls: a text in its place does. */
function rises(view: DataView, points: number): boolean {
  if (points < 2) return true
  for (let point = 1; point < points; point++) {
    if (view.getUint16(12 + point * 2) < view.getUint16(10 + point * 2)) return false
  }
  return true
}

function sentence(text: string): Uint8Array {
  const signs = [...text].flatMap((sign) => [0, sign.charCodeAt(0)])
  const head = new Uint8Array(28)
  const view = viewOf(head)
  head.set(latin('mluc'))
  view.setUint32(8, 1)
  view.setUint32(12, 12)
  head.set(latin('enUS'), 16)
  view.setUint32(20, signs.length)
  view.setUint32(24, 28)
  return joined([head, Uint8Array.from(signs)])
}

/** Version 4, for screens, from the light of D50: what every reader of profiles knows. */
function written(tags: readonly Tag[]): Uint8Array {
  const list = new Uint8Array(4 + tags.length * 12)
  const listView = viewOf(list)
  listView.setUint32(0, tags.length)
  const bodies: Uint8Array[] = []
  let from = HEAD_BYTES + list.length
  for (const [index, { name, body }] of tags.entries()) {
    const padded = joined([body, new Uint8Array((4 - (body.length % 4)) % 4)])
    list.set(latin(name), 4 + index * 12)
    listView.setUint32(8 + index * 12, from)
    listView.setUint32(12 + index * 12, body.length)
    bodies.push(padded)
    from += padded.length
  }
  return joined([profileHead(from), list, ...bodies])
}

function profileHead(bytes: number): Uint8Array {
  const head = new Uint8Array(HEAD_BYTES)
  const view = viewOf(head)
  view.setUint32(0, bytes)
  view.setUint32(8, 0x04_30_00_00)
  head.set(latin('mntrRGB XYZ '), 12)
  head.set(latin('acsp'), 36)
  head.set(fixed(D50), 68)
  return head
}

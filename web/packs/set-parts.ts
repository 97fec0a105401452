import type { Pack } from '#protocol/packs.ts'

/** One request brings so much of a set, or one picture that is larger: nearly every pack comes whole. */
const PART_BYTES = 1024 * 1024

/** Some pictures of a pack that lie beside each other in its set. `whole`: they are all of it. */
export type SetPart = { key: string; path: string; from: number; to: number; whole: boolean }

/** The part of the set in which a picture lies. */
export function partOf({ id, version, pictures }: Pack, picture: string): SetPart | null {
  let [from, end] = [0, 0]
  let isHere = false
  for (const one of pictures) {
    if (end > from && one.from + one.bytes - from > PART_BYTES) {
      if (isHere) break
      from = one.from
    }
    end = one.from + one.bytes
    isHere ||= one.id === picture
  }
  if (!isHere) return null
  const last = pictures.at(-1)
  const whole = from === 0 && last !== undefined && end === last.from + last.bytes
  return { key: `${id}.${version}.${from}`, path: `packs/${id}/${version}`, from, to: end - 1, whole }
}

import { pngPicture } from '#tests/kit/make-pictures.ts'
import type { TeaFile } from '../witness/tea-file.ts'
import type { Chance } from '../world/chance.ts'

/** A small one, of a colour of its own. */
export function picture(chance: Chance): TeaFile {
  const [red, green, blue] = [chance.between(0, 255), chance.between(0, 255), chance.between(0, 255)]
  const bytes = pngPicture({ width: 24, height: 16, draw: () => [red, green, blue, 255] })
  return { name: 'cup.png', bytes: new Uint8Array(bytes) }
}

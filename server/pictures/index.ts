import { rm, stat } from 'node:fs/promises'
import { Refusal } from '#server/kit/refusal.ts'
import { byteSource } from './byte-source.ts'
import { FIRST_BYTES, tellKind } from './first-bytes.ts'
import type { Inspect, Inspected } from './inspected.ts'
import type { PictureFormat, PictureUse } from './make-picture.ts'
import { tellMedia } from './media-head.ts'
import { type Made, type MakerNeeds, PictureMaker } from './picture-maker.ts'

export type { Inspect, Inspected, Thumb } from './inspected.ts'

/** A picture is held in memory while it is made; other files never are. */
const MOST_PICTURE_BYTES = 64 * 1024 * 1024

/** What files of people really are, and pictures made anew (decision 0030). */
export function createPictures(needs: MakerNeeds) {
  const maker = new PictureMaker(needs)

  const inspect: Inspect = async (path, as) => {
    const source = byteSource(Bun.file(path))
    const told = tellKind(await source.read(0, FIRST_BYTES))
    const wantsPicture = as === 'picture' || as === 'emoticon' || as === 'card'
    if (told.kind === 'picture' ? as === 'voice' : wantsPicture) return new Refusal('wrong_kind')
    if (told.kind === 'picture')
      return makePicture(path, told.format, as === 'emoticon' || as === 'card' ? as : 'picture')
    const found =
      told.kind === 'media' ? await tellMedia(source, told.family) : { kind: 'file' as const, type: told.type }
    if (as === 'voice' && found.kind !== 'audio') return new Refusal('wrong_kind')
    return { ...found, ...(as === 'voice' && { kind: 'voice' }), path, bytes: source.bytes }
  }

  async function makePicture(path: string, format: PictureFormat, as: PictureUse): Promise<Inspected | Refusal> {
    if (Bun.file(path).size > MOST_PICTURE_BYTES) return new Refusal('too_large', { limit: MOST_PICTURE_BYTES })
    const [made, thumb] = [`${path}.made`, `${path}.thumb`]
    const result = await maker.make({ path, format, as, made, thumb })
    if (!(result instanceof Refusal)) return inspected(result, made, thumb)
    await Promise.all([made, thumb].map((left) => rm(left, { force: true })))
    return result
  }

  return { inspect, stop: () => maker.stop() }
}

export type Pictures = ReturnType<typeof createPictures>

async function inspected({ picture, thumb, moving, tint }: Made, path: string, thumbPath: string): Promise<Inspected> {
  const [bytes, thumbBytes] = await Promise.all([path, thumbPath].map(async (file) => (await stat(file)).size))
  return {
    kind: 'picture',
    ...picture,
    path,
    bytes: bytes ?? 0,
    ...(moving && { moving }),
    ...(tint && { tint }),
    thumb: { ...thumb, path: thumbPath, bytes: thumbBytes ?? 0 },
  }
}

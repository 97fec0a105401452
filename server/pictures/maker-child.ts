import { setPriority } from 'node:os'
import { makePicture, type PictureFormat, type PictureUse } from './make-picture.ts'
import { type Fault, PictureFault } from './picture-fault.ts'

/** The process that opens pictures of strangers: it has no environment, no database and no connection (T-38). */
export type MakerWish = {
  path: string
  format: PictureFormat
  as: PictureUse
  /** Where to put what was made. */
  made: string
  thumb: string
}
type Made = { type: string; width: number; height: number }
export type MakerReply =
  | { ok: true; picture: Made; thumb: Made; moving: boolean; tint?: string }
  | { ok: false; fault: Fault }

/** Whoever chats comes first. Threads that decode begin later and take it over. */
const NICE = 10

async function make({ path, format, as, made, thumb }: MakerWish): Promise<MakerReply> {
  try {
    const { picture, thumb: small, moving, tint } = await makePicture(await Bun.file(path).bytes(), format, as)
    await Bun.write(made, picture.bytes)
    await Bun.write(thumb, small.bytes)
    const withoutBytes = ({ type, width, height }: Made): Made => ({ type, width, height })
    return { ok: true, picture: withoutBytes(picture), thumb: withoutBytes(small), moving, ...(tint && { tint }) }
  } catch (error) {
    return { ok: false, fault: error instanceof PictureFault ? error.fault : { code: 'bad_picture', what: 'broken' } }
  }
}

setPriority(NICE)
process.on('disconnect', () => process.exit(0))
process.on('message', async (wish: MakerWish) => {
  process.send?.(await make(wish))
})

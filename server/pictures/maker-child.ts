import { setPriority } from 'node:os'
import { type Form, makePicture, type PictureFormat, type PictureUse } from './make-picture.ts'
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
/** The picture is sound, and the disk did not take it. */
type Unkept = { code: 'storage_full' | 'unavailable' }
export type MakerReply =
  | { ok: true; picture: Made; thumb: Made; moving: boolean; tint?: string }
  | { ok: false; fault: Fault | Unkept }

/** Whoever chats comes first. Threads that decode begin later and take it over. */
const NICE = 10

async function make({ path, format, as, made, thumb }: MakerWish): Promise<MakerReply> {
  try {
    const { picture, thumb: small, moving, tint } = await makePicture(await Bun.file(path).bytes(), format, as)
    const unkept = (await kept(made, picture)) ?? (await kept(thumb, small))
    if (unkept) return { ok: false, fault: unkept }
    const withoutBytes = ({ type, width, height }: Made): Made => ({ type, width, height })
    return { ok: true, picture: withoutBytes(picture), thumb: withoutBytes(small), moving, ...(tint && { tint }) }
  } catch (error) {
    return { ok: false, fault: error instanceof PictureFault ? error.fault : { code: 'bad_picture', what: 'broken' } }
  }
}

/** Null: it is there. */
async function kept(path: string, { bytes }: Form): Promise<Unkept | null> {
  try {
    await Bun.write(path, bytes)
    return null
  } catch (error) {
    const isFull =
      error instanceof Error && 'code' in error && /^(?:ENOSPC|EDQUOT|EFBIG|EROFS)$/.test(String(error.code))
    return { code: isFull ? 'storage_full' : 'unavailable' }
  }
}

setPriority(NICE)
process.on('disconnect', () => process.exit(0))
process.on('message', async (wish: MakerWish) => {
  process.send?.(await make(wish))
})

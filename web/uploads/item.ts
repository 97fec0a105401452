import type { FileKind, UploadWish } from '#protocol/files.ts'
import { uuid } from '#sdk/index.ts'

/** A file that somebody wants to send, as this device has it. */
export type Item = {
  key: string
  blob: Blob
  name: string
  kind: FileKind
  /** An address of this page, of what can be looked at or heard before it is sent; see `letGo`. */
  url: string | null
  /** Of a picture that this browser can show: as it is shown. */
  width?: number
  height?: number
  alt: string
  voice?: NonNullable<UploadWish['voice']>
  /** It came back: why the server did not take it, and will not. */
  refused?: string
}

/** Unlike any other, also of other tabs and of before a reload: it is kept under it (keep-files.ts). */
export const nextKey = (): string => `item-${uuid(random)}`

const random = { randomBytes: (count: number) => crypto.getRandomValues(new Uint8Array(count)) }

/** Types that the server shows as pictures (protocol/files.ts); all others are sent as they are. */
const shownPictures = ['image/png', 'image/jpeg', 'image/gif', 'image/webp']

export function kindOf({ type }: Blob): FileKind {
  if (shownPictures.includes(type)) return 'picture'
  if (type.startsWith('audio/')) return 'audio'
  return type.startsWith('video/') ? 'video' : 'file'
}

/** What is chosen, looked at: a picture with its sizes. One that cannot be read goes as a file; the server has the last word. */
export async function itemOf(file: globalThis.File, name: string): Promise<Item> {
  const item: Item = { key: nextKey(), blob: file, name, kind: kindOf(file), url: null, alt: '' }
  if (item.kind !== 'picture') return item
  const url = URL.createObjectURL(file)
  const size = await sizeOf(url)
  if (size) return { ...item, ...size, url }
  URL.revokeObjectURL(url)
  return { ...item, kind: 'file' }
}

/** As it is shown: an `img` heeds the orientation that the camera wrote. */
async function sizeOf(url: string): Promise<{ width: number; height: number } | null> {
  const picture = new Image()
  picture.src = url
  try {
    await new Promise((resolve, reject) => {
      picture.onload = resolve
      picture.onerror = reject
    })
  } catch {
    return null
  }
  const { naturalWidth: width, naturalHeight: height } = picture
  return width > 0 && height > 0 ? { width, height } : null
}

/** What was held of the device's memory for it is free again. */
export function letGo({ url }: Item): void {
  if (url) URL.revokeObjectURL(url)
}

/** Pictures of a kind that nobody is shown (protocol/files.ts), but which this browser may read. An SVG is none: it has no pixels. */
const TYPES = /^image\/(?:hei[cf]|avif|bmp|x-ms-bmp|tiff)$/
/** Where the system has no name for the type, as Windows for what phones take. */
const ENDINGS = /\.(?:hei[cf]|avif|bmp|tiff?)$/i
/** What a canvas of a phone holds. */
const MOST_PIXELS = 16_000_000
const QUALITY = 0.9

export const isOtherPicture = ({ type, name }: Pick<File, 'type' | 'name'>): boolean =>
  TYPES.test(type) || (type === '' && ENDINGS.test(name))

/** The same picture as everybody can see it, upright and without what the camera wrote; null where this browser cannot read it. */
export async function asJpeg(file: File): Promise<File | null> {
  try {
    const bitmap = await createImageBitmap(file)
    const shrink = Math.min(1, Math.sqrt(MOST_PIXELS / (bitmap.width * bitmap.height)))
    const canvas = document.createElement('canvas')
    canvas.width = Math.max(1, Math.round(bitmap.width * shrink))
    canvas.height = Math.max(1, Math.round(bitmap.height * shrink))
    const brush = canvas.getContext('2d')
    if (!brush) return null
    // A JPEG has no holes: what shines through is paper.
    brush.fillStyle = '#fff'
    brush.fillRect(0, 0, canvas.width, canvas.height)
    brush.drawImage(bitmap, 0, 0, canvas.width, canvas.height)
    bitmap.close()
    const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/jpeg', QUALITY))
    return blob && new File([blob], jpegName(file.name), { type: blob.type })
  } catch {
    return null
  }
}

const jpegName = (name: string): string => `${name.replace(/\.[^.]*$/, '')}.jpg`

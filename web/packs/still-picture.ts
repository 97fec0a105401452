const MAY_MOVE = /^image\/(?:gif|webp)$/

/** The first moment of a picture that may move, as a picture that does not; null where it cannot move, or be read. */
export async function stillOf(blob: Blob): Promise<Blob | null> {
  if (!MAY_MOVE.test(blob.type)) return null
  try {
    const bitmap = await createImageBitmap(blob)
    const canvas = new OffscreenCanvas(bitmap.width, bitmap.height)
    canvas.getContext('2d')?.drawImage(bitmap, 0, 0)
    bitmap.close()
    return await canvas.convertToBlob({ type: 'image/png' })
  } catch {
    return null
  }
}

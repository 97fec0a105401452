import type { Blobs, Bytes, Range } from '#server/files/index.ts'
import { Refusal } from '#server/kit/refusal.ts'
import type { Kept } from './pack-rows.ts'
import { petBytes } from './tea-pets.ts'

export type ReadBytes = (picture: Pick<Kept, 'id' | 'hash'>, range?: Range) => Promise<Bytes>

/** The bytes of a picture, or a part of them: of our own drawing from the program, all others from what is kept. */
export function createReadBytes(blobs: Pick<Blobs, 'read'>, onMissing: (id: string) => void): ReadBytes {
  return async (picture, range) => {
    const own = petBytes(picture.hash, range)
    const found = own ?? (await blobs.read(picture.hash, range))
    if (found) return found
    onMissing(picture.id)
    throw new Refusal('not_found')
  }
}

type Lying = Pick<Kept, 'id' | 'hash' | 'bytes'>

/** Those bytes of a row of pictures, one after another, that lie in `range`. One picture is in memory at a time. */
export function readRow(pictures: readonly Lying[], range: Range, read: ReadBytes): ReadableStream<Uint8Array> {
  const parts = partsOf(pictures, range).values()
  return new ReadableStream<Uint8Array>({
    async pull(stream) {
      const next = parts.next()
      if (next.done) {
        stream.close()
        return
      }
      const { body } = await read(next.value.picture, next.value.range)
      stream.enqueue(new Uint8Array(await new Response(body).arrayBuffer()))
    },
  })
}

/** Which part of which picture lies in the range. */
export function partsOf<Picture extends Pick<Kept, 'bytes'>>(
  pictures: readonly Picture[],
  { from, to }: Range,
): { picture: Picture; range: Range }[] {
  let begin = 0
  return pictures.flatMap((picture) => {
    const first = begin
    begin += picture.bytes
    const range = { from: Math.max(from - first, 0), to: Math.min(to - first, picture.bytes - 1) }
    return range.from <= range.to ? [{ picture, range }] : []
  })
}

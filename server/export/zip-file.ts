import { makeZip } from 'client-zip'
import type { Blobs } from '#server/files/index.ts'
import type { RoomFileRow } from '#server/uploads/index.ts'
import { safeStem } from './file-name.ts'

/** A reader that takes little at a time is not one that has stopped (file-stream.ts). */
const CHUNK_BYTES = 64 * 1024

/** A file that is written as it is read. */
export type Written = { name: string; atMs: number; pages: AsyncGenerator<string> }

export type ZipNeeds = {
  written: readonly Written[]
  /** The files of the room, and their bytes; asked for one after another. */
  files(): AsyncGenerator<RoomFileRow>
  blobs: Pick<Blobs, 'read'>
}

/** Where a file lies in the archive: by its message, and under the name that it had. */
export function archiveName({ seq, place, file }: Pick<RoomFileRow, 'seq' | 'place' | 'file'>): string {
  const [, stem = file.name, ending = ''] = /^(.*?)(\.[A-Za-z0-9]{1,8})?$/su.exec(file.name) ?? []
  return `files/${seq}-${place + 1} ${safeStem(stem, file.kind)}${ending}`
}

/**
 * A room with all that it shows, as one archive: packed by nobody, for pictures and sounds are packed already. It takes the memory of
 * a few pieces, whatever its size. What a store has lost is left out.
 */
export async function* zipFile({ written, files, blobs }: ZipNeeds): AsyncGenerator<Uint8Array> {
  async function* entries() {
    for (const { name, atMs, pages } of written) yield { name, lastModified: new Date(atMs), input: pages }
    for await (const row of files()) {
      const bytes = await blobs.read(row.hash)
      if (!bytes) continue
      const { body } = bytes
      const input = body instanceof Blob ? body.stream() : body
      yield { name: archiveName(row), lastModified: new Date(row.atMs), input }
    }
  }
  for await (const chunk of makeZip(entries())) {
    for (let from = 0; from < chunk.length; from += CHUNK_BYTES) yield chunk.subarray(from, from + CHUNK_BYTES)
  }
}

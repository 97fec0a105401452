import type { RoomStorage } from '#server/delivery/event-log.ts'
import type { LineLog } from '#server/delivery/line-log.ts'
import type { Blobs } from '#server/files/index.ts'
import { nextTurn } from '#server/kit/clock.ts'
import { filesOfRoom } from '#server/uploads/index.ts'
import { createHtmlFile, type FileAddress } from './html-file.ts'
import { createNdjsonFile } from './ndjson-file.ts'
import type { FileReader, FindLines, RoomFile, RoomHead } from './room-file.ts'
import { archiveName, zipFile } from './zip-file.ts'

export const fileKinds = ['html', 'ndjson', 'zip'] as const
export type FileKind = (typeof fileKinds)[number]

export type ContentNeeds = {
  lines: LineLog
  storage: Pick<RoomStorage, 'read'>
  /** For the bytes of what messages show. */
  blobs: Pick<Blobs, 'read'>
}

const PAGE_LINES = 100

/** What stands in a file of a room, from its beginning to its end, made as it is read. */
export function createContent({ lines, storage, blobs }: ContentNeeds) {
  async function* pagesOf({ room, asOf }: RoomHead, file: RoomFile): AsyncGenerator<string> {
    yield file.begin()
    for (let after = 0, more = true; more && after < asOf; ) {
      const page = await lines.after(room.id, after, PAGE_LINES)
      const isAsked = ({ seq }: { seq: number }) => seq <= asOf
      const text = await file.page(page.lines.filter(isAsked), page.notices.filter(isAsked))
      if (text !== '') yield text
      after = page.last
      more = page.moreAbove
      await nextTurn()
    }
    yield file.end()
  }

  /** The archive has both of the others, and the bytes of all that they name. */
  return function contentOf(head: RoomHead, kind: FileKind, reader: FileReader) {
    const find: FindLines = (seqs) => lines.some(head.room.id, seqs)
    const html = (address: FileAddress) => pagesOf(head, createHtmlFile(head, reader, find, address))
    const ndjson = () => pagesOf(head, createNdjsonFile(head))
    if (kind === 'html') return html(() => null)
    if (kind === 'ndjson') return ndjson()
    const written = [
      { name: 'room.html', atMs: head.atMs, pages: html(archiveName) },
      { name: 'room.ndjson', atMs: head.atMs, pages: ndjson() },
    ]
    return zipFile({ written, files: () => filesOfRoom(storage.read, head.room.id, head.asOf), blobs })
  }
}

import type { RoomStorage } from '#server/delivery/event-log.ts'
import type { LineLog } from '#server/delivery/line-log.ts'
import type { Blobs } from '#server/files/index.ts'
import { nextTurn } from '#server/kit/clock.ts'
import type { Turns } from '#server/kit/turns.ts'
import { filesOfRoom } from '#server/uploads/index.ts'
import { createHtmlFile, type FileAddress } from './html-file.ts'
import { createNdjsonFile } from './ndjson-file.ts'
import type { FileReader, FindLines, RoomFile, RoomHead } from './room-file.ts'
import { archiveName, zipFile } from './zip-file.ts'

export const fileKinds = ['html', 'ndjson', 'zip'] as const
export type FileKind = (typeof fileKinds)[number]

export type ContentNeeds = {
  lines: Pick<LineLog, 'after' | 'some'>
  storage: Pick<RoomStorage, 'read'>
  /** For the bytes of what messages show. */
  blobs: Pick<Blobs, 'read'>
  /** A page of lines is read and made in its turn: until then, and while its reader takes it, it holds nothing that others wait for. */
  making: Pick<Turns, 'take'>
}

const PAGE_LINES = 100

/** What stands in a file of a room, from its beginning to its end, made as it is read. */
export function createContent({ lines, storage, blobs, making }: ContentNeeds) {
  async function* pagesOf({ room, asOf }: RoomHead, file: RoomFile): AsyncGenerator<string> {
    yield file.begin()
    const isAsked = ({ seq }: { seq: number }) => seq <= asOf
    const pageAbove = async (after: number) => {
      const { lines: all, notices, last, moreAbove } = await lines.after(room.id, after, PAGE_LINES)
      return { text: await file.page(all.filter(isAsked), notices.filter(isAsked)), last, moreAbove }
    }
    for (let after = 0, more = true; more && after < asOf; ) {
      const page = await making.take(() => pageAbove(after))
      if (page.text !== '') yield page.text
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

import type { RoomFile, RoomHead } from './room-file.ts'

/** Of the file; another number means that a reader of this one would misunderstand it. */
export const NDJSON_FORMAT = 1

/** What JSON lets stand as it is, and a terminal or a reader of lines may obey (T-53). They occur inside of texts only. */
const RAW_MARKS = /[\u007f-\u009f\u2028\u2029]/g
const escaped = (mark: string): string => `\\u${mark.charCodeAt(0).toString(16).padStart(4, '0')}`

/** A head, then each line with its state, and each notice, as the protocol has them: one JSON object a line (docs/export.md). */
export function createNdjsonFile({ room, epoch, asOf, count, atMs }: RoomHead): RoomFile {
  const line = (json: string): string => `${json.replace(RAW_MARKS, escaped)}\n`
  const head = { teahouse: 'room', format: NDJSON_FORMAT, room, epoch, as_of: asOf, count, at: atMs }
  return {
    begin: () => line(JSON.stringify(head)),
    page: (lines, notices) =>
      [...lines, ...notices]
        .sort((one, other) => one.seq - other.seq)
        .map(({ json }) => line(json))
        .join(''),
    end: () => '',
  }
}

import type { Locale } from '#protocol/people.ts'
import type { RoomInfo } from '#protocol/rooms.ts'
import type { Logged } from '#server/delivery/event-log.ts'
import type { EncodedLine } from '#server/delivery/line-log.ts'

/** What a file of a room is about: all lines up to number `asOf`, of which there are `count`. */
export type RoomHead = {
  room: RoomInfo
  epoch: string
  asOf: number
  count: number
  /** When it was made, in milliseconds since 1970. */
  atMs: number
}

/** Who will read it. */
export type FileReader = { locale: Locale; timeZone: string }

/** Lines of the same room by their numbers, wherever they lie. */
export type FindLines = (seqs: readonly number[]) => Promise<readonly EncodedLine[]>

/** One kind of file: it is written from its beginning to its end, a page of lines at a time. */
export type RoomFile = {
  begin(): string
  page(lines: readonly EncodedLine[], notices: readonly Logged[]): Promise<string> | string
  end(): string
}

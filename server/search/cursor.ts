/** Where a hit stands among all: newest first; of one time by room, then the higher number first. */
export type Cursor = { at: number; room: string; seq: number }

export const cursorText = ({ at, room, seq }: Cursor): string => `${at}.${room}.${seq}`

/** Of a text that has passed `searchCursor`. */
export function readCursor(text: string): Cursor {
  const [at = '', room = '', seq = ''] = text.split('.')
  return { at: Number(at), room, seq: Number(seq) }
}

/** For sorting: above zero when `one` comes behind `other`. */
export function compareHits(one: Cursor, other: Cursor): number {
  if (one.at !== other.at) return other.at - one.at
  if (one.room !== other.room) return one.room < other.room ? -1 : 1
  return other.seq - one.seq
}

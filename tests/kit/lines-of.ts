import type { Line } from '#protocol/lines.ts'
import { foldLine } from '#protocol/message-state.ts'
import { isNotice } from '#protocol/notices.ts'
import type { RoomEvent } from '#protocol/rooms.ts'

/** The lines of a log, or of lines and what came after them: the events folded, one after another. */
export function linesOf(events: readonly RoomEvent[], before: readonly Line[] = []): Line[] {
  const lines = new Map<number, Line>(before.map((line) => [line.seq, line]))
  for (const event of events) {
    if (event.type === 'message.posted') {
      // A tick may repeat what a join has told already.
      if (!lines.has(event.seq)) lines.set(event.seq, event)
      continue
    }
    if (isNotice(event)) continue
    const line = lines.get(event.message)
    if (line) lines.set(line.seq, foldLine(line, event))
  }
  return [...lines.values()]
}

/** What an event says in words; '' where it has none. */
export const wordsOf = (event: RoomEvent | Line): string => ('body' in event ? (event.body ?? '') : '')

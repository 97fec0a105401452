import type { Line, LinePage } from '#protocol/lines.ts'
import { foldLine, foldMine } from '#protocol/message-state.ts'
import { isNotice } from '#protocol/notices.ts'
import type { RoomEvent } from '#protocol/rooms.ts'
import { knownOnly } from './room-log.ts'

/** A snapshot's page with the events that follow it folded in, so that its reader sees one state of one number. */
export function pageAsOf(
  asOf: number,
  { first, lines, notices, mine, events }: LinePage & { events: readonly RoomEvent[] },
  me: string | null,
): LinePage {
  const page = new Map<number, Line>(knownOnly(lines).map((line) => [line.seq, line]))
  const heard = [...knownOnly(notices)]
  let own = mine
  for (const event of knownOnly(events)) {
    if (event.type === 'message.posted') {
      page.set(event.seq, event)
      continue
    }
    if (isNotice(event)) {
      heard.push(event)
      continue
    }
    const line = page.get(event.message)
    if (!line) continue
    page.set(line.seq, foldLine(line, event))
    if (event.type === 'message.reacted' && event.by.id === me) own = foldMine(own, event)
  }
  return { first, last: asOf, lines: [...page.values()], notices: heard, mine: own }
}

import { limits } from '#protocol/limits.ts'
import { byteLength, type Logged } from './event-log.ts'

/** Consecutive events as the frames that carry them, each at most `frameBytes` (one event at the least). */
export function eventFrames(roomId: string, events: readonly Logged[]): string[] {
  if (events.length === 1) return [eventFrame(roomId, events)]
  const frames: string[] = []
  let from = 0
  let bytes = 0
  events.forEach((event, at) => {
    const size = byteLength(event.json)
    if (at > from && bytes + size > limits.frameBytes) {
      frames.push(eventFrame(roomId, events.slice(from, at)))
      from = at
      bytes = 0
    }
    bytes += size
  })
  if (from < events.length) frames.push(eventFrame(roomId, events.slice(from)))
  return frames
}

/** An `events` push (protocol/rooms.ts), made of what was encoded when the events were stored. */
function eventFrame(roomId: string, events: readonly Logged[]): string {
  const first = events[0]?.seq ?? 0
  const last = events.at(-1)?.seq ?? 0
  return `[0,"events",{"room":"${roomId}","first":${first},"last":${last},"events":${eventList(events)}}]`
}

/** A page (protocol/lines.ts) as members of the object that it stands in; `mine` is not among them: it is one reader's. */
export const pageFields = ({ first, last, lines, notices }: Page): string =>
  `"first":${first},"last":${last},"lines":${eventList(lines)},"notices":${eventList(notices)}`

type Page = { first: number; last: number; lines: readonly Logged[]; notices: readonly Logged[] }

export const eventList = (events: readonly Logged[]): string => `[${events.map((event) => event.json).join(',')}]`

import type { CommandFrame } from '#protocol/index.ts'
import type { RoomEvent } from '#protocol/rooms.ts'

type ChangeName = 'message.forward' | 'message.edit' | 'message.erase' | 'message.react' | 'message.pin'
export type ChangeFrame = Extract<CommandFrame, readonly [number, ChangeName, unknown]>
type Unnumbered<Event> = Event extends RoomEvent ? Omit<Event, 'seq' | 'at' | 'by'> : never
/** An event before its log gives it number, time and author. */
export type NewEvent = Unnumbered<RoomEvent>

export const namedBy = (ids: readonly string[] | undefined) => ids && { mentions: ids.map((id) => ({ id, name: id })) }

/** The event that a command makes. */
export function changeOf(frame: ChangeFrame): NewEvent {
  if (frame[1] === 'message.forward') {
    const { cid, from } = frame[2]
    return { type: 'message.posted', cid, body: `forwarded ${from.message}` }
  }
  const { cid, message } = frame[2]
  switch (frame[1]) {
    case 'message.edit':
      return { type: 'message.edited', cid, message, body: frame[2].body, ...namedBy(frame[2].mentions) }
    case 'message.erase':
      return { type: 'message.erased', cid, message, how: frame[2].how === 'recall' ? 'recalled' : 'deleted' }
    case 'message.react':
      return { type: 'message.reacted', cid, message, kind: frame[2].kind, on: frame[2].on }
    case 'message.pin':
      return { type: 'message.pinned', cid, message, on: frame[2].on }
  }
}

export const isChange = (frame: CommandFrame): frame is ChangeFrame =>
  frame[1] === 'message.forward' ||
  frame[1] === 'message.edit' ||
  frame[1] === 'message.erase' ||
  frame[1] === 'message.react' ||
  frame[1] === 'message.pin'

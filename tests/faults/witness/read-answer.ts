import { type Fields, isFields, seenEvents } from '../hash-of.ts'
import type { Seen, SeenPage } from '../history.ts'

/** A command on its way: what was said, and when. */
export type Asked = { t: number; name: string; input: Fields }

/** Epochs by room, as the last join told them: a frame of events does not name its own. */
export type Epochs = Map<string, string>

/** Room and id of what is to be stored; null for what only asks. */
export function commandOf({ room, cid }: Fields): { room: string; cid: string } | null {
  return typeof room === 'string' && typeof cid === 'string' ? { room, cid } : null
}

/** What an answer means for a history. */
export function readAnswer(asked: Asked, kind: string, body: Fields, epochs: Epochs): Seen[] {
  const command = commandOf(asked.input)
  if (command) return [answerOf(command, kind, body)]
  if (kind !== 'ok') return []
  const room = String(asked.input['room'])
  switch (asked.name) {
    case 'room.join':
      return [joined(room, Number(asked.input['after']), body, epochs)]
    case 'room.history':
      return [page(room, asked, body, epochs)]
    case 'message.get':
    case 'room.pins':
      return [read(room, 'history', asked, seenEvents(body['lines']), epochs)]
    case 'room.files':
      return [listed(room, asked, body)]
    case 'search.messages':
      return found(asked, body, epochs)
    default:
      return []
  }
}

function answerOf(command: { room: string; cid: string }, kind: string, body: Fields): Seen {
  if (kind === 'no') return { kind: 'refused', ...command, code: String(body['code']) }
  if (kind !== 'ok') return { kind: 'unknown', ...command }
  const { seq, epoch, dup } = body
  return { kind: 'ok', ...command, seq: Number(seq), epoch: String(epoch), dup: dup === true }
}

function joined(room: string, after: number, body: Fields, epochs: Epochs): Seen {
  const epoch = String(body['epoch'])
  const asOf = Number(body['as_of'])
  epochs.set(room, epoch)
  if (body['mode'] === 'resumed') return { kind: 'resumed', room, epoch, after, asOf }
  const snapshot: SeenPage = {
    first: Number(body['first']),
    last: Number(body['last']),
    lines: seenEvents(body['lines']),
    events: seenEvents(body['events']),
  }
  if (body['mode'] === 'fresh') return { kind: 'joined', room, epoch, asOf, ...snapshot }
  return { kind: 'reset', room, epoch, asOf, why: String(body['reason']), ...snapshot }
}

function page(room: string, { t }: Asked, body: Fields, epochs: Epochs): Seen {
  const whole = { first: Number(body['first']), last: Number(body['last']) }
  const events = seenEvents(body['lines'])
  return {
    kind: 'read',
    room,
    epoch: epochOf(room, epochs),
    by: 'history',
    askedT: t,
    asOf: Number(body['head']),
    whole,
    events,
  }
}

function listed(room: string, { t }: Asked, body: Fields): Seen {
  const rows = Array.isArray(body['files']) ? body['files'].filter(isFields) : []
  const files = rows.map(({ message, file }) => ({
    seq: Number(message),
    file: isFields(file) ? String(file['id']) : '',
  }))
  return { kind: 'listed', room, askedT: t, files }
}

/** Hits of several rooms: an entry each. */
function found({ t }: Asked, body: Fields, epochs: Epochs): Seen[] {
  const hits = Array.isArray(body['hits']) ? body['hits'].filter(isFields) : []
  return [...Map.groupBy(hits, ({ room }) => String(room))].map(([room, lines]) =>
    read(room, 'search', { t }, seenEvents(lines.map(({ line }) => line)), epochs),
  )
}

function read(
  room: string,
  by: 'history' | 'search',
  { t }: Pick<Asked, 't'>,
  events: ReturnType<typeof seenEvents>,
  epochs: Epochs,
): Seen {
  return { kind: 'read', room, epoch: epochOf(room, epochs), by, askedT: t, events }
}

const epochOf = (room: string, epochs: Epochs): string => epochs.get(room) ?? ''

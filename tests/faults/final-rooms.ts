import { Database } from 'bun:sqlite'
import path from 'node:path'
import { isFields, saidOf, seenEvent, seenState, toldOf } from './hash-of.ts'
import type { FinalRoom, SeenEvent } from './history.ts'

type RoomRow = { id: string; access: string; epoch: string; floor: number; seq: number }
type EventRow = {
  seq: number
  at_ms: number
  type: string
  author_id: string
  cid: string
  wire: string
  state: string | null
}

export type FinalRooms = { rooms: FinalRoom[]; [Symbol.dispose](): void }

/**
 * The final logs of a data folder, read as one state, also while a server writes there. Events are read when they are gone through,
 * room by room; so keep it open until the checker is through.
 */
export function finalRooms(dataDir: string): FinalRooms {
  const database = new Database(path.join(dataDir, 'teahouse.sqlite'), { readonly: true })
  database.run('pragma busy_timeout = 5000')
  database.run('begin')
  const rooms = database
    .query<RoomRow, []>(
      'select r.id, r.access, h.epoch, h.floor, h.seq from rooms r join room_heads h on h.room_id = r.id order by r.id',
    )
    .all()
  return {
    rooms: rooms.map(({ id, access, epoch, floor, seq }) => {
      return { room: id, epoch, floor, head: seq, access, events: { [Symbol.iterator]: () => eventsOf(database, id) } }
    }),
    [Symbol.dispose]: () => database.close(),
  }
}

function* eventsOf(database: Database, room: string): Generator<SeenEvent> {
  const rows = database.query<EventRow, [string]>(
    `select e.seq, e.at_ms, e.type, e.author_id, e.cid, e.wire, s.state from events e
     left join message_states s on s.room_id = e.room_id and s.seq = e.seq where e.room_id = ? order by e.seq`,
  )
  for (const { seq, type, author_id: author, cid, wire, state } of rows.iterate(room)) {
    const fields: unknown = JSON.parse(wire)
    // Where the columns and what is told do not agree, the log has another event than anybody can have got.
    const event = isFields(fields) ? seenEvent({ ...fields, seq }) : null
    const told = event ?? { seq, type, author, cid, hash: 0 }
    const agrees = told.type === type && told.author === author && told.cid === cid
    const now = type === 'message.posted' ? { now: seenState(state === null ? undefined : JSON.parse(state)) } : {}
    const words = toldOf(fields)
    const hash = agrees ? told.hash : 0
    const said = type === 'message.posted' && isFields(fields) ? { said: saidOf(fields) } : {}
    yield { ...told, author, cid, hash, ...now, ...(words !== undefined && { words }), ...said }
  }
}

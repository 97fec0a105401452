import { Database as Handle } from 'bun:sqlite'
import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { migrationNames, statementsUpTo } from '#server/storage/migrate.ts'

export const OLD_ROOM = 'r0000000000ab'
const ADA = { id: 'p0000000000000ada', name: 'Ada', look: 3 }
const BOB = { id: 'p0000000000000b0b', name: 'Bob', look: 4 }
const cidOf = (seq: number): string => `00000000-0000-4000-8000-${String(seq).padStart(12, '0')}`

type Kept = { type: string; by: typeof ADA } & Record<string, unknown>

/** What was said and changed, as each version since has stored it: a line, an edit, an erasure, a reaction, a pin. */
function eventsOf(schema: number): Kept[] {
  const post = (body: string, by = ADA): Kept => ({ type: 'message.posted', by, body })
  const said = Array.from({ length: 300 }, (_, at) => post(`old words ${at} 茶馆`, at % 3 ? ADA : BOB))
  if (schema < 2) return said
  return [
    ...said,
    { type: 'message.edited', by: ADA, message: 2, body: 'mended' },
    { type: 'message.reacted', by: BOB, message: 2, kind: '🍵', on: true },
    { type: 'message.pinned', by: BOB, message: 3, on: true },
    { type: 'message.erased', by: BOB, message: 4, how: 'deleted' },
  ]
}

const STATES = [
  {
    seq: 2,
    v: 302,
    state: {
      v: 302,
      edited: { at: 301, body: 'mended', times: 1 },
      reactions: [{ kind: '🍵', count: 1, who: [{ id: BOB.id, name: BOB.name }] }],
    },
    pinned: null,
  },
  { seq: 3, v: 303, state: { v: 303, pinned: { by: { id: BOB.id, name: BOB.name }, at: 303 } }, pinned: 303 },
  {
    seq: 4,
    v: 304,
    state: { v: 304, erased: { how: 'deleted', by: { id: BOB.id, name: BOB.name }, at: 304 } },
    pinned: null,
  },
]

/** A data folder as the version with that schema left it, stopped by kill -9: what was written last lies in the WAL. */
export function makeOlderHouse(folder: string, schema: number): void {
  mkdirSync(folder, { recursive: true })
  const handle = new Handle(path.join(folder, 'teahouse.sqlite'), { create: true })
  handle.run('pragma journal_mode = wal')
  handle.run('create table migrations (id integer primary key, name text not null)')
  for (const statement of statementsUpTo(schema)) handle.run(statement)
  for (const [id, name] of migrationNames.filter(([id]) => id <= schema))
    handle.run('insert into migrations (id, name) values (?, ?)', [id, name])
  fill(handle, schema)
  handle.close()
}

function fill(handle: Handle, schema: number): void {
  handle.run('begin')
  for (const { id, name, look } of [ADA, BOB])
    handle.run(
      "insert into principals (id, kind, name, name_key, look, entered, created_ms, seen_ms) values (?, 'guest', ?, ?, ?, 1, 1, 1)",
      [id, name, name.toLowerCase(), look],
    )
  handle.run(
    "insert into rooms (id, name, name_key, title, made_by, created_ms) values (?, 'tea', 'tea', 'tea', ?, 1)",
    [OLD_ROOM, ADA.id],
  )
  const events = eventsOf(schema)
  handle.run("insert into room_heads (room_id, epoch, floor, seq, last_ms) values (?, '0123456789ab', 1, ?, ?)", [
    OLD_ROOM,
    events.length,
    events.length,
  ])
  const insert = handle.prepare(
    'insert into events (room_id, seq, at_ms, type, author_id, cid, check_hash, wire) values (?, ?, ?, ?, ?, ?, ?, ?)',
  )
  for (const [at, event] of events.entries()) {
    const seq = at + 1
    const whole = { ...event, cid: cidOf(seq) }
    const wire = schema >= 2 && seq === 4 ? { type: event.type, by: event.by, cid: whole.cid, erased: 304 } : whole
    insert.run(OLD_ROOM, seq, seq, event.type, event.by.id, whole.cid, 'hash', JSON.stringify(wire))
  }
  insert.finalize()
  if (schema >= 2) fillStates(handle)
  if (schema >= 5) {
    handle.run('update room_heads set lines = 300')
    handle.run("insert into members (room_id, principal_id, role, since_ms) values (?, ?, 'owner', 1)", [
      OLD_ROOM,
      ADA.id,
    ])
  }
  handle.run('commit')
}

function fillStates(handle: Handle): void {
  for (const { seq, v, state, pinned } of STATES)
    handle.run('insert into message_states (room_id, seq, v, state, crowded, pinned) values (?, ?, ?, ?, 0, ?)', [
      OLD_ROOM,
      seq,
      v,
      JSON.stringify(state),
      pinned,
    ])
  handle.run('insert into message_edits (room_id, message, seq) values (?, 2, 301)', [OLD_ROOM])
  handle.run("insert into reactions (room_id, seq, principal_id, kind) values (?, 2, ?, '🍵')", [OLD_ROOM, BOB.id])
}

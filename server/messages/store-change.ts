import type {
  MessageCarded,
  MessageEdited,
  MessageErased,
  MessagePinned,
  MessageReacted,
} from '#protocol/message-events.ts'
import { foldMessage } from '#protocol/message-state.ts'
import type { Person } from '#protocol/people.ts'
import type { EventLog, RoomTx, Stored } from '#server/delivery/event-log.ts'
import { saveState, type Target } from './message-store.ts'

type Own<Event> = Omit<Event, 'seq' | 'at' | 'by' | 'cid' | 'message'>
/** The fields of a change that are its own. */
export type Facts =
  | Own<MessageEdited>
  | Own<MessageErased>
  | Own<MessageReacted>
  | Own<MessagePinned>
  | Own<MessageCarded>
export type NewChange = { facts: Facts; by: Person; cid: string; message: number; checkHash: string; atMs: number }

/** Stores a change and what it makes of its message, in the same transaction (P-7). */
export async function storeChange(
  log: EventLog,
  tx: RoomTx,
  room: string,
  target: Target,
  { facts, by, cid, message, checkHash, atMs }: NewChange,
): Promise<Stored> {
  const event = { ...facts, by, cid, message }
  const { type } = event
  const wire = JSON.stringify(event)
  const stored = await log.announce(tx, room, { type, author: by.id, cid, checkHash, atMs, wire })
  const state = foldMessage(target.state, { ...event, seq: stored.seq, at: stored.at })
  const pinned = type === 'message.pinned' ? stored.seq : target.pinned
  await saveState(tx.sql, room, message, { state, pinned: state.pinned ? pinned : null })
  return stored
}

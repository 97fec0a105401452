import type { RoomTx } from '#server/delivery/event-log.ts'

/** A message that is for somebody: `ids` are whom it names and whose message it answers, never its author. `all`: everybody. */
export type Note = { room: string; seq: number; author: string; ids: readonly string[]; all: boolean }

/** Hears of such a message in the transaction that stores it: SQL only, and harmless to run again (HOUSE-3). */
export type NoteFor = (tx: RoomTx, note: Note) => Promise<void>

import type { RoomTx } from '#server/delivery/event-log.ts'
import { findAbsentees } from './chat-store.ts'

export type ListNeeds = {
  /** Puts a room on people's lists, read up to now, in a transaction. */
  seatIn(tx: RoomTx, room: string, people: readonly string[], by: string): Promise<void>
  /** There is a room on this person's list that was not: when that is durable. */
  changedFor(person: string, room: string): void
}

export type PutOnLists = (tx: RoomTx, room: string, people: readonly string[], by: string) => Promise<void>

/** Puts a chat on lists, and tells those people of it when it is durable. */
export function createPutOnLists({ seatIn, changedFor }: ListNeeds): PutOnLists {
  return async function putOnLists(tx, room, people, by) {
    await seatIn(tx, room, people, by)
    tx.tell({
      effect() {
        for (const person of people) changedFor(person, room)
      },
    })
  }
}

/**
 * Whoever took a chat off its list has it back when something is said there, for nothing else would tell of it; unless it
 * ignores who says it. Call it before that is stored, so that it is not read.
 */
export function createCallBack(putOnLists: PutOnLists) {
  return async function callBack(tx: RoomTx, room: string, author: string): Promise<void> {
    const people = await findAbsentees(tx.sql, room, author)
    if (people.length > 0) await putOnLists(tx, room, people, author)
  }
}

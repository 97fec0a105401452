import { randomUUID } from 'node:crypto'
import type { Person } from '#protocol/people.ts'
import type { EventLog, RoomStorage, RoomTx } from '#server/delivery/event-log.ts'
import type { Clock } from '#server/kit/clock.ts'
import type { Sql } from '#server/storage/database.ts'
import type { EraseWords } from './erase-message.ts'
import { findTarget } from './message-store.ts'
import { goThroughOwn, type OwnPage, type OwnPlace } from './own-events.ts'
import { type Facts, storeChange } from './store-change.ts'

export type OwnNeeds = {
  storage: RoomStorage
  clock: Clock
  log: EventLog
  eraseWords: EraseWords
  checkHash(sent: string): string
  /** Who that is now; null when there is no such person any more. */
  personOf(sql: Sql, id: string): Promise<Person | null>
}

/** A change that the house makes in somebody's name: of one of the messages, which must be there. */
export type OwnChange = { room: string; message: number; by: Person; facts: Facts; wire?: (wire: string) => string }

/** Changes a message in its author's name, if it is there still. Its words go where the change is an erasure. */
export function createChangeOwn({ clock, log, eraseWords, checkHash }: OwnNeeds) {
  return async function changeOwn(tx: RoomTx, { room, message, by, facts, wire }: OwnChange): Promise<boolean> {
    const target = await findTarget(tx.sql, room, message)
    if (!target) return false
    const cid = randomUUID()
    const change = { facts, by, cid, message, checkHash: checkHash(`own:${cid}`), atMs: clock.nowMs() }
    const { seq: erased } = await storeChange(log, tx, room, target, change)
    if (facts.type !== 'message.erased') return true
    await eraseWords(tx, room, { message, wire: wire?.(target.wire) ?? target.wire, erased })
    return true
  }
}

export type ChangeOwn = ReturnType<typeof createChangeOwn>

/** Erases the next own messages of a room, as `message.erase` does. Harmless to repeat: what is erased is passed over. */
export function createEraseOwn({ storage, personOf }: OwnNeeds, changeOwn: ChangeOwn) {
  return function eraseOwn(place: OwnPlace): Promise<OwnPage> {
    return goThroughOwn(storage, place, async (tx, { author, room, seq, type }) => {
      const by = type === 'message.posted' ? await personOf(tx.sql, author) : null
      if (!by) return false
      return changeOwn(tx, { room, message: seq, by, facts: { type: 'message.erased', how: 'deleted' } })
    })
  }
}

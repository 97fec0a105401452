import type { CommandInput } from '#protocol/index.ts'
import { limits } from '#protocol/limits.ts'
import type { Caller } from '#server/accounts/caller.ts'
import type { EventLog, RoomTx } from '#server/delivery/event-log.ts'
import type { Clock } from '#server/kit/clock.ts'
import { Refusal } from '#server/kit/refusal.ts'
import { deleteFilesOf } from '#server/uploads/index.ts'
import type { ChangeMessage } from './change-message.ts'
import { findEdits, forgetEdits, type Target } from './message-store.ts'
import { stubOf } from './words-of.ts'

/** Takes words out of the search index, in the transaction of the erasure and before the words are gone (P-7). */
export type Forget = (tx: RoomTx, roomId: string, seqs: readonly number[]) => Promise<void>
export type EraseNeeds = { changeMessage: ChangeMessage; clock: Clock; eraseWords: EraseWords }
/** An event that is about to lose its words: a message, and the number of the event that erases it. */
export type Doomed = { message: number; wire: string; erased: number }
export type EraseWords = (tx: RoomTx, room: string, doomed: Doomed) => Promise<void>

/** Makes stubs of a message and of all its edits, and forgets what was made of them. */
export function createEraseWords({ log, forget }: { log: EventLog; forget: Forget }): EraseWords {
  return async function eraseWords(tx, room, { message, wire, erased }) {
    const edits = await findEdits(tx.sql, room, message)
    await forget(tx, room, [message, ...edits.map((edit) => edit.seq)])
    for (const event of [{ seq: message, wire }, ...edits])
      await log.rewrite(tx, room, event.seq, stubOf(event.wire, erased))
    await forgetEdits(tx.sql, room, message)
    await deleteFilesOf(tx.sql, room, message)
  }
}

/** Takes an own message away for good: it and all its edits become stubs, in the same transaction. */
export function createEraseMessage({ changeMessage, clock, eraseWords }: EraseNeeds) {
  return async function eraseMessage(caller: Caller, input: CommandInput<'message.erase'>) {
    const { room, message, how } = input

    function plan(_tx: unknown, { atMs, wire }: Target) {
      if (how === 'recall' && clock.nowMs() - atMs > limits.recallMs)
        return new Refusal('expired', { limit: limits.recallMs })
      return {
        facts: { type: 'message.erased', how: how === 'recall' ? 'recalled' : 'deleted' } as const,
        also: (tx: RoomTx, erased: number) => eraseWords(tx, room, { message, wire, erased }),
      }
    }
    return changeMessage(caller, input, { right: 'erase', sent: ['erase', how], plan })
  }
}

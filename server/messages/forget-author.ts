import * as v from 'valibot'
import type { RoomTx } from '#server/delivery/event-log.ts'
import type { ChangeOwn, OwnNeeds } from './erase-own.ts'
import { findTarget, findWire, hasReacted, renameEraser, saveReaction } from './message-store.ts'
import { goThroughOwn, nobody, type OwnPage, type OwnPlace, wireOfNobody } from './own-events.ts'

type Own = { author: string; room: string; seq: number; wire: string }

const pin = v.object({ message: v.number(), on: v.boolean() })
const reaction = v.object({ ...pin.entries, kind: v.string() })

/**
 * Takes a person out of the next own events of a room: messages are erased, reactions and pins taken back, and the name
 * leaves every event that stays. Harmless to repeat.
 */
export function createForgetAuthor({ storage, log }: OwnNeeds, changeOwn: ChangeOwn) {
  async function erase(tx: RoomTx, { author, room, seq }: Own): Promise<boolean> {
    const wire = (text: string) => wireOfNobody(text) ?? text
    const facts = { type: 'message.erased', how: 'deleted' } as const
    const erased = await changeOwn(tx, { room, message: seq, by: nobody(author), facts, wire })
    // One that was erased before names its author twice: in its event, and in its state.
    if (!erased) await renameEraser(tx.sql, room, seq, nobody(author))
    return erased
  }

  async function takeReactionBack(tx: RoomTx, { author, room, wire }: Own): Promise<void> {
    const { message, kind, on } = v.parse(reaction, JSON.parse(wire))
    if (!on || !(await hasReacted(tx.sql, { room, message, kind }, author))) return
    // Of an erased message only the row is left, which nobody is shown.
    await changeOwn(tx, { room, message, by: nobody(author), facts: { type: 'message.reacted', kind, on: false } })
    await saveReaction(tx.sql, { room, message, kind, on: false }, author)
  }

  async function takePinBack(tx: RoomTx, { author, room, wire }: Own): Promise<void> {
    const { message, on } = v.parse(pin, JSON.parse(wire))
    const target = on ? await findTarget(tx.sql, room, message) : null
    if (target?.state?.pinned?.by.id !== author) return
    await changeOwn(tx, { room, message, by: nobody(author), facts: { type: 'message.pinned', on: false } })
  }

  async function disown(tx: RoomTx, { room, seq }: Own): Promise<void> {
    const wire = await findWire(tx.sql, room, seq)
    const nobodys = wire === null ? null : wireOfNobody(wire)
    if (nobodys !== null) await log.rewrite(tx, room, seq, nobodys)
  }

  return function forgetAuthor(place: OwnPlace): Promise<OwnPage> {
    return goThroughOwn(storage, place, async (tx, { type, ...at }) => {
      const own = { ...at, wire: (await findWire(tx.sql, at.room, at.seq)) ?? '{}' }
      const erased = type === 'message.posted' && (await erase(tx, own))
      if (type === 'message.reacted') await takeReactionBack(tx, own)
      if (type === 'message.pinned') await takePinBack(tx, own)
      await disown(tx, own)
      return erased
    })
  }
}

import * as v from 'valibot'
import { nameless } from '#protocol/nameless.ts'
import type { EventLog, RoomStorage } from '#server/delivery/event-log.ts'
import { deleteForward, findForwards, findWire } from './message-store.ts'

/** Each takes some five statements (own-events.ts). */
const PAGE = 20

/**
 * Takes the name of somebody who is no more out of the next messages that say its words again. The words stay: they are now
 * those of whoever forwarded them. True: there are more. Harmless to repeat.
 */
export function createForgetForwards({ storage, log }: { storage: RoomStorage; log: EventLog }) {
  return function forgetForwards(author: string): Promise<boolean> {
    return storage.write(async (tx) => {
      const forwards = await findForwards(tx.sql, author, PAGE)
      for (const { room, seq } of forwards) {
        const wire = await findWire(tx.sql, room, seq)
        const nobodys = wire === null ? null : wireOfNobodys(wire, author)
        if (nobodys !== null) await log.rewrite(tx, room, seq, nobodys)
        await deleteForward(tx.sql, author, room, seq)
      }
      return forwards.length === PAGE
    })
  }
}

const forwarded = v.looseObject({
  fwd: v.optional(v.looseObject({ by: v.looseObject({ id: v.string(), name: v.string() }) })),
})

/** The same message, with the words of nobody; null when they are somebody else's. */
function wireOfNobodys(wire: string, author: string): string | null {
  const event = v.parse(forwarded, JSON.parse(wire))
  if (event.fwd?.by.id !== author) return null
  return JSON.stringify({ ...event, fwd: { ...event.fwd, by: { id: author, name: nameless } } })
}

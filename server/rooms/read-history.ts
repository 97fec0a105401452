import type { CommandInput } from '#protocol/index.ts'
import { limits } from '#protocol/limits.ts'
import type { Caller, Encoded } from '#server/accounts/caller.ts'
import { eventList } from '#server/delivery/frames.ts'
import { Refusal } from '#server/kit/refusal.ts'
import type { RoomBudgets, RoomNeeds } from './index.ts'

/** A page of the log as it was encoded when it was stored: nothing is decoded to be sent. */
export function createReadHistory({ log }: RoomNeeds, { reading }: RoomBudgets) {
  return async function readHistory({ principal }: Caller, wish: CommandInput<'room.history'>): Promise<Encoded> {
    const { room, before, after, limit = limits.snapshotEvents } = wish
    if (before !== undefined && after !== undefined) throw new Refusal('bad_field', { field: 'after' })
    reading.require(principal.id)
    const { head, floor } = await log.head(room)
    const page =
      after === undefined
        ? await log.before(room, Math.min(before ?? Infinity, head + 1), limit)
        : await log.after(room, after, head, limit)
    const more = after === undefined ? (page[0]?.seq ?? floor) > floor : (page.at(-1)?.seq ?? head) < head
    return { encoded: `{"events":${eventList(page)},"more":${more},"head":${head}}` }
  }
}

import type { CommandInput } from '#protocol/index.ts'
import { limits } from '#protocol/limits.ts'
import type { Caller, Encoded } from '#server/accounts/caller.ts'
import { pageFields } from '#server/delivery/frames.ts'
import type { LineLog, LinePage } from '#server/delivery/line-log.ts'
import { Refusal } from '#server/kit/refusal.ts'
import type { RoomBudgets, RoomNeeds } from './index.ts'

type Wish = CommandInput<'room.history'>

/** A page of lines as they were encoded when they were stored: nothing is decoded to be sent. */
export function createReadHistory({ lines }: RoomNeeds, { reading }: RoomBudgets) {
  return async function readHistory({ principal }: Caller, wish: Wish): Promise<Encoded> {
    requireOnePlace(wish)
    reading.require(principal.id)
    const page = await readPage(lines, wish)
    const mine = JSON.stringify(await lines.mine(wish.room, principal.id, page.lines))
    const more = wish.before === undefined && !isNewest(wish) ? page.moreAbove : page.moreBelow
    return { encoded: `{${pageFields(page)},"mine":${mine},"more":${more},"head":${page.head}}` }
  }
}

const places = ['before', 'after', 'around', 'at_ms'] as const
const isNewest = (wish: Wish): boolean => places.every((place) => wish[place] === undefined)

function requireOnePlace(wish: Wish): void {
  const [, second] = places.filter((place) => wish[place] !== undefined)
  if (second !== undefined) throw new Refusal('bad_field', { field: second })
}

async function readPage(lines: LineLog, wish: Wish): Promise<LinePage> {
  const { room, before, after, around, at_ms: atMs, limit = limits.snapshotEvents } = wish
  if (after !== undefined) return lines.after(room, after, limit)
  if (around !== undefined) return lines.around(room, around, limit)
  if (atMs !== undefined) return lines.around(room, await lines.firstAt(room, atMs), limit)
  return lines.before(room, before ?? Number.MAX_SAFE_INTEGER, limit)
}

import type { EncodedLine, LinePage } from './line-log.ts'
import type { LiveRoom } from './live-room.ts'
import type { RoomFeed } from './room-feed.ts'

export type JoinWish = { after?: number | undefined; epoch?: string | undefined; most?: number | undefined }
export type ResetReason = 'epoch' | 'ahead' | 'floor' | 'too_far'

/** How a subscription begins: from a number, or with a page. `mine` is JSON; `erasures` is the room's when it was read. */
export type Opening =
  | { name: 'resume'; after: number }
  | { name: 'snapshot'; reason: ResetReason | null; page: LinePage; mine: string; erasures: number }

/** Decides what a join gets, and reads it. `mineOf` gives own reactions that the page does not tell. */
export async function openingOf(
  room: LiveRoom,
  wish: JoinWish,
  feed: RoomFeed,
  mineOf: (lines: readonly EncodedLine[]) => Promise<readonly (readonly [number, string])[]>,
): Promise<Opening> {
  const reason = wish.after === undefined ? null : resetReason(room, wish.after, wish)
  if (wish.after !== undefined && reason === null) return { name: 'resume', after: wish.after }
  let page = await feed.page(room)
  while (page !== room.page) page = await feed.page(room)
  const { erasures } = room
  return { name: 'snapshot', reason, page, mine: JSON.stringify(await mineOf(page.lines)), erasures }
}

function resetReason({ head, floor, epoch }: LiveRoom, after: number, wish: JoinWish): ResetReason | null {
  if (wish.epoch !== epoch) return 'epoch'
  if (after > head) return 'ahead'
  if (after < floor - 1) return 'floor'
  return wish.most !== undefined && head - after > wish.most ? 'too_far' : null
}

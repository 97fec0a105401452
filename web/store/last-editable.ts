import { limits } from '#protocol/limits.ts'
import { isErased, type ShownLine } from '#web/store/lines.ts'
import { timeline } from '#web/store/timeline-store.ts'
import { wishes } from '#web/store/wishes.ts'

/** The last own message among the newest of the log, where it may still be edited. */
export function lastEditable(mine: string | undefined, nowMs: number): ShownLine | null {
  const line = timeline
    .peek()
    .tail.findLast((one) => one.by.id === mine && !isErased(one) && wishes.peek().get(one.seq)?.erase === undefined)
  if (!line || line.sticker || nowMs - line.at >= limits.editMs || (line.now?.edited?.times ?? 0) >= limits.edits)
    return null
  return line
}

import type { CommandInput } from '#protocol/index.ts'
import type { Caller } from '#server/accounts/caller.ts'
import type { Principals } from '#server/accounts/principals.ts'
import type { RoomStorage } from '#server/delivery/event-log.ts'
import type { Clock } from '#server/kit/clock.ts'
import { Refusal } from '#server/kit/refusal.ts'
import { GatheredWrites } from './gathered-writes.ts'
import type { Hearing } from './hearing.ts'
import { type Mark, type Marked, markSeats } from './mark-store.ts'
import type { Receipts } from './receipts.ts'

export type MarkReadNeeds = {
  storage: RoomStorage
  clock: Clock
  principals: Pick<Principals, 'find'>
  hearing: Hearing
  receipts: Receipts
  onError(error: unknown): void
}

/** Nobody waits for a mark: what a crowd has read within this is written together. */
const GATHER_MS = 500

/** How far somebody has read: forward only, on all of its devices (P-34). */
export function createMarkRead({ storage, clock, principals, hearing, receipts, onError }: MarkReadNeeds) {
  const writes = new GatheredWrites<Mark, Marked | null>({
    storage,
    clock,
    gatherMs: GATHER_MS,
    write: (sql, marks) => markSeats(sql, marks, clock.nowMs()),
  })

  async function markRead({ principal, connection }: Caller, { room, seq, tell }: CommandInput<'room.read'>) {
    const tells = tell !== false
    const tellsAgain = receipts.note(connection, tells)
    const marked = await writes.add({ principal: principal.id, room, seq, tells })
    if (!marked) throw new Refusal('not_found')
    const state = replyOf(marked)
    // The one that asked has its answer.
    const hasOthers = (principals.find(principal.id)?.connections.length ?? 0) > 1
    if (marked.moved && hasOthers) hearing.say(principal.id, 'read', { room, ...state })
    if (marked.told !== null) receipts.tell(principal.id, room, marked.told).catch(onError)
    if (tellsAgain) receipts.sendState(connection, principal.id, room).catch(onError)
    return state
  }

  return { markRead, flush: () => writes.flush() }
}

const replyOf = ({ read, readLines, mentions, firstMention }: Marked) => ({
  read,
  read_lines: readLines,
  mentions,
  ...(firstMention !== null && { first_mention: firstMention }),
})

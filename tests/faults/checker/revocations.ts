import type { FinalLog } from './final-log.ts'

/** From `out` on, and until `back`, this person gets nothing of the room. `barred`: and may not come in again by itself. */
export type Revoked = { who: string; out: number; back: number; barred: boolean }

const ENDS = new Set(['removed', 'banned', 'left'])

export function revocationsOf({ members, isPrivate }: FinalLog): Revoked[] {
  return members.flatMap(({ seq, who, how }) => {
    if (!ENDS.has(how)) return []
    const barred = how === 'banned' || isPrivate
    const back = members.find((later) => later.seq > seq && later.who === who && !ENDS.has(later.how))
    return [{ who, out: seq, back: back?.seq ?? Number.POSITIVE_INFINITY, barred }]
  })
}

/** A stretch of the log, by its numbers, both ends included. */
type Stretch = readonly [from: number, to: number]
/** What was on the screen of somebody who looked: stretches in order, none touching the next. */
export type Seen = readonly Stretch[]

/** Whoever leaps about so much loses the oldest places: what was seen there counts as unseen. */
const MOST_STRETCHES = 100

/** What was seen after one more look. */
export function withSeen(seen: Seen, [from, to]: Stretch): Seen {
  if (to < from) return seen
  const apart = seen.filter(([first, last]) => last + 1 < from || first > to + 1)
  if (seen.length - apart.length === 1 && isIn(seen, from) && isIn(seen, to)) return seen
  const joined = seen.filter((one) => !apart.includes(one))
  const next: Stretch = [Math.min(from, ...joined.map(([one]) => one)), Math.max(to, ...joined.map(([, one]) => one))]
  return [...apart, next].sort(([one], [other]) => one - other).slice(-MOST_STRETCHES)
}

export const isIn = (seen: Seen, seq: number): boolean => stretchAt(seen, seq) !== undefined

const stretchAt = (seen: Seen, seq: number): Stretch | undefined => seen.find(([from, to]) => from <= seq && seq <= to)

type Reached = {
  /** How far one has come: the head for who follows the end, else the last message that was in view. */
  reached: number
  /** The first message for the reader that is not read; undefined: there is none. */
  firstMention: number | undefined
  seen: Seen
}

/**
 * How far one may say that one has read. Not past a message for oneself that was not on the screen yet: it would be
 * forgotten, and the way to it with it. Where it was, as far as was seen from it on; what is beyond the server then tells.
 */
export function readUpTo({ reached, firstMention, seen }: Reached): number {
  if (firstMention === undefined || firstMention > reached) return reached
  const stretch = stretchAt(seen, firstMention)
  return stretch ? Math.min(reached, stretch[1]) : firstMention - 1
}

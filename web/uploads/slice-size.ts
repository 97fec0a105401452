/** The first slice is small: on a slow line it must arrive before the server thinks that nobody is there. */
export const FIRST_SLICE = 64 * 1024
/** A slice takes about so long: the bar moves, and a line that is cut loses little. */
const GOAL_MS = 400

/** Bytes of the next slice, after one of `bytes` took `ms`; `most` is the server's bound. */
export function nextSlice(bytes: number, ms: number, most: number): number {
  const fitting = (bytes * GOAL_MS) / Math.max(1, ms)
  return Math.max(1, Math.min(most, Math.max(FIRST_SLICE / 4, Math.round(Math.min(bytes * 4, fitting)))))
}

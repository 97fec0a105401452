/** Where a finger is on the glass, in px, and when, in ms. */
export type Spot = { x: number; y: number; ms: number }
export type Way = 'left' | 'right' | 'up' | 'down'

/** A finger that has moved less than this rests. */
export const SLOP_PX = 10
/** Across is only what is so much more across than along: scrolling wins what is in between. */
const LEVEL = 1.2

/** Which way a finger goes; null while it rests. */
export function wayOf(from: Pick<Spot, 'x' | 'y'>, to: Pick<Spot, 'x' | 'y'>): Way | null {
  const across = to.x - from.x
  const along = to.y - from.y
  if (Math.max(Math.abs(across), Math.abs(along)) < SLOP_PX) return null
  if (Math.abs(across) > LEVEL * Math.abs(along)) return across > 0 ? 'right' : 'left'
  return along > 0 ? 'down' : 'up'
}

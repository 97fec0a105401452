import type { File } from '#protocol/files.ts'

/** Sizes in px, before the log is known to be narrower. */
export type Box = { width: number; height: number }

/** A picture in the log is at most so wide and high, on a phone a little less (client.md 5). */
export const mostOf = (phone: boolean): number => (phone ? 264 : 300)
/** No side is less, so that there is something to press, and room for the time. */
const LEAST = 120
/** With words below, and for what has controls. */
const LEAST_WIDE = 220
/** Heights of a grid of 2 to 10 pictures that is 300 wide; grid.ts fills it. */
const heights = [200, 200, 300, 250, 200, 300, 300, 300, 300]

/** Shown as a picture, not as a row. */
export const isSeen = ({ kind }: Pick<File, 'kind'>): boolean => kind === 'picture' || kind === 'video'

type Sized = Pick<File, 'kind' | 'width' | 'height'>

/**
 * The place that the pictures of a message take, from their sizes alone: nothing moves when they come (UX-10, UX-22). One
 * keeps its shape, but for a very wide or tall one; several are a grid, whose height only their number decides.
 */
export function boxOf(seen: readonly Sized[], most: number, captioned: boolean): Box {
  const [one] = seen
  if (!one || seen.length > 1) {
    const height = heights[seen.length - 2] ?? 300
    return { width: most, height: Math.round((height * most) / 300) }
  }
  const { width = 480, height = 270, kind } = one
  const shrink = Math.min(1, most / width, most / height)
  const within = (side: number, least: number): number => Math.min(most, Math.max(least, Math.round(side * shrink)))
  return {
    width: within(width, captioned || kind === 'video' ? LEAST_WIDE : LEAST),
    height: within(height, LEAST),
  }
}

/** A side that is so many times the other is cut; a picture of another shape is shown whole. */
const MOST_SHAPE = 2.5

export const isCut = ({ width = 1, height = 1 }: Pick<File, 'width' | 'height'>): boolean =>
  Math.max(width / height, height / width) > MOST_SHAPE

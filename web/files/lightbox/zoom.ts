/** How large a picture is shown, and how far its middle is from the middle of the stage, in px. */
export type View = { scale: number; x: number; y: number }
export type Size = { width: number; height: number }
type Point = { x: number; y: number }

export const wholeView: View = { scale: 1, x: 0, y: 0 }
export const MOST_SCALE = 8
/** What a double press goes to. */
export const NEAR_SCALE = 2.5

/** As it lies on the stage, before anything is made larger: whole, and never larger than it is. */
export function fit(picture: Size, stage: Size): Size {
  const shrink = Math.min(1, stage.width / picture.width, stage.height / picture.height)
  return { width: picture.width * shrink, height: picture.height * shrink }
}

/** Larger or smaller around a point of the stage (from its middle): what lies under it stays there. */
export function zoomAt(view: View, factor: number, { x, y }: Point, shown: Size, stage: Size): View {
  const scale = Math.min(MOST_SCALE, Math.max(1, view.scale * factor))
  const real = scale / view.scale
  return within({ scale, x: x - (x - view.x) * real, y: y - (y - view.y) * real }, shown, stage)
}

/** No farther than its own edges: nothing is dragged out of sight. */
export function within({ scale, x, y }: View, shown: Size, stage: Size): View {
  const far = (size: number, room: number): number => Math.max(0, (size * scale - room) / 2)
  const [mostX, mostY] = [far(shown.width, stage.width), far(shown.height, stage.height)]
  const clamp = (at: number, most: number): number => Math.min(most, Math.max(-most, at)) || 0
  return { scale, x: clamp(x, mostX), y: clamp(y, mostY) }
}

/** What a finger meant that moved over a picture that is not made larger. */
export type Swipe = 'next' | 'previous' | 'close' | null
const SIDEWAYS_PX = 50
const DOWN_PX = 90

export function swipeOf({ x, y }: Point): Swipe {
  if (Math.abs(x) > Math.abs(y)) return Math.abs(x) < SIDEWAYS_PX ? null : x < 0 ? 'next' : 'previous'
  return Math.abs(y) >= DOWN_PX ? 'close' : null
}

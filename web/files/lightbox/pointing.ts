import { swipeOf, type View } from './zoom.ts'

type Point = { x: number; y: number }

export type PointingNeeds = {
  view(): View
  /** Where a pointer is, from the middle of the stage. */
  place(event: PointerEvent): Point
  zoom(factor: number, at: Point): void
  /** Large, or whole again. */
  near(at: Point): void
  move(by: Point): void
  /** How far a finger has drawn a whole picture; null: it let go. */
  draw(by: Point | null): void
  go(by: number): void
  close(): void
}

/** Nearer than this, and sooner, two presses are one double press; less than this is no movement. */
const DOUBLE_MS = 300
const STILL_PX = 6
const DOUBLE_PX = 30

/** Pointers on the stage: one drags a large picture or swipes a whole one, two pinch, two quick presses zoom. */
export class Pointing {
  readonly #needs: PointingNeeds
  readonly #down = new Map<number, Point>()
  #from: Point = { x: 0, y: 0 }
  #last: { at: Point; ms: number } | null = null
  #pinched = false
  /** It began on the ground beside the picture. */
  #ground = false

  constructor(needs: PointingNeeds) {
    this.#needs = needs
  }

  down(event: PointerEvent, onGround: boolean): void {
    const at = this.#needs.place(event)
    if (this.#down.size === 0) {
      this.#from = at
      this.#pinched = false
      this.#ground = onGround
    } else this.#pinched = true
    if (this.#down.size < 2) this.#down.set(event.pointerId, at)
  }

  move(event: PointerEvent): void {
    const before = this.#down.get(event.pointerId)
    if (!before) return
    const at = this.#needs.place(event)
    this.#down.set(event.pointerId, at)
    const other = [...this.#down].find(([id]) => id !== event.pointerId)?.[1]
    if (other) {
      const grown = distance(at, other) / Math.max(1, distance(before, other))
      this.#needs.zoom(grown, { x: (at.x + other.x) / 2, y: (at.y + other.y) / 2 })
    } else if (this.#needs.view().scale > 1) this.#needs.move({ x: at.x - before.x, y: at.y - before.y })
    else if (!this.#pinched) this.#needs.draw({ x: at.x - this.#from.x, y: at.y - this.#from.y })
  }

  up(event: PointerEvent): void {
    if (!this.#down.delete(event.pointerId) || this.#down.size > 0) return
    this.#needs.draw(null)
    if (event.type === 'pointercancel' || this.#pinched) return
    const at = this.#needs.place(event)
    const moved = { x: at.x - this.#from.x, y: at.y - this.#from.y }
    if (Math.hypot(moved.x, moved.y) < STILL_PX) this.#press(at, event.timeStamp)
    else if (this.#needs.view().scale === 1) this.#swipe(moved, event.pointerType === 'touch')
  }

  #swipe(moved: Point, byFinger: boolean): void {
    const swipe = swipeOf(moved)
    if (swipe === 'next') this.#needs.go(1)
    else if (swipe === 'previous') this.#needs.go(-1)
    else if (swipe === 'close' && byFinger) this.#needs.close()
  }

  #press(at: Point, ms: number): void {
    const last = this.#last
    this.#last = { at, ms }
    if (this.#ground) this.#needs.close()
    else if (last && ms - last.ms < DOUBLE_MS && distance(at, last.at) < DOUBLE_PX) {
      this.#last = null
      this.#needs.near(at)
    }
  }
}

const distance = (one: Point, other: Point): number => Math.hypot(one.x - other.x, one.y - other.y)

/** The window, in px. `seen`: how much of its height no keyboard covers; null while it is zoomed, which says nothing of keyboards. */
export type View = { width: number; whole: number; seen: number | null }

/** What covers more than this is a keyboard, and not a bar of the browser. */
const KEYBOARD_PX = 120
/** Keyboards come back a little higher or lower: their row of suggestions comes and goes. */
const ABOUT_PX = 80

/** How high the page is: as high as what is seen, but where a panel takes the place of the keyboard for a while. */
export class PageHeight {
  #width = 0
  #tallest = 0
  #seen = 0
  #whole = 0
  #held: number | null = null
  #leaving = false

  look({ width, whole, seen }: View): void {
    if (seen === null) return
    if (width !== this.#width) {
      // Turned: nothing that was known holds.
      this.#width = width
      this.#tallest = 0
      this.#held = null
    }
    this.#whole = whole
    this.#seen = seen
    this.#tallest = Math.max(this.#tallest, seen, whole)
    if (this.#leaving && !this.isAway) this.drop()
  }

  /** A panel comes where the keyboard is: what is above stays, also when that goes. */
  hold(): void {
    this.#leaving = false
    if (this.#held === null && this.#tallest - this.#seen > KEYBOARD_PX) this.#held = this.#seen
  }

  /** The panel has gone. What is above stays until the keyboard is back. */
  letGo(): void {
    this.#leaving = true
    if (!this.isAway) this.drop()
  }

  drop(): void {
    this.#held = null
    this.#leaving = false
  }

  /** The keyboard whose place is held has gone. */
  get isAway(): boolean {
    return this.#held !== null && this.#seen > this.#held + ABOUT_PX
  }

  /** Px of the place that is held; 0 without one. */
  get keyboard(): number {
    return this.#held === null ? 0 : this.#tallest - this.#held
  }

  /** Px; null: as high as the browser says. It says nothing of a keyboard that lies over the page (iOS). */
  get height(): number | null {
    return this.#held ?? (this.#seen < this.#whole - 1 ? this.#seen : null)
  }
}

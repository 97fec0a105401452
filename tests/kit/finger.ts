import type { CDPSession, Locator } from 'playwright-core'
import type { Visitor } from './page.ts'

export type Place = { x: number; y: number }

/** A finger on the glass: real touches, of which the browser makes scrolling, presses and clicks as it does of a person's. */
export class Finger {
  readonly #devtools: CDPSession

  constructor(devtools: CDPSession) {
    this.#devtools = devtools
  }

  static async of(visitor: Visitor): Promise<Finger> {
    return new Finger(await visitor.devtools())
  }

  async down(at: Place): Promise<void> {
    await this.#tell('touchStart', at)
  }

  async moves(...places: readonly Place[]): Promise<void> {
    // One by one: of those that come together the page hears the last.
    for (const place of places) await this.#tell('touchMove', place)
  }

  async up(): Promise<void> {
    await this.#tell('touchEnd')
  }

  /** Down, and along these places. The first move is told with it: a finger that waits for an answer before it moves is one that rests. */
  async pulls(from: Place, first: Place, ...places: readonly Place[]): Promise<void> {
    await Promise.all([this.down(from), this.#tell('touchMove', first)])
    await this.moves(...places)
  }

  /** The same, and up. */
  async draws(from: Place, first: Place, ...places: readonly Place[]): Promise<void> {
    await this.pulls(from, first, ...places)
    await this.up()
  }

  #tell(type: 'touchStart' | 'touchMove' | 'touchEnd', at?: Place): Promise<unknown> {
    return this.#devtools.send('Input.dispatchTouchEvent', { type, touchPoints: at ? [at] : [] })
  }
}

/** A place in an element: so far from its left, in the middle of its height. */
export async function placeIn(element: Locator, { fromLeft = 40 }: { fromLeft?: number } = {}): Promise<Place> {
  const box = await element.boundingBox()
  if (!box) throw new Error('nothing to put a finger on')
  return { x: box.x + fromLeft, y: box.y + box.height / 2 }
}

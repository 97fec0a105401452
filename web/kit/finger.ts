import type { Spot, Way } from './finger-way.ts'

/** What begins so near to the edge comes from outside, and is none of the messages' own. */
export const EDGE_PX = 32
/** Faster than this, a finger that lets go has thrown what it held. Px a ms. */
const THROWN = 0.4
/** How far back the speed is measured, and from how many places at the most. */
const LATELY_MS = 100
const MOST_SPOTS = 32

/** How far a thing follows: as far as the finger up to `free`, then ever less, and never more than `more` beyond that. */
export function resisted(px: number, { free, more }: { free: number; more: number }): number {
  const beyond = px - free
  return beyond <= 0 ? Math.max(0, px) : free + (more * beyond) / (beyond + more)
}

/** Whether a thing that was moved so far goes all the way when the finger lets go: it is past the middle or thrown, and not thrown back. */
export function goesOn({ moved, size, speed }: { moved: number; size: number; speed: number }): boolean {
  if (speed > THROWN) return moved > 0
  return moved > size / 2 && speed > -THROWN
}

/** Where a finger was lately. */
export class Trail {
  readonly #spots: Spot[] = []

  add(spot: Spot): void {
    this.#spots.push(spot)
    while (this.#spots.length > MOST_SPOTS || spot.ms - (this.#spots[0]?.ms ?? spot.ms) > LATELY_MS) this.#spots.shift()
  }

  /** Px a ms towards `way`; 0 for a finger that has come to rest. */
  speed(way: Way, nowMs: number): number {
    const first = this.#spots[0]
    const last = this.#spots.at(-1)
    if (!first || !last || nowMs - last.ms > LATELY_MS || last.ms === first.ms) return 0
    const perMs = way === 'left' || way === 'right' ? last.x - first.x : last.y - first.y
    return ((way === 'left' || way === 'up' ? -1 : 1) * perMs) / (last.ms - first.ms)
  }
}

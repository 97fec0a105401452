import type { Rate } from './limiter.ts'

/** Above `floodPerSecond` for this long, a connection is a flood (threats.md 5). */
const FLOOD_SECONDS = 10
/** Frames in a row that are no command: whoever sends them does not speak this protocol (4400). */
const MOST_NONSENSE = 20

/** Counts what one connection sends. Plain numbers: a hundred thousand of these must stay small. */
export class Meter {
  #tokens: number
  #atMs: number
  #second = 0
  #inSecond = 0
  #floodSeconds = 0
  #nonsense = 0

  constructor(burst: number, nowMs: number) {
    this.#tokens = burst
    this.#atMs = nowMs
  }

  /** Takes one command: 0, or the milliseconds until one is allowed. */
  take({ burst, perSecond }: Rate, nowMs: number): number {
    this.#tokens = Math.min(burst, this.#tokens + ((nowMs - this.#atMs) * perSecond) / 1_000)
    this.#atMs = nowMs
    if (this.#tokens < 1) return Math.ceil(((1 - this.#tokens) * 1_000) / perSecond)
    this.#tokens -= 1
    return 0
  }

  /**
   * Counts a frame of any kind; true when it has been a flood for long enough, or brought in one second what a flood
   * brings in all that time: nobody waits for ten seconds of 50,000 frames each.
   */
  floods(floodPerSecond: number, nowMs: number): boolean {
    const second = Math.floor(nowMs / 1_000)
    if (second !== this.#second) {
      const steady = second === this.#second + 1 && this.#inSecond > floodPerSecond
      this.#floodSeconds = steady ? this.#floodSeconds + 1 : 0
      this.#second = second
      this.#inSecond = 0
    }
    this.#inSecond++
    return this.#floodSeconds >= FLOOD_SECONDS || this.#inSecond > floodPerSecond * FLOOD_SECONDS
  }

  /** It counts as one would that has just been made. */
  isCalm({ burst, perSecond }: Rate, nowMs: number): boolean {
    if (this.#nonsense > 0 || Math.floor(nowMs / 1_000) <= this.#second + 1) return false
    return this.#tokens + ((nowMs - this.#atMs) * perSecond) / 1_000 >= burst
  }

  /** Counts a frame that was no command; true when there were too many in a row. */
  nonsense(): boolean {
    return ++this.#nonsense >= MOST_NONSENSE
  }

  sense(): void {
    this.#nonsense = 0
  }
}

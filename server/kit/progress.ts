/** A reader that takes nothing for this long while something waits is cut, and resumes (P-12). */
const STUCK_MS = 10_000

/** Watches whether a reader takes what waits for it. Plain numbers: a hundred thousand of these must stay small. */
export class Progress {
  #waitingBytes = 0
  #stuckSinceMs: number | null = null

  /** Something waits, and nothing was taken since it was last looked at. */
  get behind(): boolean {
    return this.#stuckSinceMs !== null
  }

  /** Call it once a second with the bytes that wait; true when the reader has taken nothing for too long. */
  isStuck(waitingBytes: number, nowMs: number): boolean {
    // Nearly all, nearly always.
    if (waitingBytes === 0 && this.#stuckSinceMs === null) return false
    const moved = waitingBytes === 0 || waitingBytes < this.#waitingBytes
    this.#waitingBytes = waitingBytes
    if (moved) this.#stuckSinceMs = waitingBytes === 0 ? null : nowMs
    else this.#stuckSinceMs ??= nowMs
    return this.#stuckSinceMs !== null && nowMs - this.#stuckSinceMs > STUCK_MS
  }
}

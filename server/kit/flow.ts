import type { Clock } from './clock.ts'

/** Waits shorter than this are not worth a timer: they add up, and are made up for by the next. */
const LEAST_WAIT_MS = 2

/** So many bytes a second, and no more, of all that takes part: what comes too early waits its turn. */
export class Flow {
  readonly #clock: Pick<Clock, 'steadyMs' | 'after'>
  readonly #bytesPerMs: number
  /** When all that was taken has flown. */
  #freeMs = 0

  constructor(clock: Pick<Clock, 'steadyMs' | 'after'>, bytesPerSecond: number) {
    this.#clock = clock
    this.#bytesPerMs = bytesPerSecond / 1_000
  }

  /** Resolves when these bytes have their place. */
  async take(bytes: number): Promise<void> {
    const nowMs = this.#clock.steadyMs()
    this.#freeMs = Math.max(nowMs, this.#freeMs) + bytes / this.#bytesPerMs
    const waitMs = this.#freeMs - nowMs
    if (waitMs >= LEAST_WAIT_MS) await new Promise<void>((resolve) => void this.#clock.after(waitMs, resolve))
  }
}

import { Refusal } from '#server/kit/refusal.ts'

const BUSY_RETRY_MS = 2_000

/** So many at once; the others wait in the order in which they came, and too many are refused with `busy`. */
export class Places {
  readonly #bounds: { atOnce: number; waiting: number }
  readonly #waiting: (() => void)[] = []
  #taken = 0

  constructor(bounds: { atOnce: number; waiting: number }) {
    this.#bounds = bounds
  }

  async taken<T>(work: () => Promise<T>): Promise<T> {
    if (this.#taken >= this.#bounds.atOnce) await this.#turn()
    else this.#taken++
    try {
      return await work()
    } finally {
      const next = this.#waiting.shift()
      // A place is handed on, not freed: nobody who comes now may take it first.
      if (next) next()
      else this.#taken--
    }
  }

  #turn(): Promise<void> {
    if (this.#waiting.length >= this.#bounds.waiting) throw new Refusal('busy', { retry_after_ms: BUSY_RETRY_MS })
    return new Promise((resolve) => this.#waiting.push(resolve))
  }
}

/** So many at a time; who comes later waits, in order. */
export class Turns {
  readonly #most: number
  readonly #waiting: (() => void)[] = []
  #busy = 0

  constructor(most: number) {
    this.#most = most
  }

  /** Resolves when it is one's turn; `end` it. */
  async begin(): Promise<void> {
    if (this.#busy >= this.#most) await new Promise<void>((resolve) => void this.#waiting.push(resolve))
    else this.#busy++
  }

  end(): void {
    // The place is handed on, so that nobody overtakes.
    const next = this.#waiting.shift()
    if (next) next()
    else this.#busy--
  }

  /** Whether nobody has a turn, or waits for one. */
  get isIdle(): boolean {
    return this.#busy === 0
  }

  async take<T>(work: () => Promise<T>): Promise<T> {
    await this.begin()
    try {
      return await work()
    } finally {
      this.end()
    }
  }
}

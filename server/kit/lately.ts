type Kept<Value> = { value: Value; untilMs: number }

/** What is remembered for a while: the newest `most`, each for `ms`. What nobody asks for any more goes with `sweep`. */
export class Lately<Value> {
  readonly #bounds: { most: number; ms: number }
  readonly #steadyMs: () => number
  /** Oldest first. */
  readonly #kept = new Map<string, Kept<Value>>()

  constructor(bounds: { most: number; ms: number }, steadyMs: () => number) {
    this.#bounds = bounds
    this.#steadyMs = steadyMs
  }

  set(key: string, value: Value): void {
    this.#kept.delete(key)
    this.#kept.set(key, { value, untilMs: this.#steadyMs() + this.#bounds.ms })
    const [oldest] = this.#kept.keys()
    if (oldest !== undefined && this.#kept.size > this.#bounds.most) this.#kept.delete(oldest)
  }

  get(key: string): Value | undefined {
    const kept = this.#kept.get(key)
    return kept && kept.untilMs > this.#steadyMs() ? kept.value : undefined
  }

  /** Forgets what is too old; call it now and then. */
  sweep(): void {
    const now = this.#steadyMs()
    for (const [key, { untilMs }] of this.#kept) {
      if (untilMs > now) return
      this.#kept.delete(key)
    }
  }

  get size(): number {
    return this.#kept.size
  }
}

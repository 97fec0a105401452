/** How long somebody whose push service gave no answer is served beside the others. */
const SLOW_MS = 10 * 60_000
/** Above it the oldest go (HOUSE-12). */
const MOST = 20_000

/**
 * People with an address that gives no answer. Anybody can subscribe one that holds each push up for as long as it may: a few
 * of these must not hold up everybody (T-74). By person, for addresses and names of hosts cost nothing.
 */
export class SlowPeople {
  readonly #steadyMs: () => number
  readonly #untilMs = new Map<string, number>()

  constructor(steadyMs: () => number) {
    this.#steadyMs = steadyMs
  }

  note(principalId: string): void {
    this.#untilMs.delete(principalId)
    this.#untilMs.set(principalId, this.#steadyMs() + SLOW_MS)
    const [oldest] = this.#untilMs.keys()
    if (oldest !== undefined && this.#untilMs.size > MOST) this.#untilMs.delete(oldest)
  }

  has(principalId: string): boolean {
    return this.#steadyMs() < (this.#untilMs.get(principalId) ?? 0)
  }
}

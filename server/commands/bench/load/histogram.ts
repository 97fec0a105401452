const BUCKETS = 1_200
const PER_DOUBLING = 45

/** Log-scaled: a value is known to 1.6 %. Values are milliseconds, from a microsecond up. */
export class Histogram {
  readonly #buckets = new Uint32Array(BUCKETS)
  #count = 0
  #highest = 0

  record(ms: number): void {
    const at = Math.floor(Math.log2(Math.max(1, ms * 1_000)) * PER_DOUBLING)
    const bucket = Math.min(BUCKETS - 1, at)
    this.#buckets[bucket] = (this.#buckets[bucket] ?? 0) + 1
    this.#count++
    this.#highest = Math.max(this.#highest, ms)
  }

  /** -1 where nothing was recorded, as the generator in C says it. */
  summary() {
    return {
      count: this.#count,
      p50: this.#quantile(0.5),
      p99: this.#quantile(0.99),
      p999: this.#quantile(0.999),
      max: this.#count === 0 ? -1 : this.#highest,
    }
  }

  #quantile(share: number): number {
    let left = Math.floor(share * this.#count)
    if (this.#count === 0) return -1
    for (const [at, count] of this.#buckets.entries()) {
      left -= count
      if (left < 0) return Math.min(this.#highest, 2 ** ((at + 1) / PER_DOUBLING) / 1_000)
    }
    return this.#highest
  }
}

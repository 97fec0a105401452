import { Refusal } from './refusal.ts'

/** `burst` at once, then `perSecond`. */
export type Rate = { burst: number; perSecond: number }

type Bucket = { tokens: number; atMs: number }

/** Buckets are dropped when full again, and at this number the oldest go: a stranger cannot grow the map (HOUSE-12). */
const MOST_BUCKETS = 100_000

/** Token buckets by key. A full bucket and an absent one are the same, so forgetting is harmless. */
export class Limiter {
  readonly #rate: Rate
  readonly #steadyMs: () => number
  readonly #buckets = new Map<string, Bucket>()

  constructor(rate: Rate, steadyMs: () => number) {
    this.#rate = rate
    this.#steadyMs = steadyMs
  }

  /** Takes one, or refuses with `rate_limited` and the time until one is there again. */
  require(key: string): void {
    const waitMs = this.take(key)
    if (waitMs > 0) throw new Refusal('rate_limited', { retry_after_ms: waitMs })
  }

  /** Takes one and returns 0, or takes nothing and returns the milliseconds until one is there. */
  take(key: string): number {
    const now = this.#steadyMs()
    const bucket = this.#refilled(key, now)
    if (bucket.tokens < 1) return Math.ceil(((1 - bucket.tokens) * 1_000) / this.#rate.perSecond)
    bucket.tokens -= 1
    // Set anew, so that the map's order is that of last use and the oldest can go first.
    this.#buckets.delete(key)
    this.#buckets.set(key, bucket)
    if (this.#buckets.size > MOST_BUCKETS) this.#dropOldest()
    return 0
  }

  /** Gives one back: what it was taken for did not happen. */
  giveBack(key: string): void {
    const bucket = this.#buckets.get(key)
    if (bucket) bucket.tokens = Math.min(this.#rate.burst, bucket.tokens + 1)
  }

  /** Drops what is full again; call it now and then. */
  sweep(): void {
    const now = this.#steadyMs()
    for (const key of this.#buckets.keys()) {
      if (this.#refilled(key, now).tokens >= this.#rate.burst) this.#buckets.delete(key)
    }
  }

  get size(): number {
    return this.#buckets.size
  }

  #refilled(key: string, now: number): Bucket {
    const bucket = this.#buckets.get(key)
    if (!bucket) return { tokens: this.#rate.burst, atMs: now }
    const gained = ((now - bucket.atMs) * this.#rate.perSecond) / 1_000
    bucket.tokens = Math.min(this.#rate.burst, bucket.tokens + gained)
    bucket.atMs = now
    return bucket
  }

  #dropOldest(): void {
    for (const key of this.#buckets.keys()) {
      this.#buckets.delete(key)
      if (this.#buckets.size <= MOST_BUCKETS * 0.9) return
    }
  }
}

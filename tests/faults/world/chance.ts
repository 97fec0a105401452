/** Every random decision of a run comes from one seed; each part has a stream of its own, so that one that asks more moves no other. */
export class Chance {
  readonly seed: number
  #state: number

  constructor(seed: number) {
    this.seed = seed
    this.#state = seed >>> 0
  }

  /** A stream of its own, the same for the same name. */
  of(name: string): Chance {
    let hash = this.seed ^ 0x9e3779b9
    for (const sign of name) hash = Math.imul(hash ^ (sign.codePointAt(0) ?? 0), 0x85ebca6b) ^ (hash >>> 13)
    return new Chance(hash >>> 0)
  }

  /** From 0 to below 1 (mulberry32). */
  fraction(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0
    let word = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1)
    word = (word + Math.imul(word ^ (word >>> 7), word | 61)) ^ word
    return ((word ^ (word >>> 14)) >>> 0) / 4_294_967_296
  }

  /** A whole number from `least` to `most`, both included. */
  between(least: number, most: number): number {
    return least + Math.floor(this.fraction() * (most - least + 1))
  }

  happens(share: number): boolean {
    return this.fraction() < share
  }

  pick<T>(from: readonly T[]): T {
    const found = from[Math.floor(this.fraction() * from.length)]
    if (found === undefined) throw new RangeError('nothing to pick from')
    return found
  }

  shuffled<T>(from: readonly T[]): T[] {
    const order = [...from]
    for (let at = order.length - 1; at > 0; at--) {
      const other = this.between(0, at)
      const [one, two] = [order[at], order[other]]
      if (one !== undefined && two !== undefined) [order[at], order[other]] = [two, one]
    }
    return order
  }

  /** How many of what happens `perSecond` times a second happen in `ms`: whole, right in the long run. */
  count(perSecond: number, ms: number): number {
    const mean = (perSecond * ms) / 1_000
    return Math.floor(mean) + (this.happens(mean % 1) ? 1 : 0)
  }
}

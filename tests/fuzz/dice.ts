/**
 * Chance that can be repeated: the same seed and number throw the same dice on every machine. Each case of a fuzzer has dice of
 * its own, so that a finding is played again by its number alone.
 */
export class Dice {
  #state: number

  constructor(seed: number, number = 0) {
    // Neighbouring seeds would begin alike: they are stirred once.
    this.#state = Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(number + 1, 0xc2b2ae35)
    this.#next()
  }

  /** A whole number from 0 to `count` - 1. */
  below(count: number): number {
    return Math.floor((this.#next() / 0x1_0000_0000) * count)
  }

  /** From `least` to `most`, both included. */
  between(least: number, most: number): number {
    return least + this.below(most - least + 1)
  }

  /** True once in so many throws. */
  oneIn(count: number): boolean {
    return this.below(count) === 0
  }

  pick<T>(choices: readonly [T, ...T[]]): T
  pick<T>(choices: readonly T[]): T | undefined
  pick<T>(choices: readonly T[]): T | undefined {
    return choices[this.below(choices.length)]
  }

  /** One of a list that is not empty. */
  one<T>(list: readonly T[]): T {
    const found = list[this.below(list.length)]
    if (found === undefined) throw new Error('there is nothing to pick from')
    return found
  }

  /** Mostly small, seldom nearly `most`: sizes of inputs. */
  size(most: number): number {
    return Math.floor(most ** (this.#next() / 0x1_0000_0000))
  }

  /** So many of what is made. */
  some<T>(count: number, make: () => T): T[] {
    return Array.from({ length: count }, make)
  }

  shuffled<T>(list: readonly T[]): T[] {
    return list
      .map((one) => ({ one, rank: this.#next() }))
      .sort((one, other) => one.rank - other.rank)
      .map(({ one }) => one)
  }

  bytes(count: number): Buffer<ArrayBuffer> {
    const bytes = Buffer.alloc(count)
    for (let at = 0; at < count; at++) bytes[at] = this.#next() >>> 24
    return bytes
  }

  /** Mulberry32: 32 bits a throw, of a 32-bit state. */
  #next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return (mixed ^ (mixed >>> 14)) >>> 0
  }
}

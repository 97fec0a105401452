import { nextTurn } from './clock.ts'

/**
 * So many of a dear thing in one turn of the loop; who comes beyond that waits for the turn after, in order. A crowd that
 * comes at once is then served in between, not before, what everybody else does (P-12, P-32).
 */
export class FewATurn {
  readonly #most: number
  readonly #waiting: (() => void)[] = []
  #begun = 0
  #isTurning = false

  constructor(most: number) {
    this.#most = most
  }

  /** Undefined: go on at once. A promise: when it is one's turn. */
  wait(): undefined | Promise<void> {
    if (!this.#isTurning) void this.#turn()
    if (this.#begun < this.#most) {
      this.#begun++
      return undefined
    }
    return new Promise((resolve) => void this.#waiting.push(resolve))
  }

  /** Goes on for as long as something was begun in the turn before. */
  async #turn(): Promise<void> {
    this.#isTurning = true
    do {
      await nextTurn()
      const next = this.#waiting.splice(0, this.#most)
      this.#begun = next.length
      for (const resolve of next) resolve()
    } while (this.#begun > 0)
    this.#isTurning = false
  }
}

/** A house has a few names; each costs a list encoded anew with every coming and going (HOUSE-12, HOUSE-13). */
const MOST = 16
/**
 * For pages beyond that: our drawings lie where the page itself does, or nowhere. Not at the address of somebody else: who comes
 * first would choose what others load (D-26).
 */
const NONE = ''

/** The addresses that classic pages came to, and came by: any number and port may stand in a Host. */
export class PageAddresses {
  readonly #counts = new Map<string, number>()

  /** Those that something is said to. */
  all(): Iterable<string> {
    return this.#counts.keys()
  }

  /** Somebody is here who came to this one; what it is told under until `leave`. */
  enter(baseUrl: string): string {
    const told = this.#counts.has(baseUrl) || this.#counts.size < MOST ? baseUrl : NONE
    this.#counts.set(told, (this.#counts.get(told) ?? 0) + 1)
    return told
  }

  leave(told: string): void {
    const others = (this.#counts.get(told) ?? 0) - 1
    if (others > 0) this.#counts.set(told, others)
    else this.#counts.delete(told)
  }
}

/** Sentences that are kept; of what is wrong everywhere nobody reads more. */
const MOST_KEPT = 500

/** What was looked at, and what is wrong with it. */
export class Findings {
  readonly faults: string[] = []
  /** What nobody could look at, in a sentence; null: all was looked at. */
  unchecked: string | null = null
  readonly #counts = new Map<string, number>()
  #more = 0

  fault(sentence: string): void {
    if (this.faults.length < MOST_KEPT) this.faults.push(sentence)
    else this.#more++
  }

  count(what: string, more = 1): void {
    this.#counts.set(what, (this.#counts.get(what) ?? 0) + more)
  }

  counted(what: string): number {
    return this.#counts.get(what) ?? 0
  }

  /** Faults that were found beyond those that are kept. */
  get more(): number {
    return this.#more
  }
}

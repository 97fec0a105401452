import { Refusal } from '#server/kit/refusal.ts'

const BUSY_RETRY_MS = 10_000

export type OpenQuota = { exportsPerPerson: number; exportsOpen: number }

/** How many files are being read, a person and in all: each holds a page in memory for as long as its reader likes. */
export class OpenFiles {
  readonly #quota: OpenQuota
  readonly #ofPerson = new Map<string, number>()
  #all = 0

  constructor(quota: OpenQuota) {
    this.#quota = quota
  }

  /** Counts one more of this person; returns its end, to be called once. Refuses with `busy` where it, or all, have as many as may be. */
  begin(person: string): () => void {
    const { exportsPerPerson, exportsOpen } = this.#quota
    if (this.#of(person) >= exportsPerPerson || this.#all >= exportsOpen)
      throw new Refusal('busy', { retry_after_ms: BUSY_RETRY_MS })
    this.#all++
    this.#ofPerson.set(person, this.#of(person) + 1)
    return () => {
      this.#all--
      const left = this.#of(person) - 1
      if (left > 0) this.#ofPerson.set(person, left)
      else this.#ofPerson.delete(person)
    }
  }

  #of(person: string): number {
    return this.#ofPerson.get(person) ?? 0
  }
}

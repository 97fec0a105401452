import type { PeoplePush } from '#protocol/people.ts'

/** Which list of people all listeners of a room have: who comes back with it is not sent it again. */
export class PeopleVersion {
  #known: string | undefined

  /** Undefined: one of them has no list, or another. */
  get known(): string | undefined {
    return this.#known
  }

  /** A listener has come, or lists were thrown away. */
  forget() {
    this.#known = undefined
  }

  /** `same`: nothing to tell. `gone`: the list that it names is not had any more, and is to be asked for. */
  hear({ version, all, came, went, changed }: PeoplePush): 'news' | 'same' | 'gone' {
    const isNews = all || came || went || changed
    if (version && !isNews) return version === this.#known ? 'same' : 'gone'
    // News lead from one list to the next, and to none from none.
    if (all || !version || this.#known) this.#known = version
    return 'news'
  }
}

import type { Clock } from '#server/kit/clock.ts'

const FIRST_MS = 1_000
const LONGEST_MS = 10_000
/** An address that was not refused for this long begins anew. */
const FORGET_MS = 60_000
/** Most answers that wait at a time; beyond that a refusal leaves at once (HOUSE-12). */
const MOST_HELD = 500
const MOST_HELD_OF_ONE = 20
const MOST_ADDRESSES = 10_000

type Refused = { waitMs: number; lastMs: number; held: number }

/** That page opens a new socket the moment one is refused, for ever: its refusals are late, so that it knocks slowly. */
export class RefusedAddresses {
  readonly #clock: Clock
  readonly #byAddress = new Map<string, Refused>()
  readonly #held = new Set<() => void>()
  #over = false

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** Resolves when the refusal may leave: after 1 s, then 2, 4, 8 and 10 s. */
  delay(address: string): Promise<void> {
    const refused = this.#note(address)
    if (this.#over || this.#held.size >= MOST_HELD || refused.held >= MOST_HELD_OF_ONE) return Promise.resolve()
    refused.held++
    return new Promise((resolve) => {
      const release = () => {
        stop()
        refused.held--
        this.#held.delete(release)
        resolve()
      }
      const stop = this.#clock.after(refused.waitMs, release)
      this.#held.add(release)
    })
  }

  /** Forgets who has not come for a while; call it once a second. */
  sweep(): void {
    const now = this.#clock.steadyMs()
    for (const [address, { lastMs }] of this.#byAddress) {
      // In the order of the last refusal: the first that is not old ends the look.
      if (now - lastMs < FORGET_MS) return
      this.#byAddress.delete(address)
    }
  }

  /** Lets all refusals leave; the server stops. */
  close(): void {
    this.#over = true
    for (const release of [...this.#held]) release()
  }

  #note(address: string): Refused {
    const known = this.#byAddress.get(address)
    const waitMs = known ? Math.min(LONGEST_MS, known.waitMs * 2) : FIRST_MS
    const refused = Object.assign(known ?? { held: 0 }, { waitMs, lastMs: this.#clock.steadyMs() })
    // Set anew, so that the map's order is that of the last refusal.
    this.#byAddress.delete(address)
    this.#byAddress.set(address, refused)
    const [oldest] = this.#byAddress.keys()
    if (this.#byAddress.size > MOST_ADDRESSES && oldest !== undefined) this.#byAddress.delete(oldest)
    return refused
  }
}

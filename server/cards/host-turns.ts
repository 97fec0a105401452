/** So many fetches at once, and of one host; so many wait, and of one host: above it the oldest is given up (HOUSE-12). */
export type TurnBounds = { atOnce: number; perHost: number; waiting: number; waitingPerHost: number }

type Waiting = { host: string; begin: (mayGo: boolean) => void }

/** Lets the server ask few pages at once, and hardly any of one site: it is nobody's tool against that site (T-44). */
export class HostTurns {
  readonly #bounds: TurnBounds
  readonly #onDropped: () => void
  /** In the order in which they came. */
  readonly #waiting = new Set<Waiting>()
  readonly #running = new Map<string, number>()
  #count = 0

  constructor(bounds: TurnBounds, onDropped: () => void) {
    this.#bounds = bounds
    this.#onDropped = onDropped
  }

  /** Does the work when it is its turn; null: it was given up. */
  async take<T>(host: string, work: () => Promise<T>): Promise<T | null> {
    if (!(await this.#turn(host))) return null
    try {
      return await work()
    } finally {
      this.#end(host)
    }
  }

  #turn(host: string): Promise<boolean> {
    if (this.#isFree(host)) {
      this.#begin(host)
      return Promise.resolve(true)
    }
    return new Promise((begin) => {
      this.#waiting.add({ host, begin })
      this.#dropOldest(host)
    })
  }

  #isFree(host: string): boolean {
    return this.#count < this.#bounds.atOnce && (this.#running.get(host) ?? 0) < this.#bounds.perHost
  }

  #begin(host: string): void {
    this.#count++
    this.#running.set(host, (this.#running.get(host) ?? 0) + 1)
  }

  #end(host: string): void {
    this.#count--
    const left = (this.#running.get(host) ?? 1) - 1
    if (left > 0) this.#running.set(host, left)
    else this.#running.delete(host)
    this.#next()
  }

  #next(): void {
    for (const one of this.#waiting) {
      if (this.#count >= this.#bounds.atOnce) return
      if (!this.#isFree(one.host)) continue
      this.#waiting.delete(one)
      this.#begin(one.host)
      one.begin(true)
    }
  }

  #dropOldest(host: string): void {
    const ofHost = [...this.#waiting].filter((one) => one.host === host)
    const [oldest] = ofHost.length > this.#bounds.waitingPerHost ? ofHost : this.#waiting
    if (!oldest || (ofHost.length <= this.#bounds.waitingPerHost && this.#waiting.size <= this.#bounds.waiting)) return
    this.#waiting.delete(oldest)
    oldest.begin(false)
    this.#onDropped()
  }
}

import type { RoomStorage } from '#server/delivery/event-log.ts'
import type { Clock } from '#server/kit/clock.ts'
import { Refusal } from '#server/kit/refusal.ts'
import type { Sql } from '#server/storage/database.ts'

export type GatheredNeeds<Item, Result> = {
  storage: Pick<RoomStorage, 'write'>
  clock: Pick<Clock, 'after'>
  /** What comes within so long is written together. */
  gatherMs: number
  /** One result for each item, in their order. SQL only, and harmless to run again (HOUSE-3). */
  write(sql: Sql, items: readonly Item[]): Promise<Result[]>
}

/** Some 3 ms of statements: a turn stays far below 50 ms, and whoever posts meanwhile hardly waits (HOUSE-13). */
const MOST_PER_WRITE = 300
/** What may wait (HOUSE-12); above it the answer is `busy`. */
const MOST_WAITING = 50_000
const BUSY_RETRY_MS = 1_000

type Waiting<Item, Result> = { item: Item; done: (result: Result) => void; fail: (reason: unknown) => void }

/**
 * Small writes of many people as few: a crowd that reads the same message at once is some commits, not thousands. One
 * write at a time, so that a commit never holds more than one of them.
 */
export class GatheredWrites<Item, Result> {
  readonly #needs: GatheredNeeds<Item, Result>
  #waiting: Waiting<Item, Result>[] = []
  #stopTimer: (() => void) | null = null
  #writing = false

  constructor(needs: GatheredNeeds<Item, Result>) {
    this.#needs = needs
  }

  /** Resolves when it is durable. Rejects as the lane does, and with `busy`. */
  add(item: Item): Promise<Result> {
    if (this.#waiting.length >= MOST_WAITING)
      return Promise.reject(new Refusal('busy', { retry_after_ms: BUSY_RETRY_MS }))
    return new Promise((done, fail) => {
      this.#waiting.push({ item, done, fail })
      if (!this.#writing) this.#gather()
    })
  }

  /** The server is about to stop: everything enters the lane in this turn. */
  flush(): void {
    this.#stopTimer?.()
    this.#stopTimer = null
    while (this.#waiting.length > 0) void this.#writeNext()
  }

  async #work(): Promise<void> {
    this.#stopTimer = null
    this.#writing = true
    // Who comes meanwhile gathers anew: in a crowd that never rests each commit would hold some.
    for (let left = this.#waiting.length; left > 0; left -= MOST_PER_WRITE) await this.#writeNext()
    this.#writing = false
    if (this.#waiting.length > 0) this.#gather()
  }

  #gather(): void {
    this.#stopTimer ??= this.#needs.clock.after(this.#needs.gatherMs, () => void this.#work())
  }

  async #writeNext(): Promise<void> {
    const batch = this.#waiting.splice(0, MOST_PER_WRITE)
    try {
      const items = batch.map(({ item }) => item)
      const results = await this.#needs.storage.write(({ sql }) => this.#needs.write(sql, items))
      batch.forEach(({ done, fail }, at) => {
        const result = results[at]
        if (result === undefined) fail(new Error('A write has fewer results than items'))
        else done(result)
      })
    } catch (reason) {
      for (const { fail } of batch) fail(reason)
    }
  }
}

import type { Clock } from '#server/kit/clock.ts'
import { Refusal, Unsure } from '#server/kit/refusal.ts'
import { type Database, type Sql, StorageFull } from './database.ts'

/** What a write gets: SQL inside the transaction, and `tell` for what the world hears after the commit (HOUSE-2). */
export type Tx<News> = { readonly sql: Sql; tell(news: News): void }
/** SQL only, and harmless to run again from the start: a batch that fails is tried once more, each write apart. */
export type Work<News, T> = (tx: Tx<News>) => Promise<T>

/** How a write may wait. */
export type Waiting = {
  /** What it holds meanwhile. */
  bytes?: number | undefined
  /**
   * In so many ms what it tells can leave: durable before that is of use to nobody but its author. Taken for the soonest of
   * all that wait, and only while several write.
   */
  leavesInMs?: number | undefined
}

type Job<News> = {
  work: Work<News, unknown>
  bytes: number
  done: (value: unknown) => void
  fail: (reason: unknown) => void
}
/** What came of as many writes from the front of a batch as one commit took: what each gave, and what they tell in order. */
type Outcome<News> = { values: readonly unknown[]; news: readonly News[] }
/** Stands in the place of what a write would have given. */
class Failure {
  readonly reason: unknown
  constructor(reason: unknown) {
    this.reason = reason
  }
}

export type LaneNeeds<News> = {
  database: Database
  /**
   * Hears everything that one commit has to tell, in order, when it is durable and before the answers: nothing of what it
   * ran and did not tell is in the database.
   */
  onDurable(news: readonly News[]): void
  /** The disk took nothing: what was waiting is refused with `storage_full`. */
  onFull(error: Error): void
  /** The disk broke a promise (a failed sync): the process must stop writing at once and end (P-16). */
  onFatal(error: unknown): void
  bounds: { jobs: number; bytes: number }
  clock: Pick<Clock, 'steadyMs' | 'after'>
}

/** 2,000 rows take some 5 ms: a commit stays far below the 50 ms that a turn may take (HOUSE-13). */
const MOST_PER_COMMIT = 2_000
/** … and so does one of dearer writes: a private chat of twenty is a millisecond. What is left over waits for the next. */
const MOST_MS_PER_COMMIT = 15
/**
 * While several write at once, the next commit begins this long after the last one did, or as soon as `ENOUGH` wait: a commit
 * and its sync cost as much as some ten rows, whatever is in them, and nobody feels half a picture of a screen (decision 0074).
 */
const GATHER_MS = 8
const ENOUGH = 16
/** … and if nothing of it could leave before, it begins in time for that. Nobody's answer waits longer than this for it. */
const LONGEST_GATHER_MS = 50
/** A timer is late, and one commit longer than the one before: by less than this. */
const SPARE_MS = 2
const BUSY_RETRY_MS = 1_000
const FULL_RETRY_MS = 5_000

/**
 * The one way to write (HOUSE-3). A write commits at once; those that arrive while the disk works share the next commit.
 * What `write` promises is kept when its promise resolves: committed and durable (P-3).
 */
export class WriterLane<News> {
  readonly #needs: LaneNeeds<News>
  #waiting: Job<News>[] = []
  #waitingBytes = 0
  #busy = false
  #closing = false
  #broken = false
  #idle: (() => void) | null = null
  #beganMs = 0
  /** How long the last commit took to be durable. */
  #tookMs = 0
  /** The last commit held more than one write. */
  #crowded = false
  /** Of those who wait: how many want to be durable as soon as may be, and when what the others tell can leave at the soonest. */
  #pressing = 0
  #leavesMs = Infinity
  /** The wait for company. */
  #gathering: { untilMs: number; stop(): void } | null = null

  constructor(needs: LaneNeeds<News>) {
    this.#needs = needs
  }

  /**
   * Runs `work` in a transaction. Rejects with what `work` threw (nothing stored), `busy`, `storage_full` or `draining`
   * (nothing stored), or `Unsure`.
   */
  write<T>(work: Work<News, T>, { bytes = 0, leavesInMs = 0 }: Waiting = {}): Promise<T> {
    const { jobs, bytes: mostBytes } = this.#needs.bounds
    if (this.#closing) return Promise.reject(new Refusal('draining', { retry_after_ms: BUSY_RETRY_MS }))
    if (this.#waiting.length >= jobs || this.#waitingBytes + bytes > mostBytes) {
      return Promise.reject(new Refusal('busy', { retry_after_ms: BUSY_RETRY_MS }))
    }
    return new Promise<T>((resolve, reject) => {
      const done = (value: unknown) => resolve(value as T) // the same `work` made it: its T
      this.#waiting.push({ work, bytes, done, fail: reject })
      this.#waitingBytes += bytes
      if (leavesInMs <= 0) this.#pressing++
      else this.#leavesMs = Math.min(this.#leavesMs, this.#needs.clock.steadyMs() + leavesInMs)
      this.#wake()
    })
  }

  get waiting(): number {
    return this.#waiting.length
  }

  /** How long a commit that begins now is likely to take. */
  get durableInMs(): number {
    return this.#tookMs + SPARE_MS
  }

  /** Refuses new writes, and resolves when all accepted ones are settled. */
  async close(): Promise<void> {
    this.#closing = true
    if (this.#busy) await new Promise<void>((resolve) => (this.#idle = resolve))
  }

  #wake(): void {
    if (!this.#busy) {
      this.#busy = true
      this.#begin()
    } else if (this.#gathering && this.#beginMs() < this.#gathering.untilMs) {
      this.#gathering.stop()
      this.#gathering = null
      this.#begin()
    }
  }

  #begin(): void {
    const { steadyMs, after } = this.#needs.clock
    const untilMs = this.#beginMs()
    const waitMs = untilMs - steadyMs()
    if (waitMs > 0) this.#gathering = { untilMs, stop: after(waitMs, () => void this.#commitNext()) }
    else this.#commitSoon()
  }

  /** When the next commit begins, by what waits now. */
  #beginMs(): number {
    if (!this.#crowded || this.#pressing >= ENOUGH) return this.#beganMs
    const gatheredMs = this.#beganMs + GATHER_MS
    if (this.#pressing > 0) return gatheredMs
    return Math.max(gatheredMs, Math.min(this.#leavesMs - this.durableInMs, this.#beganMs + LONGEST_GATHER_MS))
  }

  /** A turn, never a microtask: one commit for all that this turn brings, and the loop breathes (HOUSE-3). */
  #commitSoon(): void {
    setImmediate(() => void this.#commitNext())
  }

  async #commitNext(): Promise<void> {
    const { steadyMs } = this.#needs.clock
    this.#gathering = null
    this.#beganMs = steadyMs()
    const batch = this.#waiting.splice(0, MOST_PER_COMMIT)
    for (const job of batch) this.#waitingBytes -= job.bytes
    this.#pressing = this.#waiting.length
    this.#leavesMs = Infinity
    const outcome = await this.#commit(batch)
    this.#tookMs = steadyMs() - this.#beganMs
    const done = outcome.values.length
    const left = batch.slice(done)
    for (const job of left) this.#waitingBytes += job.bytes
    this.#waiting.unshift(...left)
    // Whoever was left behind has waited enough.
    this.#crowded = done > 1 && left.length === 0
    this.#settle(batch, outcome)
    if (this.#waiting.length > 0) {
      this.#begin()
      return
    }
    this.#busy = false
    this.#idle?.()
  }

  #settle(batch: readonly Job<News>[], { values, news }: Outcome<News>): void {
    if (!this.#broken) this.#needs.onDurable(news)
    for (const [at, value] of values.entries()) {
      if (value instanceof Failure) batch[at]?.fail(value.reason)
      else batch[at]?.done(value)
    }
  }

  async #commit(batch: readonly Job<News>[]): Promise<Outcome<News>> {
    if (this.#broken) return failed(batch, new Unsure('The disk is not to be trusted'))
    let outcome: Outcome<News>
    try {
      outcome = await this.#attempt(batch)
    } catch (error) {
      if (!(error instanceof StorageFull)) return failed(batch, error)
      this.#needs.onFull(error)
      return failed(batch, storageFull(error))
    }
    try {
      await this.#needs.database.makeDurable()
      return outcome
    } catch (error) {
      this.#broken = true
      this.#needs.onFatal(error)
      return failed(batch, new Unsure('The sync failed', { cause: error }))
    }
  }

  /** Most batches have no failing write, so savepoints are paid for only when one had (two statements a write). */
  async #attempt(batch: readonly Job<News>[]): Promise<Outcome<News>> {
    const { database } = this.#needs
    try {
      return await database.transaction((sql) => this.#inOrder(batch, sql, ({ work }, tx) => work(tx)))
    } catch (error) {
      if (error instanceof StorageFull || batch.length === 1) throw error
      return await database.transaction((sql) => this.#inOrder(batch, sql, (job, tx) => runApart(job, tx, database)))
    }
  }

  async #inOrder(batch: readonly Job<News>[], sql: Sql, run: Run<News>): Promise<Outcome<News>> {
    const { steadyMs } = this.#needs.clock
    const endMs = steadyMs() + MOST_MS_PER_COMMIT
    const values: unknown[] = []
    const news: News[] = []
    const tx: Tx<News> = { sql, tell: (piece) => void news.push(piece) }
    for (const job of batch) {
      values.push(await run(job, tx))
      if (steadyMs() > endMs) break
    }
    return { values, news }
  }
}

type Run<News> = (job: Job<News>, tx: Tx<News>) => Promise<unknown>

/** What a write that fails has told is not told. */
async function runApart<News>({ work }: Job<News>, { sql, tell }: Tx<News>, database: Database): Promise<unknown> {
  const news: News[] = []
  try {
    const value = await database.savepoint(() => work({ sql, tell: (piece) => void news.push(piece) }))
    news.forEach(tell)
    return value
  } catch (reason) {
    return new Failure(reason)
  }
}

const failed = <News>(batch: readonly Job<News>[], reason: unknown): Outcome<News> => ({
  values: batch.map(() => new Failure(reason)),
  news: [],
})

const storageFull = (cause: StorageFull): Refusal => {
  const refusal = new Refusal('storage_full', { retry_after_ms: FULL_RETRY_MS })
  refusal.cause = cause
  return refusal
}

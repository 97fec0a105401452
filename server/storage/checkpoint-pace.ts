import type { Clock } from '#server/kit/clock.ts'
import { CALM_WAL_BYTES, MOST_WAL_BYTES } from './wal-space.ts'

/** Some 1,500 messages of one room, 1,000 of as many rooms: what the reserved WAL holds where each is a commit of its own. */
const STATEMENTS = 3_000
/** A page that many messages change is copied and synced once a checkpoint: the fewer of them, the less is written (decision 0068). */
const SPACING_MS = 2_000
/** What `MOST_WAL_BYTES` hold where each message is a commit of its own: no later, whatever the clock says. */
const MOST_STATEMENTS = 24_000
/** Whoever filled the WAL in less than this fills it again: its blocks are kept, as a file that grows is synced slowly. */
const BUSY_MS = 10_000

/** When the WAL is to begin anew, and how much of its file is kept then. */
export class CheckpointPace {
  readonly #clock: Pick<Clock, 'steadyMs'>
  #statements = 0
  #sinceMs = -Infinity
  #keepBytes = CALM_WAL_BYTES

  constructor(clock: Pick<Clock, 'steadyMs'>) {
    this.#clock = clock
  }

  /** A statement of the writer. The file's size does not tell: a WAL begun anew keeps its length. */
  count(): void {
    this.#statements++
  }

  get statements(): number {
    return this.#statements
  }

  get isDue(): boolean {
    if (this.#statements < STATEMENTS) return false
    return this.#statements >= MOST_STATEMENTS || this.#clock.steadyMs() - this.#sinceMs >= SPACING_MS
  }

  /** A checkpoint begins: what is written from now on is of the next. */
  begin(): void {
    const nowMs = this.#clock.steadyMs()
    this.#keepBytes = nowMs - this.#sinceMs < BUSY_MS ? MOST_WAL_BYTES : CALM_WAL_BYTES
    this.#sinceMs = nowMs
    this.#statements = 0
  }

  /** The disk has no room for a longer WAL: the spacing is not waited for. */
  hurry(): void {
    this.#sinceMs = -Infinity
  }

  /** Of the WAL's file, when it begins anew after the checkpoint that began last. */
  get keepBytes(): number {
    return this.#keepBytes
  }
}

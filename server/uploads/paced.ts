import type { Clock } from '#server/kit/clock.ts'
import type { Flow } from '#server/kit/flow.ts'
import { Refusal } from '#server/kit/refusal.ts'
import type { Turns } from '#server/kit/turns.ts'

/** threats.md 5: at least 8 KiB a second over 30 s. */
const WINDOW_MS = 30_000
const LEAST_BYTES_PER_SECOND = 8 * 1024
const RETRY_MS = 1_000
/** A body from which nothing comes for so long gives its turn to others. */
const PATIENCE_MS = 20

export type Pace = {
  clock: Clock
  /** Whose bytes are read now: what waits stays with the runtime, where it costs half as much memory (measured, 0029). */
  turns: Turns
  /** How many bytes a second all of them may be. */
  flow: Flow
  /** Ends it from outside, with its reason. */
  cut: Promise<never>
}

/**
 * The pieces of a body, as long as they come quickly enough (T-60): one that drips is refused with `too_slow`. Whoever has gone
 * hears nothing of the `busy` that is said of a line that broke. A piece is used up when the next one is asked for.
 */
export async function* paced(
  body: ReadableStream<Uint8Array>,
  { clock, turns, flow, cut }: Pace,
): AsyncGenerator<Uint8Array> {
  const reader = body.getReader()
  const heed = new Heed(clock)
  const read = () => heed.waits(reader.read().catch(broken))
  const slow = Promise.withResolvers<never>()
  slow.promise.catch(() => {})
  const stop = clock.every(WINDOW_MS, () => {
    if (heed.wasSlow()) slow.reject(new Refusal('too_slow', { retry_after_ms: RETRY_MS }))
  })
  const turn = new Turn(turns)
  try {
    for (;;) {
      await turn.begin()
      const { done, value } = await Promise.race([inTurn(read, turn, clock), slow.promise, cut])
      if (done) return
      heed.came(value.length)
      await flow.take(value.length)
      yield value
      // Given back now, not when the collector comes: a crowd that uploads held three times as much (measured, 0029).
      if (value.buffer instanceof ArrayBuffer) value.buffer.transfer(0)
      turn.end()
    }
  } finally {
    turn.close()
    stop()
    // Nobody reads the rest: the runtime ends the connection.
    await reader.cancel().catch(() => {})
  }
}

/** The next piece; one's turn is over while it is not there. */
async function inTurn<Read extends { done: boolean }>(
  read: () => Promise<Read>,
  turn: Turn,
  clock: Clock,
): Promise<Read> {
  const reading = read()
  const stop = clock.after(PATIENCE_MS, () => turn.end())
  try {
    const piece = await reading
    if (!piece.done) await turn.begin()
    return piece
  } finally {
    stop()
  }
}

function broken(): never {
  throw new Refusal('busy', { retry_after_ms: RETRY_MS })
}

/** How long the sender let us wait, and what came of it. Who waits for us, for a turn or for others' bytes, is not slow. */
class Heed {
  readonly #clock: Clock
  #came = 0
  #waitedMs = 0
  #sinceMs: number | null = null

  constructor(clock: Clock) {
    this.#clock = clock
  }

  async waits<T>(reading: Promise<T>): Promise<T> {
    this.#sinceMs = this.#clock.steadyMs()
    try {
      return await reading
    } finally {
      this.#count()
      this.#sinceMs = null
    }
  }

  came(bytes: number): void {
    this.#came += bytes
  }

  /** Since it was last asked. */
  wasSlow(): boolean {
    this.#count()
    const isSlow = this.#came * 1_000 < LEAST_BYTES_PER_SECOND * this.#waitedMs
    this.#came = 0
    this.#waitedMs = 0
    return isSlow
  }

  #count(): void {
    if (this.#sinceMs === null) return
    const nowMs = this.#clock.steadyMs()
    this.#waitedMs += nowMs - this.#sinceMs
    this.#sinceMs = nowMs
  }
}

/** One's own turn: begun twice it is one, ended twice it is over, and none once it is closed. */
class Turn {
  readonly #turns: Turns
  #isMine = false
  #isClosed = false

  constructor(turns: Turns) {
    this.#turns = turns
  }

  async begin(): Promise<void> {
    if (this.#isMine || this.#isClosed) return
    await this.#turns.begin()
    // It may have been closed while it waited.
    if (this.#isClosed) this.#turns.end()
    else this.#isMine = true
  }

  end(): void {
    if (!this.#isMine) return
    this.#isMine = false
    this.#turns.end()
  }

  close(): void {
    this.#isClosed = true
    this.end()
  }
}

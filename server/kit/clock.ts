/** Time is handed in, so that tests move it (HOUSE-14). */
export type Clock = {
  /** Milliseconds since 1970: for people and expiry, never for order. */
  nowMs(): number
  /** Milliseconds of a clock that never jumps: for budgets, deadlines and widths. */
  steadyMs(): number
  /** Runs `run` once; returns its stop. */
  after(ms: number, run: () => void): () => void
  /** Runs `run` again and again; returns its stop. */
  every(ms: number, run: () => void): () => void
}

export const systemClock: Clock = {
  nowMs: Date.now,
  steadyMs: () => performance.now(),
  after(ms, run) {
    const timer = setTimeout(run, ms)
    return () => clearTimeout(timer)
  },
  every(ms, run) {
    const timer = setInterval(run, ms)
    return () => clearInterval(timer)
  },
}

/** Lets sockets and timers have their turn: SQLite's promises never leave the microtask queue (HOUSE-3). */
export const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

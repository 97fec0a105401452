import type { Clock } from '#server/kit/clock.ts'

type Timer = { atMs: number; run: () => void; everyMs: number | null }

/** A clock that a test moves by hand. */
export class FakeClock implements Clock {
  #nowMs: number
  #timers = new Set<Timer>()

  constructor(nowMs = 1_763_850_000_000) {
    this.#nowMs = nowMs
  }

  nowMs = (): number => this.#nowMs
  steadyMs = (): number => this.#nowMs

  after(ms: number, run: () => void): () => void {
    return this.#add({ atMs: this.#nowMs + ms, run, everyMs: null })
  }

  every(ms: number, run: () => void): () => void {
    return this.#add({ atMs: this.#nowMs + ms, run, everyMs: ms })
  }

  /** Moves on, and runs what falls due, in its order. */
  move(ms: number): void {
    const endMs = this.#nowMs + ms
    for (;;) {
      const due = [...this.#timers].filter((timer) => timer.atMs <= endMs).sort((a, b) => a.atMs - b.atMs)[0]
      if (!due) break
      this.#nowMs = Math.max(this.#nowMs, due.atMs)
      if (due.everyMs === null) this.#timers.delete(due)
      else due.atMs += due.everyMs
      due.run()
    }
    this.#nowMs = endMs
  }

  /** The wall clock alone jumps, as after a correction (F-17). */
  jump(ms: number): void {
    this.nowMs = () => this.#nowMs + ms
  }

  #add(timer: Timer): () => void {
    this.#timers.add(timer)
    return () => this.#timers.delete(timer)
  }
}

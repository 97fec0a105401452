import type { Clock } from '#server/kit/clock.ts'

/** Ordinary rooms gather what follows within this (decision 5). */
export const TICK_MS = 20
const WIDEST_TICK_MS = 1_000
/** What a frame costs for each receiver, the network's part included, where nobody has measured it (decisions 0018, 0047). */
export const WRITE_MS = 0.007
/** The part of a core for one room. */
const ROOM_SHARE = 0.2

/** 20 ms up to some 570 members, 35 ms at 1,000, 350 ms at 10,000, at most 1 s. */
export const tickWidth = (members: number, writeMs = WRITE_MS): number =>
  Math.min(WIDEST_TICK_MS, Math.max(TICK_MS, Math.round((members * writeMs) / ROOM_SHARE)))

/**
 * After a quiet tick the first item leaves at once; what follows waits for the end of the tick and leaves together.
 * One write per receiver and frame is what a room costs, whatever is in the frame.
 */
export class Pace<Item> {
  readonly #clock: Clock
  readonly #widthMs: () => number
  readonly #leave: (items: Item[]) => void
  #gathered: Item[] = []
  #lastMs = Number.NEGATIVE_INFINITY
  #stopTimer: (() => void) | null = null

  constructor(clock: Clock, widthMs: () => number, leave: (items: Item[]) => void) {
    this.#clock = clock
    this.#widthMs = widthMs
    this.#leave = leave
  }

  add(items: readonly Item[]): void {
    for (const item of items) this.#gathered.push(item)
    if (this.#stopTimer) return
    const waitMs = this.#waitMs()
    if (waitMs <= 0) this.flush()
    else this.#stopTimer = this.#clock.after(waitMs, () => this.flush())
  }

  /** When an item leaves that can be added in `readyInMs`: with the end of this tick, or of the next; 0: as soon as it is added. */
  leavesInMs(readyInMs: number): number {
    const waitMs = this.#waitMs()
    if (waitMs <= 0) return 0
    return waitMs < readyInMs ? waitMs + this.#widthMs() : waitMs
  }

  #waitMs(): number {
    return this.#lastMs + this.#widthMs() - this.#clock.steadyMs()
  }

  /** Changes what waits. */
  replace(change: (item: Item) => Item): void {
    this.#gathered = this.#gathered.map(change)
  }

  /** Lets leave what waits, without waiting for the tick's end. */
  flush(): void {
    this.stop()
    if (this.#gathered.length === 0) return
    const items = this.#gathered
    this.#gathered = []
    this.#lastMs = this.#clock.steadyMs()
    this.#leave(items)
  }

  stop(): void {
    this.#stopTimer?.()
    this.#stopTimer = null
  }
}

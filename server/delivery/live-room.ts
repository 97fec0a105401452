import type { Logged } from './event-log.ts'
import type { LinePage } from './line-log.ts'
import type { Pace } from './pace.ts'

/** Hears a room's events in order, each once, in this process: the classic gateway is one. */
export type Listener = (events: readonly Logged[]) => void

/** Newest events kept as encoded, so that a storm of short gaps never asks the database (docs/house.md, tail). */
const TAIL_EVENTS = 64
/** A tail grows by so many before it is cut back. Kept small: what is kept is what the collector walks through. */
const TAIL_SLACK = 16
/** … and at most this many characters of them: rooms of long messages keep fewer. */
const TAIL_CHARS = 512 * 1024
/** A snapshot has at most so many events behind its page; then the page is read anew. */
const PAGE_AGE_EVENTS = 32
const PAGE_AGE_CHARS = 16 * 1024

/** A room that somebody here reads, or read a moment ago. */
export class LiveRoom {
  readonly id: string
  readonly epoch: string
  readonly floor: number
  /** Number of the newest event that this node has heard; all below it were heard before. */
  head: number
  tail: Logged[]
  tailChars: number
  members = 0
  idleSinceMs = 0
  catchingUp = false
  /** Rung while catching up: what was read may be old already. */
  rung = false
  readonly pace: Pace<Logged>
  readonly listeners = new Set<Listener>()
  /** The newest lines, read once for a storm of joins. */
  page: LinePage | null = null
  readingPage: Promise<LinePage> | null = null
  /** How many events were made stubs: what was read before may hold their words. */
  erasures = 0

  constructor(
    id: string,
    at: { epoch: string; floor: number; head: number },
    tail: Logged[],
    pace: (room: LiveRoom) => Pace<Logged>,
  ) {
    this.id = id
    this.epoch = at.epoch
    this.floor = at.floor
    this.head = at.head
    this.tail = tail
    this.tailChars = charsOf(tail)
    this.pace = pace(this)
  }

  /** True when every event above `cursor` lies in the tail. */
  covers(cursor: number): boolean {
    return cursor >= this.head || (this.tail[0]?.seq ?? Infinity) <= cursor + 1
  }

  tailAfter(cursor: number): Logged[] {
    return this.tail.filter((event) => event.seq > cursor)
  }

  /** Everything after the page lies in the tail, and is little. */
  isFresh({ last }: LinePage): boolean {
    if (!this.covers(last)) return false
    const after = this.tailAfter(last)
    return after.length <= PAGE_AGE_EVENTS && charsOf(after) <= PAGE_AGE_CHARS
  }

  /** The next events, in order. */
  take(events: readonly Logged[]): void {
    this.head = events.at(-1)?.seq ?? this.head
    for (const event of events) {
      this.tail.push(event)
      this.tailChars += event.json.length
    }
    if (this.tail.length > TAIL_EVENTS + TAIL_SLACK || this.tailChars > TAIL_CHARS) this.#trimTail()
    this.pace.add(events)
  }

  /** Words were erased: they leave the tail, what waits for the tick, and the page (P-7). */
  erase(stubs: ReadonlyMap<number, Logged>): void {
    const stubOf = (event: Logged) => stubs.get(event.seq) ?? event
    this.erasures += stubs.size
    this.page = null
    this.tail = this.tail.map(stubOf)
    this.tailChars = charsOf(this.tail)
    this.pace.replace(stubOf)
  }

  /** Cuts a tail that has grown to its bound well below it, so that trimming is rare; the newest event stays. */
  #trimTail(): void {
    this.tail = this.tail.slice(-TAIL_EVENTS)
    this.tailChars = charsOf(this.tail)
    while (this.tailChars > TAIL_CHARS / 2 && this.tail.length > 1)
      this.tailChars -= this.tail.shift()?.json.length ?? 0
  }
}

const charsOf = (events: readonly Logged[]): number => events.reduce((sum, event) => sum + event.json.length, 0)

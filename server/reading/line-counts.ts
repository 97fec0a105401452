import type { Sql } from '#server/storage/database.ts'

/** How many messages a room's log has up to a number. */
export type Point = { seq: number; lines: number }

/** A microsecond is ten entries of the index: what one write may count in all, and for one mark. */
const MOST_COUNTED = 40_000
const MOST_AT_ONCE = 20_000

/**
 * How many messages there are up to a number, for the marks of one write: counted from the nearest place where it is
 * known, and remembered, since a crowd reads the same message. Where that would take too long (HOUSE-13) it is estimated
 * between what is known below and above; it is exact again where the head is reached.
 */
export class LineCounts {
  readonly #sql: Sql
  readonly #known = new Map<string, number>()
  #left = MOST_COUNTED

  constructor(sql: Sql) {
    this.#sql = sql
  }

  /** `below` and `above` are known; `seq` lies between them. */
  async upTo(room: string, seq: number, below: Point, above: Point): Promise<number> {
    if (seq === below.seq) return below.lines
    if (seq === above.seq) return above.lines
    const key = `${room} ${seq}`
    const known = this.#known.get(key)
    if (known !== undefined) return known
    const lines = await this.#count(room, seq, below, above)
    this.#known.set(key, lines)
    return lines
  }

  async #count(room: string, seq: number, below: Point, above: Point): Promise<number> {
    const isNearAbove = above.seq - seq < seq - below.seq
    const span = isNearAbove ? above.seq - seq : seq - below.seq
    if (span > Math.min(this.#left, MOST_AT_ONCE)) return estimate(seq, below, above)
    this.#left -= span
    return isNearAbove
      ? above.lines - (await this.#between(room, seq, above.seq))
      : below.lines + (await this.#between(room, below.seq, seq))
  }

  async #between(room: string, after: number, upTo: number): Promise<number> {
    const [row] = await this.#sql<{ count: number }[]>`
      select cast(count(*) as integer) as count from events
      where room_id = ${room} and seq > ${after} and seq <= ${upTo} and type = 'message.posted'`
    return row?.count ?? 0
  }
}

const estimate = (seq: number, below: Point, above: Point): number =>
  below.lines + Math.floor(((above.lines - below.lines) * (seq - below.seq)) / (above.seq - below.seq))

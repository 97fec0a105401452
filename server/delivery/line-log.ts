import { limits } from '#protocol/limits.ts'
import { Refusal } from '#server/kit/refusal.ts'
import type { Sql } from '#server/storage/database.ts'
import { type EventRow, type Logged, wireJson, withinFrame } from './event-log.ts'
import type { Unsettled } from './unsettled.ts'

/** A message as it leaves: with its state. `crowded`: the state does not name everybody who reacted. */
export type EncodedLine = { readonly seq: number; readonly json: string; readonly crowded: boolean }
/** One that was asked for by its number. `changed`: it has a state, as whatever was edited, erased or reacted to has. */
export type DatedLine = EncodedLine & { readonly at: number; readonly changed: boolean }
/** All lines from number `first` to `last` (protocol/lines.ts), as they were at number `head`. */
export type LinePage = {
  readonly first: number
  readonly last: number
  readonly lines: readonly EncodedLine[]
  /** What became of the room itself between them; the newest where there are many. */
  readonly notices: readonly Logged[]
  readonly head: number
  readonly moreBelow: boolean
  readonly moreAbove: boolean
}

/** Notices of a page beside its lines. */
const NOTICE_BYTES = limits.frameBytes / 4

type LineRow = EventRow & { state: string | null; crowded: number | null }
type HeadRow = { floor: number; head: number }
/** Lines beside one place, nearest first, and whether there are more of them. */
type Side = { lines: EncodedLine[]; more: boolean }

/**
 * The log as people read it: lines with their states, always as of one durable number. The statements of a page begin in one
 * turn, so nothing is committed between them. How many there are does not depend on what is on the page (PERF-9): numbers
 * are handed over as one list, and `cross join` keeps the planner from walking the room instead of the list.
 */
export class LineLog {
  readonly #read: Sql
  readonly #unsettled: Unsettled

  constructor(read: Sql, unsettled: Unsettled) {
    this.#read = read
    this.#unsettled = unsettled
  }

  /** The newest `limit` lines below `before`, and at most a frame's bytes. All of these refuse with `not_found`. */
  before(roomId: string, before: number, limit: number): Promise<LinePage> {
    return this.#unsettled.whenSettled(roomId, async () => {
      const [{ floor, head }, below] = await Promise.all([this.#head(roomId), this.#below(roomId, before, limit)])
      const last = Math.min(before - 1, head)
      const first = below.more ? (below.lines.at(-1)?.seq ?? floor) : floor
      const notices = await this.#notices(roomId, first, last)
      return { first, last, lines: below.lines.reverse(), notices, head, moreBelow: below.more, moreAbove: last < head }
    })
  }

  /** The first `limit` lines above `after`. */
  after(roomId: string, after: number, limit: number): Promise<LinePage> {
    return this.#unsettled.whenSettled(roomId, async () => {
      const [{ floor, head }, above] = await Promise.all([this.#head(roomId), this.#above(roomId, after, limit)])
      // Who asks from beyond the end gets the empty page behind it, whatever number that was.
      const first = Math.max(Math.min(after, head) + 1, floor)
      const last = above.more ? (above.lines.at(-1)?.seq ?? head) : head
      const notices = await this.#notices(roomId, first, last)
      return { first, last, lines: above.lines, notices, head, moreBelow: first > floor, moreAbove: above.more }
    })
  }

  /** As many lines below `seq` as from it on, where there are so many. */
  around(roomId: string, seq: number, limit: number): Promise<LinePage> {
    const half = Math.floor(limit / 2)
    const bytes = limits.frameBytes / 2
    return this.#unsettled.whenSettled(roomId, async () => {
      const [{ floor, head }, below, above] = await Promise.all([
        this.#head(roomId),
        this.#below(roomId, seq, half, bytes),
        this.#above(roomId, seq - 1, limit - half, bytes),
      ])
      const first = below.more ? (below.lines.at(-1)?.seq ?? seq) : floor
      const last = above.more ? (above.lines.at(-1)?.seq ?? seq) : head
      const lines = [...below.lines.reverse(), ...above.lines]
      const notices = await this.#notices(roomId, first, last)
      return { first, last, lines, notices, head, moreBelow: below.more, moreAbove: above.more }
    })
  }

  /** The lowest number whose time is `atMs` or later: one above the head where there is none. Times never go back (P-18). */
  async firstAt(roomId: string, atMs: number): Promise<number> {
    const [row] = await this.#read<{ seq: number }[]>`
      with recursive halving (low, high) as (
        select floor, seq + 1 from room_heads where room_id = ${roomId}
        union all
        select case when e.at_ms < ${atMs} then e.seq + 1 else low end, case when e.at_ms < ${atMs} then high else e.seq end
        from halving join events e on e.room_id = ${roomId} and e.seq = (low + high) / 2
        where low < high
      )
      select low as seq from halving order by high - low limit 1`
    if (!row) throw new Refusal('not_found')
    return row.seq
  }

  /** How many lines there are from number `from` to `to`. It goes through the index of all: ask for a stretch at a time. */
  async count(roomId: string, from: number, to: number): Promise<number> {
    const [row] = await this.#read<{ count: number }[]>`
      select cast(count(*) as integer) as count from events
      where room_id = ${roomId} and type = 'message.posted' and seq >= ${from} and seq <= ${to}`
    return row?.count ?? 0
  }

  /** The lines of these numbers, in the order of `seqs`; what is no line of the room is left out. */
  some(roomId: string, seqs: readonly number[]): Promise<DatedLine[]> {
    return this.#unsettled.whenSettled(roomId, async () => {
      const rows = this.#read<LineRow[]>`
        select e.seq, e.at_ms, e.wire, s.state, s.crowded
        from json_each(${JSON.stringify(seqs)}) asked
        cross join events e on e.room_id = ${roomId} and e.seq = asked.value
        left join message_states s on s.room_id = e.room_id and s.seq = e.seq
        where e.type = 'message.posted' order by asked.key`
      const [, found] = await Promise.all([this.#head(roomId), rows])
      return found.map(datedLine)
    })
  }

  /** The pinned lines, the newest pin first. */
  pinned(roomId: string): Promise<EncodedLine[]> {
    return this.#unsettled.whenSettled(roomId, async () => {
      const rows = this.#read<LineRow[]>`
        select e.seq, e.at_ms, e.wire, s.state, s.crowded
        from message_states s join events e on e.room_id = s.room_id and e.seq = s.seq
        where s.room_id = ${roomId} and s.pinned is not null order by s.pinned desc limit ${limits.pins}`
      const [, found] = await Promise.all([this.#head(roomId), rows])
      return found.map(encodedLine)
    })
  }

  /** A person's reactions to those of these lines whose states do not name everybody (protocol/lines.ts, `mine`). */
  async mine(roomId: string, principalId: string, lines: readonly EncodedLine[]): Promise<[number, string][]> {
    const crowded = lines.flatMap((line) => (line.crowded ? [line.seq] : []))
    if (crowded.length === 0) return []
    const rows = await this.#unsettled.whenSettled(
      roomId,
      () => this.#read<{ seq: number; kind: string }[]>`
        select r.seq, r.kind from json_each(${JSON.stringify(crowded)}) asked
        cross join reactions r on r.room_id = ${roomId} and r.seq = asked.value and r.principal_id = ${principalId}
        order by asked.key`,
    )
    return rows.map(({ seq, kind }) => [seq, kind])
  }

  /** Nothing changes a notice but the deletion of somebody whom it names, so it is read behind the lines. */
  async #notices(roomId: string, first: number, last: number): Promise<Logged[]> {
    const rows = await this.#read<EventRow[]>`
      select seq, at_ms, wire from events
      where room_id = ${roomId} and type in ('room.changed', 'member.changed') and seq >= ${first} and seq <= ${last}
      order by seq desc limit ${limits.pageNotices}`
    return withinFrame(rows.map(loggedNotice), NOTICE_BYTES).reverse()
  }

  async #head(roomId: string): Promise<HeadRow> {
    const [row] = await this.#read<HeadRow[]>`select floor, seq as head from room_heads where room_id = ${roomId}`
    if (!row) throw new Refusal('not_found')
    return row
  }

  async #below(roomId: string, before: number, limit: number, bytes?: number): Promise<Side> {
    const rows = await this.#read<LineRow[]>`
      select e.seq, e.at_ms, e.wire, s.state, s.crowded
      from events e left join message_states s on s.room_id = e.room_id and s.seq = e.seq
      where e.room_id = ${roomId} and e.type = 'message.posted' and e.seq < ${before}
      order by e.seq desc limit ${limit + 1}`
    return sideOf(rows, limit, bytes)
  }

  async #above(roomId: string, after: number, limit: number, bytes?: number): Promise<Side> {
    const rows = await this.#read<LineRow[]>`
      select e.seq, e.at_ms, e.wire, s.state, s.crowded
      from events e left join message_states s on s.room_id = e.room_id and s.seq = e.seq
      where e.room_id = ${roomId} and e.type = 'message.posted' and e.seq > ${after}
      order by e.seq limit ${limit + 1}`
    return sideOf(rows, limit, bytes)
  }
}

const loggedNotice = (row: EventRow): Logged => ({ seq: row.seq, json: wireJson(row) })

/** One row more than asked for says that there are more. */
function sideOf(rows: readonly LineRow[], limit: number, bytes: number | undefined): Side {
  const lines = withinFrame(rows.slice(0, limit).map(encodedLine), bytes)
  return { lines, more: lines.length < rows.length }
}

function encodedLine({ state, crowded, ...row }: LineRow): EncodedLine {
  const json = wireJson(row)
  return { seq: row.seq, json: state === null ? json : `${json.slice(0, -1)},"now":${state}}`, crowded: crowded === 1 }
}

const datedLine = (row: LineRow): DatedLine => ({ ...encodedLine(row), at: row.at_ms, changed: row.state !== null })

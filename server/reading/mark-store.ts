import { limits } from '#protocol/limits.ts'
import type { Sql } from '#server/storage/database.ts'
import { LineCounts } from './line-counts.ts'
import { readMentions } from './mention-store.ts'
import type { SeatPlace } from './seat-store.ts'

/** Somebody says how far it has read. `tells`: the others of a chat may know. */
export type Mark = SeatPlace & { seq: number; tells: boolean }
/** How the seat stands now. `told`: number that the others of the chat are to learn; null: nothing new. */
export type Marked = {
  read: number
  readLines: number
  mentions: number
  firstMention: number | null
  moved: boolean
  told: number | null
}

type SeatRow = {
  read_seq: number
  read_lines: number
  told_seq: number
  kind: string
  head: number
  lines: number
  mentions: number
}
type AllRow = { seq: number; author_id: string }

/**
 * The marks of one write. They only go forward (P-34), and no further than the log. Two statements for each that moves,
 * for what a crowd has in common is asked once. Null: the room is not on that person's list.
 */
export async function markSeats(sql: Sql, marks: readonly Mark[], nowMs: number): Promise<(Marked | null)[]> {
  const counts = new LineCounts(sql)
  const forAll = new MentionsOfAll(sql)
  const marked: (Marked | null)[] = []
  for (const mark of marks) marked.push(await markSeat({ sql, counts, forAll }, mark, nowMs))
  return marked
}

type Needs = { sql: Sql; counts: LineCounts; forAll: MentionsOfAll }

async function markSeat({ sql, counts, forAll }: Needs, mark: Mark, nowMs: number): Promise<Marked | null> {
  const { principal, room } = mark
  const seat = await findMarkedSeat(sql, mark)
  if (!seat) return null
  const said = Math.min(mark.seq, seat.head)
  const read = Math.max(seat.read_seq, said)
  const tells = mark.tells && seat.kind === 'chat' && said > seat.told_seq
  const told = tells ? said : seat.told_seq
  const moved = read > seat.read_seq
  const below = { seq: seat.read_seq, lines: seat.read_lines }
  const readLines = await counts.upTo(room, read, below, { seq: seat.head, lines: seat.lines })
  if (moved || tells)
    await sql`
      update seats set read_seq = ${read}, read_lines = ${readLines}, told_seq = ${told}, since_ms = ${nowMs}
      where principal_id = ${principal} and room_id = ${room}`
  if (moved && seat.mentions > 0) await readMentions(sql, principal, room, read)
  const own = seat.mentions > 0 ? await ownMentions(sql, mark) : []
  const left = [...new Set([...own, ...(await forAll.above(room, read, principal))])]
  return {
    read,
    readLines,
    mentions: Math.min(left.length, limits.countedMentions),
    firstMention: left.length > 0 ? Math.min(...left) : null,
    moved,
    told: tells ? told : null,
  }
}

/** Look-ups in the columns: joins took three times as long (decision 0027). */
async function findMarkedSeat(sql: Sql, { principal, room }: SeatPlace): Promise<SeatRow | null> {
  const [row] = await sql<SeatRow[]>`
    select read_seq, read_lines, told_seq,
      (select r.kind from rooms r where r.id = seats.room_id) as kind,
      (select h.seq from room_heads h where h.room_id = seats.room_id) as head,
      (select h.lines from room_heads h where h.room_id = seats.room_id) as lines,
      (select cast(count(*) as integer) from mentions m
        where m.principal_id = seats.principal_id and m.room_id = seats.room_id) as mentions
    from seats where principal_id = ${principal} and room_id = ${room}`
  return row ?? null
}

async function ownMentions(sql: Sql, { principal, room }: SeatPlace): Promise<number[]> {
  const rows = await sql<{ seq: number }[]>`
    select seq from mentions where principal_id = ${principal} and room_id = ${room}`
  return rows.map(({ seq }) => seq)
}

/** Messages for everybody (@all), asked for once a room: most have none. */
class MentionsOfAll {
  readonly #sql: Sql
  readonly #byRoom = new Map<string, readonly AllRow[]>()

  constructor(sql: Sql) {
    this.#sql = sql
  }

  /** Those that this person has not read: not its own, and not of whom it ignores. */
  async above(room: string, read: number, principal: string): Promise<number[]> {
    const rows = this.#byRoom.get(room) ?? (await this.#find(room))
    this.#byRoom.set(room, rows)
    const unread: number[] = []
    for (const { seq, author_id: author } of rows)
      if (seq > read && author !== principal && !(await this.#ignores(principal, author))) unread.push(seq)
    return unread
  }

  #find(room: string) {
    return this.#sql<AllRow[]>`
      select m.seq, e.author_id from mentions m join events e on e.room_id = m.room_id and e.seq = m.seq
      where m.principal_id = '' and m.room_id = ${room}`
  }

  async #ignores(principal: string, author: string): Promise<boolean> {
    const rows = await this.#sql<{ ignored: number }[]>`
      select ignored from person_marks where principal_id = ${principal} and other_id = ${author} and ignored = 1`
    return rows.length > 0
  }
}

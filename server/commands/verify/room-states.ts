import { isDeepStrictEqual } from 'node:util'
import type { MessageState } from '#protocol/lines.ts'
import type { MessageChange } from '#protocol/message-events.ts'
import { foldMessage } from '#protocol/message-state.ts'
import type { Look } from '#server/storage/look.ts'
import type { Findings } from './findings.ts'

type Own = { state: MessageState; pinned: number | null }
type OwnRow = { state: string; pinned: number | null }
type StateRow = { seq: number; v: number; state: string; crowded: number; pinned: number | null }

const PAGE = 500

/** Tables of the look's own, so that a room of any size is held at the memory of a page. */
export function makeOwnTables(look: Look): void {
  look.own('create temp table own_states (seq integer primary key, state text not null, pinned integer)')
  look.own('create temp table own_texts (message integer, seq integer, primary key (message, seq)) without rowid')
}

/**
 * What the events of a room make of its messages, held against what stands in the database (P-7: state = events). Fed in the order of
 * the numbers.
 */
export class RoomStates {
  readonly #look: Look
  readonly #room: string
  readonly #findings: Findings
  #compared = 0

  constructor(look: Look, room: string, findings: Findings) {
    this.#look = look
    this.#room = room
    this.#findings = findings
    look.own('delete from own_states')
    look.own('delete from own_texts')
  }

  async take(change: MessageChange): Promise<void> {
    const { sql } = this.#look
    const { message, seq } = change
    const before = await this.#own(message)
    const state = foldMessage(before?.state, change)
    const pinned = pinOf(change, state, before?.pinned ?? null)
    await sql`insert or replace into own_states (seq, state, pinned) values (${message}, ${JSON.stringify(state)}, ${pinned})`
    if (change.type === 'message.edited' || change.type === 'message.carded')
      await sql`insert or ignore into own_texts (message, seq) values (${message}, ${seq})`
  }

  /** Events that held words of a message: edits, and cards. */
  async textsOf(message: number): Promise<number[]> {
    const rows = await this.#look.sql<{ seq: number }[]>`
      select seq from own_texts where message = ${message} order by seq`
    return rows.map(({ seq }) => seq)
  }

  /** Compares the next stored states; in the same moment as the last events were taken. False: there are no more. */
  async compareNext(): Promise<boolean> {
    const rows = await this.#look.sql<StateRow[]>`
      select seq, v, state, crowded, pinned from message_states
      where room_id = ${this.#room} and seq > ${this.#compared} order by seq limit ${PAGE}`
    for (const row of rows) {
      await this.#compare(row)
      this.#findings.count('states')
    }
    this.#compared = rows.at(-1)?.seq ?? this.#compared
    return rows.length === PAGE
  }

  /** What events have made and is not stored. */
  async requireAllStored(): Promise<void> {
    const rows = await this.#look.sql<{ seq: number }[]>`
      select seq from own_states o where not exists (
        select 1 from message_states s where s.room_id = ${this.#room} and s.seq = o.seq) limit ${PAGE}`
    for (const { seq } of rows) this.#fault(seq, 'events have changed the message, and its state is not there.')
  }

  async #own(message: number): Promise<Own | null> {
    const [row] = await this.#look.sql<OwnRow[]>`select state, pinned from own_states where seq = ${message}`
    // Written by `take` alone.
    return row ? { state: JSON.parse(row.state), pinned: row.pinned } : null
  }

  async #compare({ seq, v, state: text, crowded, pinned }: StateRow): Promise<void> {
    const own = await this.#own(seq)
    const state = parsed(text)
    if (!own) return this.#fault(seq, 'it has a state, but no event has changed it.')
    if (!isDeepStrictEqual(state, own.state)) return this.#fault(seq, 'its state is not what its events make of it.')
    if (v !== own.state.v || pinned !== own.pinned || crowded !== crowdedOf(own.state))
      return this.#fault(seq, 'what is noted beside its state does not agree with it.')
    if (!own.state.erased) await this.#compareReactions(seq, own.state)
  }

  async #compareReactions(seq: number, { reactions = [] }: MessageState): Promise<void> {
    const rows = await this.#look.sql<{ kind: string; count: number }[]>`
      select kind, count(*) as count from reactions where room_id = ${this.#room} and seq = ${seq} group by kind`
    const found = new Map(rows.map(({ kind, count }) => [kind, count]))
    const agrees = found.size === reactions.length && reactions.every(({ kind, count }) => found.get(kind) === count)
    if (!agrees) this.#fault(seq, 'who has reacted does not agree with what is counted.')
  }

  #fault(seq: number, what: string): void {
    this.#findings.fault(`Room ${this.#room}, number ${seq}: ${what}`)
  }
}

/** Number of the event that has pinned it; null: it is not pinned. */
function pinOf(change: MessageChange, state: MessageState, before: number | null): number | null {
  if (!state.pinned) return null
  return change.type === 'message.pinned' && change.seq === state.v ? change.seq : before
}

const crowdedOf = ({ reactions = [] }: MessageState): number =>
  reactions.some(({ count, who }) => count > who.length) ? 1 : 0

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

import { limits } from '#protocol/limits.ts'
import { Refusal } from '#server/kit/refusal.ts'
import type { Sql } from '#server/storage/database.ts'
import type { Remembered } from '#server/storage/remembered.ts'
import type { Tx } from '#server/storage/writer-lane.ts'
import { Unsettled } from './unsettled.ts'

/** An event as it leaves: its number, and its whole JSON as clients get it. Encoded once, for everybody and for ever. */
export type Logged = { readonly seq: number; readonly json: string }
/** Of a room in which something was said: its newest message, and how many there were, erased ones too. */
export type Said = { readonly head: number; readonly lines: number; readonly at: number }
/** What a commit tells the feed: this event is durable. `stub`: it was told before, and its words are erased now. */
export type News = { readonly roomId: string; readonly event: Logged; readonly stub?: true; readonly said?: Said }
/**
 * What has to be done in the turn in which a commit is durable, before anything of it is read or told: who lost a right has
 * lost it by then (P-27). It must not throw.
 */
export type Effect = { readonly effect: () => void }
export type RoomTx = Tx<News | Effect>
/** The two doors that features see: reading what is committed, and the one way to write (HOUSE-3, HOUSE-4). */
export type RoomStorage = {
  readonly read: Sql
  /** `bytes` is what the write holds while it waits; `room`: where all that it tells is heard. */
  write<T>(work: (tx: RoomTx) => Promise<T>, how?: { bytes: number; room: string }): Promise<T>
  /** What writes have read of these tables, until one of them touches one (`server/storage/remembered.ts`). */
  remember<T>(tables: readonly string[]): Remembered<T>
}

/** What is to be stored. `wire` is the event as a JSON object without `seq` and `at`, which the log gives. */
export type NewEvent = {
  type: string
  author: string
  cid: string
  /** Keyed hash of what was first sent: the same cid with another one is a conflict (P-5). */
  checkHash: string
  atMs: number
  wire: string
}
export type Stored = { seq: number; at: number; epoch: string; dup: boolean }
export type Head = { epoch: string; floor: number; head: number }

export type EventRow = { seq: number; at_ms: number; wire: string }

/** The truth about every room (HOUSE-1): gap-free numbers, given in the transaction that stores the event (P-1). */
export class EventLog {
  readonly #read: Sql
  /** Reading stops below what is committed but perhaps not yet durable (P-3, P-4). */
  readonly unsettled = new Unsettled()

  constructor(read: Sql) {
    this.#read = read
  }

  /** Begins the log of a new room. */
  async begin({ sql }: RoomTx, roomId: string, epoch: string, nowMs: number): Promise<void> {
    await sql`insert into room_heads (room_id, epoch, floor, seq, last_ms) values (${roomId}, ${epoch}, 1, 0, ${nowMs})`
  }

  /**
   * Stores an event under the room's next number and books the announcement, in one call (HOUSE-2). A repeat of the same
   * cid stores nothing and gives the first answer again, `dup` set. Refuses with `not_found`, `client_id_conflict`.
   */
  async announce(tx: RoomTx, roomId: string, event: NewEvent): Promise<Stored> {
    const line = isLine(event)
    const [head] = await tx.sql<{ seq: number; last_ms: number; epoch: string; lines: number }[]>`
      update room_heads set seq = room_heads.seq + 1, lines = room_heads.lines + ${line},
        last_ms = case when last_ms > ${event.atMs} then last_ms else ${event.atMs} end
      where room_id = ${roomId} returning seq, last_ms, epoch, lines`
    if (!head) throw new Refusal('not_found')
    const { seq, last_ms: at, epoch, lines } = head
    const stored = await tx.sql<{ seq: number }[]>`
      insert into events (room_id, seq, at_ms, type, author_id, cid, check_hash, wire)
      values (${roomId}, ${seq}, ${at}, ${event.type}, ${event.author}, ${event.cid}, ${event.checkHash}, ${event.wire})
      on conflict (room_id, author_id, cid) do nothing returning seq`
    if (stored.length === 0) return this.#repeat(tx, roomId, event)
    this.unsettled.note(roomId, seq)
    const logged = { seq, json: wireJson({ seq, at_ms: at, wire: event.wire }) }
    tx.tell(line === 0 ? { roomId, event: logged } : { roomId, event: logged, said: { head: seq, lines, at } })
    return { seq, at, epoch, dup: false }
  }

  /**
   * The first answer to this cid, if it was stored before: for commands whose other conditions may have ceased to hold since.
   * Refuses with `client_id_conflict`.
   */
  async findRepeat({ sql }: RoomTx, roomId: string, event: Pick<NewEvent, 'author' | 'cid' | 'checkHash'>) {
    const [first] = await sql<{ seq: number; at_ms: number; check_hash: string; epoch: string }[]>`
      select e.seq, e.at_ms, e.check_hash, h.epoch from events e join room_heads h on h.room_id = e.room_id
      where e.room_id = ${roomId} and e.author_id = ${event.author} and e.cid = ${event.cid}`
    if (!first) return null
    if (first.check_hash !== event.checkHash) throw new Refusal('client_id_conflict')
    return { seq: first.seq, at: first.at_ms, epoch: first.epoch, dup: true } satisfies Stored
  }

  /** Puts a stub in the place of an earlier event, here and in every tail (P-7). Its number, author and cid stay. */
  async rewrite(tx: RoomTx, roomId: string, seq: number, wire: string): Promise<void> {
    const rows = await tx.sql<{ at_ms: number }[]>`
      update events set wire = ${wire} where room_id = ${roomId} and seq = ${seq} returning at_ms`
    for (const { at_ms } of rows) {
      this.unsettled.noteErasing(roomId)
      tx.tell({ roomId, event: { seq, json: wireJson({ seq, at_ms, wire }) }, stub: true })
    }
  }

  /** Where the room's log stands, as far as it is durable. Refuses with `not_found`. */
  async head(roomId: string): Promise<Head> {
    const [row] = await this.#read<{ epoch: string; floor: number; seq: number }[]>`
      select epoch, floor, seq from room_heads where room_id = ${roomId}`
    if (!row) throw new Refusal('not_found')
    const notDurable = this.unsettled.lowest(roomId)
    return { epoch: row.epoch, floor: row.floor, head: Math.min(row.seq, (notDurable ?? Infinity) - 1) }
  }

  /** The events above `after` and up to `upTo`, oldest first: at most `limit`, and at most a frame's bytes. */
  async after(roomId: string, after: number, upTo: number, limit: number = limits.pageEvents): Promise<Logged[]> {
    const rows = await this.unsettled.whenErased(
      roomId,
      () => this.#read<EventRow[]>`
        select seq, at_ms, wire from events
        where room_id = ${roomId} and seq > ${after} and seq <= ${upTo} order by seq limit ${limit}`,
    )
    return withinFrame(rows.map(logged))
  }

  /** The events below `before`, oldest first: the newest `limit` of them, and at most a frame's bytes. */
  async before(roomId: string, before: number, limit: number = limits.pageEvents): Promise<Logged[]> {
    const rows = await this.unsettled.whenErased(
      roomId,
      () => this.#read<EventRow[]>`
        select seq, at_ms, wire from events
        where room_id = ${roomId} and seq < ${before} order by seq desc limit ${limit}`,
    )
    return withinFrame(rows.map(logged)).reverse()
  }

  async #repeat(tx: RoomTx, roomId: string, event: NewEvent): Promise<Stored> {
    // The number taken above goes back in the same transaction, under the same row lock: none is burnt (P-1).
    await tx.sql`
      update room_heads set seq = room_heads.seq - 1, lines = room_heads.lines - ${isLine(event)}
      where room_id = ${roomId}`
    const first = await this.findRepeat(tx, roomId, event)
    if (!first) throw new Error('A cid is stored and cannot be found')
    return first
  }
}

const isLine = ({ type }: Pick<NewEvent, 'type'>): 0 | 1 => (type === 'message.posted' ? 1 : 0)

export const wireJson = ({ seq, at_ms, wire }: EventRow): string => `{"seq":${seq},"at":${at_ms},${wire.slice(1)}`
const logged = (row: EventRow): Logged => ({ seq: row.seq, json: wireJson(row) })

/** As many from the front as fit into a frame, one at the least. A UTF-16 unit is at most 3 bytes of UTF-8. */
export function withinFrame<Item extends Logged>(events: Item[], most: number = limits.frameBytes): Item[] {
  let bytes = 0
  const cut = events.findIndex((event, at) => {
    bytes += byteLength(event.json)
    return at > 0 && bytes > most
  })
  return cut < 0 ? events : events.slice(0, cut)
}

export const byteLength = (text: string): number => Buffer.byteLength(text)

import * as v from 'valibot'
import { epoch } from '#protocol/ids.ts'
import { type RoomEvent, roomEvent } from '#protocol/rooms.ts'
import { isInIndex } from '#server/search/index.ts'
import type { Look } from '#server/storage/look.ts'
import type { Findings } from './findings.ts'
import { RoomStates } from './room-states.ts'

type EventRow = { seq: number; at_ms: number; type: string; author_id: string; cid: string; wire: string }
type HeadRow = { epoch: string; floor: number; seq: number; lines: number; last_ms: number }
export type RoomNeeds = { look: Look; room: string; findings: Findings; onEvents(count: number): void }

/** Events read in one moment: some 10 ms, less than the server waits for a reader before its WAL begins anew. */
const PAGE = 400
/** Of each room so many messages are looked for in the index of search. */
const SAMPLES = 200
const isText = (type: string): boolean => type === 'message.posted'

/** One log from its floor to its head (C-1, C-2), what its events make of its messages, and its head. It may grow meanwhile. */
export class RoomLog {
  readonly #needs: RoomNeeds
  readonly #states: RoomStates
  #next = 0
  #lines = 0
  #lastMs = 0
  #sampleEach = 1

  constructor(needs: RoomNeeds) {
    this.#needs = needs
    this.#states = new RoomStates(needs.look, needs.room, needs.findings)
  }

  async verify(): Promise<void> {
    const { look } = this.#needs
    for (let more = true; more; ) {
      more = await look.atOnce(async () => !(await this.#takeNext()))
    }
    for (let more = true; more; ) {
      // A state is compared in the moment in which all events that have made it were seen.
      more = await look.atOnce(async () => ((await this.#takeNext()) ? this.#states.compareNext() : true))
    }
    await look.atOnce(async () => {
      if (await this.#takeNext()) await this.#states.requireAllStored()
    })
  }

  /** Takes the next events; true: the head is reached, and agrees with the log. */
  async #takeNext(): Promise<boolean> {
    const { look, room, onEvents } = this.#needs
    const head = await this.#head()
    if (!head) return true
    const rows = await look.sql<EventRow[]>`
      select seq, at_ms, type, author_id, cid, wire from events
      where room_id = ${room} and seq >= ${this.#next} order by seq limit ${PAGE}`
    for (const row of rows) await this.#take(row, head)
    onEvents(rows.length)
    if (rows.length === PAGE) return false
    this.#requireHead(head)
    return true
  }

  async #head(): Promise<HeadRow | null> {
    const { look, room } = this.#needs
    const [head] = await look.sql<HeadRow[]>`
      select epoch, floor, seq, lines, last_ms from room_heads where room_id = ${room}`
    if (!head) return null
    if (this.#next === 0) this.#begin(head)
    return head
  }

  #begin({ floor, seq, epoch: name }: HeadRow): void {
    this.#next = floor
    this.#sampleEach = Math.max(1, Math.floor(seq / SAMPLES))
    if (!v.is(epoch, name)) this.#faultOfRoom('its epoch is none.')
    if (floor < 1 || floor > seq + 1) this.#faultOfRoom(`its floor is ${floor}, and its head ${seq}.`)
  }

  #requireHead({ seq, floor, lines, last_ms }: HeadRow): void {
    const last = this.#next - 1
    if (last < seq) this.#faultOfRoom(`its head is ${seq}, but the log ends at ${last}.`)
    if (last > seq) this.#faultOfRoom(`its head is ${seq}, but the log goes on to ${last}.`)
    if (floor === 1 && lines !== this.#lines)
      this.#faultOfRoom(`it counts ${lines} messages, and the log has ${this.#lines}.`)
    if (last_ms < this.#lastMs) this.#faultOfRoom('its newest event is later than its head says.')
    // Told once: what comes while the rest is looked at is held against the same head.
    this.#next = Math.max(this.#next, seq + 1)
    this.#lines = lines
  }

  async #take(row: EventRow, head: HeadRow): Promise<void> {
    const { findings } = this.#needs
    const { seq, at_ms, type, wire } = row
    findings.count('events')
    if (seq > this.#next)
      this.#faultOfRoom(
        seq === this.#next + 1
          ? `number ${this.#next} is missing.`
          : `numbers ${this.#next} to ${seq - 1} are missing.`,
      )
    this.#next = seq + 1
    if (isText(type)) this.#lines++
    if (at_ms < this.#lastMs) this.#fault(seq, 'it is earlier than the number before it.')
    this.#lastMs = Math.max(this.#lastMs, at_ms)
    const event = eventOf(row)
    if (typeof event === 'string') return this.#fault(seq, event)
    if (event.type !== type || event.by.id !== row.author_id || event.cid !== row.cid)
      this.#fault(seq, 'its columns do not agree with what it says.')
    await this.#takeEvent(event, wire, head)
  }

  async #takeEvent(event: RoomEvent, wire: string, head: HeadRow): Promise<void> {
    const { seq } = event
    if ('erased' in event && event.erased !== undefined) await this.#requireErasure(event, event.erased, head)
    switch (event.type) {
      case 'message.posted':
        await this.#requireFound(seq, event.by.id, event.body !== undefined)
        if (wire.includes('"files"')) await this.#requireFiles(event)
        return
      case 'room.changed':
      case 'member.changed':
        return
      default:
        if (event.message >= seq) return this.#fault(seq, `it changes number ${event.message}, which comes after it.`)
        await this.#states.take(event)
        if (event.type === 'message.erased') await this.#requireStubs(event.message, seq)
    }
  }

  /** A stub names the event that took its words. */
  async #requireErasure(event: RoomEvent, erased: number, { seq: head }: HeadRow): Promise<void> {
    const { look, room } = this.#needs
    const message = 'message' in event ? event.message : event.seq
    const [row] = await look.sql<{ type: string; wire: string }[]>`
      select type, wire from events where room_id = ${room} and seq = ${erased}`
    const isErasure = row?.type === 'message.erased' && targetOf(row.wire) === message
    if (erased > head || !isErasure)
      this.#fault(event.seq, `it is said to be erased by number ${erased}, which does not erase it.`)
  }

  /** In the moment of an erasure the words are gone, from everywhere. */
  async #requireStubs(message: number, by: number): Promise<void> {
    const { look, room } = this.#needs
    for (const seq of [message, ...(await this.#states.textsOf(message))]) {
      const [row] = await look.sql<{ wire: string }[]>`select wire from events where room_id = ${room} and seq = ${seq}`
      const stub = row ? fieldsOf(row.wire) : null
      if (typeof stub?.['erased'] !== 'number')
        this.#fault(seq, `number ${by} has erased it, and its words are still there.`)
    }
    const left = await look.sql<{ what: string }[]>`
      select 'edits' as what from message_edits where room_id = ${room} and message = ${message}
      union select 'files' from files where room_id = ${room} and seq = ${message}`
    for (const { what } of left) this.#fault(message, `number ${by} has erased it, and its ${what} are still noted.`)
  }

  async #requireFiles(event: RoomEvent): Promise<void> {
    if (event.type !== 'message.posted' || event.body === undefined || !event.files) return
    const { look, room, findings } = this.#needs
    const rows = await look.sql<{ id: string }[]>`
      select id from files where room_id = ${room} and seq = ${event.seq} order by place`
    findings.count('files of messages', event.files.length)
    if (rows.map(({ id }) => id).join() !== event.files.map(({ id }) => id).join())
      this.#fault(event.seq, 'its files are not those that are noted for it.')
  }

  /** What is erased is never found; of what is said, one of many is looked for. */
  async #requireFound(seq: number, by: string, isSaid: boolean): Promise<void> {
    const { look, room, findings } = this.#needs
    if (isSaid && seq % this.#sampleEach !== 0) return
    const isThere = await isInIndex(look.sql, room, { seq, by })
    if (isThere === null) return
    findings.count('looked for in search')
    if (isThere && !isSaid) this.#fault(seq, 'it was erased, and search still finds it.')
    if (!isThere && isSaid) this.#fault(seq, 'search does not find it.')
  }

  #fault(seq: number, what: string): void {
    this.#needs.findings.fault(`Room ${this.#needs.room}, number ${seq}: ${what}`)
  }

  #faultOfRoom(what: string): void {
    this.#needs.findings.fault(`Room ${this.#needs.room}: ${what}`)
  }
}

/** As clients get it; or why they would not understand it. */
function eventOf({ seq, at_ms, wire }: EventRow): RoomEvent | string {
  const fields = fieldsOf(wire)
  if (!fields) return 'it cannot be read.'
  const result = v.safeParse(roomEvent, { seq, at: at_ms, ...fields })
  if (result.success) return result.output
  const path = result.issues[0].path?.map(({ key }) => String(key)).join('.') ?? ''
  return `it is no event of the protocol${path === '' ? '' : ` (${path})`}.`
}

function fieldsOf(wire: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(wire)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : null
  } catch {
    return null
  }
}

const targetOf = (wire: string): unknown => fieldsOf(wire)?.['message']

import { hashText } from '../hash-of.ts'
import type { SeenEvent } from '../history.ts'

/** Who sent a command, and its id, as one number: the key of P-5 inside a room. */
export const keyOf = (principal: string, cid: string): number => hashText(`${principal} ${cid}`)

/** Columns of numbers, one place an event: a million events are some 100 MB, as objects they were five times that. */
const COLUMNS = [
  'hash',
  'stub',
  'erased',
  'key',
  'heardT',
  'okKey',
  'okT',
  'sentT',
  'sender',
  'turn',
  'bodyAsOf',
  'bodyAskedT',
] as const
type Column = (typeof COLUMNS)[number]
const FIRST_PLACES = 256

/** How the reading of an event was come by: the head that its reader could know, and when it was asked for. */
export type Reading = { t: number; asOf?: number; askedT?: number }

/**
 * What all clients together know of one epoch of a room's log: for each number what was heard of it, by whom it was sent, and when
 * it was known to be stored. Missing values are NaN.
 */
export class KnownLog {
  readonly room: string
  readonly epoch: string
  readonly #columns: Record<Column, Float64Array>
  /** The highest number that anybody heard or was answered. */
  top = 0
  heard = 0

  constructor(room: string, epoch: string) {
    this.room = room
    this.epoch = epoch
    const empty = () => new Float64Array(FIRST_PLACES).fill(Number.NaN)
    this.#columns = {
      hash: empty(),
      stub: empty(),
      erased: empty(),
      key: empty(),
      heardT: empty(),
      okKey: empty(),
      okT: empty(),
      sentT: empty(),
      sender: empty(),
      turn: empty(),
      bodyAsOf: empty(),
      bodyAskedT: empty(),
    }
  }

  get(column: Column, seq: number): number {
    return this.#columns[column][seq] ?? Number.NaN
  }

  set(column: Column, seq: number, value: number) {
    this.#makeRoom(seq)
    this.#columns[column][seq] = value
  }

  atMost(column: Column, seq: number, value: number) {
    const was = this.get(column, seq)
    if (!(was <= value)) this.set(column, seq, value)
  }

  atLeast(column: Column, seq: number, value: number) {
    const was = this.get(column, seq)
    if (!(was >= value)) this.set(column, seq, value)
  }

  isKnown(seq: number): boolean {
    return !Number.isNaN(this.get('key', seq))
  }

  /** Somebody has got this event. Gives what contradicts what others have got. */
  note(event: SeenEvent, { t, asOf, askedT }: Reading): string | null {
    const { seq, hash, erased } = event
    this.#makeRoom(seq)
    const key = keyOf(event.author, event.cid)
    const fault = this.#contradiction(event, key)
    if (!this.isKnown(seq)) {
      this.heard++
      this.set('key', seq, key)
    }
    this.atMost('heardT', seq, t)
    if (erased === undefined) {
      if (Number.isNaN(this.get('hash', seq))) this.set('hash', seq, hash)
      if (asOf !== undefined) this.atLeast('bodyAsOf', seq, asOf)
      if (askedT !== undefined) this.atLeast('bodyAskedT', seq, askedT)
    } else if (Number.isNaN(this.get('stub', seq))) {
      this.set('stub', seq, hash)
      this.set('erased', seq, erased)
    }
    return fault
  }

  #contradiction({ seq, hash, erased }: SeenEvent, key: number): string | null {
    if (differs(this.get('key', seq), key)) return 'is of another author, or has another cid, than for others'
    if (erased === undefined) return differs(this.get('hash', seq), hash) ? 'has another body than for others' : null
    if (differs(this.get('erased', seq), erased)) return 'was erased by another event than for others'
    return differs(this.get('stub', seq), hash) ? 'is another stub than for others' : null
  }

  #makeRoom(seq: number) {
    this.top = Math.max(this.top, seq)
    const { length } = this.#columns.hash
    if (seq < length) return
    const places = Math.max(seq + 1, Math.ceil(length * 1.5))
    for (const name of COLUMNS) {
      const wider = new Float64Array(places).fill(Number.NaN)
      wider.set(this.#columns[name])
      this.#columns[name] = wider
    }
  }
}

const differs = (known: number, now: number): boolean => !Number.isNaN(known) && known !== now

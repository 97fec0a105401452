import { hashText } from '../hash-of.ts'
import type { FinalRoom } from '../history.ts'
import { keyOf } from './known-log.ts'

/**
 * 0 in `hash` of a number that the log does not have. `by`: hash of its author; `words`: of what a push
 * would say of this message or edit, 0 where that is not known, -1 of any other event; `said`: of all that a message says.
 */
type Row = { hash: number; erased: number; key: number; by: number; words: number; said: number }

const TEXTS = new Set(['message.posted', 'message.edited'])

/** The final log of a room, as numbers: the million events of a long run are read once. */
export class FinalLog {
  readonly room: string
  readonly epoch: string
  readonly floor: number
  readonly head: number
  readonly isPrivate: boolean
  readonly rows: (Row | undefined)[] = []
  /** Numbers that were there twice, or lie outside of floor … head. */
  readonly doubled: number[] = []
  readonly outside: number[] = []
  readonly seqOf = new Map<number, number>()
  /** Keys that two events have. */
  readonly twice: { seq: number; first: number; cid: string }[] = []
  /** Numbers of erasures, and by line the first of them. */
  readonly erasures = new Set<number>()
  readonly erasedBy = new Map<number, number>()
  /** By line: the numbers of its changes, rising. */
  readonly changes = new Map<number, number[]>()
  /** What became of changed lines, as the database has it. */
  readonly states = new Map<number, { v: number; hash: number }>()
  /** The message that names a file, by the file's id. */
  readonly files = new Map<string, number>()
  readonly members: { seq: number; who: string; how: string }[] = []
  /** For each number: how many lines lie up to it, and the sum of their numbers. */
  readonly #lines: number[] = []
  readonly #sums: number[] = []

  constructor({ room, epoch, floor, head, access, events }: FinalRoom) {
    this.room = room
    this.epoch = epoch
    this.floor = floor
    this.head = head
    this.isPrivate = access === 'private'
    const lines = new Set<number>()
    for (const event of events) {
      const { seq, hash, cid } = event
      if (this.rows[seq]) this.doubled.push(seq)
      if (seq < floor || seq > head) this.outside.push(seq)
      const key = keyOf(event.author, cid)
      const first = this.seqOf.get(key)
      if (first === undefined) this.seqOf.set(key, seq)
      else this.twice.push({ seq, first, cid })
      const { author, erased = 0, said = 0 } = event
      const words = TEXTS.has(event.type) ? (event.words ?? 0) : -1
      this.rows[seq] = { hash, erased, key, by: hashText(author), words, said }
      for (const file of event.files ?? []) this.files.set(file, seq)
      if (event.type === 'message.erased') this.#noteErasure(event.of ?? 0, seq)
      if (event.type === 'message.posted') lines.add(seq)
      if (event.of !== undefined) this.#noteChange(event.of, seq)
      if (event.now && event.now.v > 0) this.states.set(seq, event.now)
      if (event.member) this.members.push({ seq, ...event.member })
    }
    this.members.sort((a, b) => a.seq - b.seq)
    for (const changes of this.changes.values()) changes.sort((a, b) => a - b)
    this.#count(lines)
  }

  isLine(seq: number): boolean {
    return seq > 0 && seq <= this.head && this.linesIn(seq, seq).count === 1
  }

  /** Number of the event that erased it, or 0. */
  erasureOf(seq: number): number {
    return this.erasedBy.get(seq) ?? this.rows[seq]?.erased ?? 0
  }

  /** How many lines the log has from `first` to `last`, and the sum of their numbers. */
  linesIn(first: number, last: number): { count: number; sum: number } {
    const at = (sums: number[], seq: number) => sums[Math.min(Math.max(seq, 0), sums.length - 1)] ?? 0
    return {
      count: at(this.#lines, last) - at(this.#lines, first - 1),
      sum: at(this.#sums, last) - at(this.#sums, first - 1),
    }
  }

  #noteErasure(line: number, seq: number): void {
    this.erasures.add(seq)
    this.erasedBy.set(line, Math.min(seq, this.erasedBy.get(line) ?? seq))
  }

  #noteChange(line: number, seq: number): void {
    const changes = this.changes.get(line)
    if (changes) changes.push(seq)
    else this.changes.set(line, [seq])
  }

  #count(lines: ReadonlySet<number>): void {
    let count = 0
    let sum = 0
    for (let seq = 0; seq <= this.head; seq++) {
      if (lines.has(seq)) {
        count++
        sum += seq
      }
      this.#lines.push(count)
      this.#sums.push(sum)
    }
  }
}

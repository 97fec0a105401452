import type { Entry } from '../history.ts'
import type { Books } from './books.ts'

/** What one client has of one room, from a join to the end of that. */
export type Stream = {
  client: string
  principal: string
  room: string
  epoch: string
  /** Head of the join's answer: all up to it had happened by then. */
  joinedAsOf: number
  joinedT: number
  /** Every event up to here was got. */
  cursor: number
  /** Every event up to here is to come. */
  promised: number
  live: boolean
  /** Told that it is put out. */
  out: boolean
}

type Of<Kind extends Entry['kind']> = Extract<Entry, { kind: Kind }>

/**
 * Each client's place in each room, as its wire says it, and how far principals got in one go: `[head at the beginning, last number]`, pair after
 * pair, which rule C-9 compares with who was put out when.
 */
export class Streams {
  readonly #books: Books
  readonly #clients = new Map<string, Map<string, Stream>>()
  readonly #stretches = new Map<string, number[]>()

  constructor(books: Books) {
    this.#books = books
  }

  take(entry: Entry) {
    switch (entry.kind) {
      case 'joined':
      case 'reset':
        return this.#begin(entry, entry.asOf, entry.asOf)
      case 'resumed':
        return this.#resume(entry)
      case 'receive':
        return this.#receive(entry)
      case 'read':
        return this.noteStretch(entry, entry.asOf ?? 0, entry.asOf ?? 0)
      case 'revoked':
        return this.#end(entry.client, entry.room, 'out')
      case 'left':
        return this.#end(entry.client, entry.room)
      case 'closed':
        for (const room of this.#of(entry.client).keys()) this.#end(entry.client, room)
    }
  }

  find(client: string, room: string): Stream | undefined {
    return this.#clients.get(client)?.get(room)
  }

  /** The head that this client could know of. */
  asOf(client: string, room: string): number {
    const stream = this.find(client, room)
    return stream ? Math.max(stream.cursor, stream.promised) : 0
  }

  *live(): Iterable<Stream> {
    for (const rooms of this.#clients.values()) for (const stream of rooms.values()) if (stream.live) yield stream
  }

  /** Ends all of them, so that `stretches` has everything. */
  close() {
    for (const stream of this.live()) this.noteStretch(stream, stream.joinedAsOf, stream.cursor)
  }

  stretches(at: { principal: string; room: string; epoch: string }): readonly number[] {
    return this.#stretches.get(stretchKey(at)) ?? []
  }

  noteStretch(at: { principal: string; room: string; epoch: string }, from: number, to: number) {
    if (to === 0) return
    const key = stretchKey(at)
    const known = this.#stretches.get(key)
    if (!known) this.#stretches.set(key, [from, to])
    else if (known.at(-2) !== from || known.at(-1) !== to) known.push(from, to)
  }

  #of(client: string): Map<string, Stream> {
    let rooms = this.#clients.get(client)
    if (!rooms) {
      rooms = new Map()
      this.#clients.set(client, rooms)
    }
    return rooms
  }

  #begin({ client, principal, room, epoch, t }: Of<'joined' | 'reset' | 'resumed'>, cursor: number, asOf: number) {
    this.#end(client, room)
    const stream = { client, principal, room, epoch, joinedAsOf: asOf, joinedT: t, cursor, promised: asOf }
    this.#of(client).set(room, { ...stream, live: true, out: false })
  }

  #resume(entry: Of<'resumed'>) {
    const { client, room, epoch, after, asOf } = entry
    const before = this.find(client, room)
    const say = (says: string) => this.#books.say('C-8', { room, seq: after, client, says })
    if (before && before.epoch !== epoch) say(`goes on in epoch ${epoch}, and had ${before.epoch}`)
    else if (before && after > before.cursor) say(`goes on after ${after}, and had got no more than ${before.cursor}`)
    if (after > asOf) say(`goes on after ${after}, where the log ends at ${asOf}`)
    this.#begin(entry, after, asOf)
  }

  #receive({ client, room, epoch, events }: Of<'receive'>) {
    const stream = this.find(client, room)
    if (stream?.out) {
      const seq = events[0]?.seq ?? 0
      return this.#books.say('C-9', { room, seq, client, says: 'came to who was told before that it is put out' })
    }
    if (!stream?.live) return
    if (stream.epoch !== epoch)
      this.#books.say('C-8', { room, client, says: `epoch ${epoch} in a log of ${stream.epoch}` })
    for (const { seq } of events) {
      // What a join has told already may come again with the tick (P-8): its number drops it.
      if (seq > stream.cursor + 1)
        this.#books.say('C-8', { room, seq, client, says: `came after ${stream.cursor}: what lies between never did` })
      stream.cursor = Math.max(stream.cursor, seq)
    }
    this.#checkOrder(client, room, events)
  }

  #checkOrder(client: string, room: string, events: Of<'receive'>['events']) {
    const wrong = events.find(({ seq }, at) => at > 0 && seq !== (events[at - 1]?.seq ?? 0) + 1)
    if (wrong)
      this.#books.say('C-8', { room, seq: wrong.seq, client, says: 'does not follow the one before it in its frame' })
  }

  #end(client: string, room: string, how?: 'out') {
    const stream = this.find(client, room)
    if (!stream) return
    if (stream.live) this.noteStretch(stream, stream.joinedAsOf, stream.cursor)
    stream.live = false
    stream.out ||= how === 'out'
  }
}

const stretchKey = ({ principal, room, epoch }: { principal: string; room: string; epoch: string }) =>
  `${principal} ${room} ${epoch}`

import type { Line } from '#protocol/lines.ts'
import { foldLine } from '#protocol/message-state.ts'
import { isNotice } from '#protocol/notices.ts'
import type { RoomEvent } from '#protocol/rooms.ts'
import { type Client, createClient, Disconnected, type Keep, Refused, type Room, type Saying } from '#sdk/index.ts'
import { createBunPlatform } from '#tests/kit/bun-platform.ts'
import { newToken } from '#tests/kit/guest.ts'
import { saidOf, seenEvents } from '../hash-of.ts'
import type { Form } from '../history.ts'
import { monotonicMs } from '../monotonic.ts'
import { download, type FilePlace, type Part, type Picture, pictured } from './download.ts'
import { readExport } from './read-export.ts'
import { type Offered, offered } from './stickers.ts'
import { seenCard } from './tea-page.ts'
import { type Sink, Wire } from './wire.ts'

export type WitnessOptions = {
  /** Its name in the history; another one for every client of a run. */
  client: string
  /** Where it connects: the server, or a proxy before it. */
  url: string
  sink: Sink
  /** Address of the room; '' is the lobby. */
  room?: string
  /** The name that it enters under; without one it only looks. */
  name?: string
  /** Who it is; a new guest without one. */
  token?: string
  keep?: Keep
  /** More missed events than this are not fetched one by one. */
  most?: number
}

/** Lines that are folded, to be compared with a fresh page; the newest. */
const FOLDED = 60
/** Own and other lines to talk about. */
const REMEMBERED = 200

/** A real client that writes down what it sees: on the wire by `Wire`, and from the library's listener what it would have shown. */
export class Witness {
  readonly client: Client
  readonly token: string
  readonly room: Room
  readonly wire: Wire
  readonly #url: string
  readonly #folded = new Map<number, Line>()
  #epoch = ''
  #shownUpTo = 0
  /** Numbers of lines that still have their words, oldest first. */
  readonly lines: number[] = []
  readonly own: number[] = []
  /** Files of messages that it was shown; also of those that were erased since. */
  readonly files: FilePlace[] = []
  /** Pictures of cards that it was shown, and stickers: those that are offered no more, too. */
  readonly pictures: Picture[] = []
  #wakers: (() => void)[] = []

  constructor({ client: name, url, sink, room = '', token = '', keep, most }: WitnessOptions) {
    this.#url = url
    this.token = token
    this.wire = new Wire({ client: name, sink })
    const platform = this.wire.watch(createBunPlatform(keep ? { keep } : {}))
    this.client = createClient({
      platform,
      url: `${url.replace('http', 'ws')}/ws`,
      token,
      locale: 'en',
      ...(most === undefined ? {} : { most }),
    })
    this.room = this.client.room(room)
    this.#listen()
  }

  /** Id of the room, once it was opened. */
  get roomId(): string {
    return this.room.info?.id ?? ''
  }

  get id(): string {
    return this.wire.principal
  }

  get shownUpTo(): number {
    return this.#shownUpTo
  }

  /** Resolves when it is true; it is looked at whenever something is shown, answered or the line changes. */
  async when(isSo: () => boolean): Promise<void> {
    while (!isSo()) await new Promise<void>((resolve) => void this.#wakers.push(resolve))
  }

  /** Everything up to this number was shown. */
  async hears(seq: number): Promise<void> {
    await this.when(() => this.#shownUpTo >= seq)
  }

  /** Everything that it has written is stored, or was refused for good. */
  async isThrough(): Promise<void> {
    await this.when(() => this.room.outgoing.every(({ state }) => state === 'failed'))
  }

  /** Also something beside the words, which is shown as it was said. */
  post(body: string, more: Pick<Saying, 'files' | 'sticker'> = {}): string {
    return this.#writes(body, more)
  }

  /** One of the stickers that it is offered now, whichever `pick` takes of them, if it takes one. */
  async sticks(pick: (stickers: readonly Offered[]) => Offered | undefined): Promise<void> {
    await this.change(async () => {
      const picked = pick(await offered(this.client))
      if (!picked) return
      const { sticker, toldT } = picked
      this.#writes(`:${sticker.name}:`, { sticker }, { picture: sticker.id, toldT })
    })
  }

  /** A change; what is refused, or given up while the line is away, is in the history and needs no answer here. */
  async change(work: (room: Room) => Promise<unknown>): Promise<void> {
    try {
      await work(this.room)
    } catch (error) {
      if (!(error instanceof Refused || error instanceof Disconnected || error instanceof RangeError)) throw error
    } finally {
      this.#wake()
    }
  }

  /** Goes back through the history, page by page, at most `pages`; what it gets is in the history by the wire. */
  async pagesHistory(pages = 20): Promise<void> {
    await this.change(async (room) => {
      let before = this.#shownUpTo + 1
      for (let page = 0; page < pages && before > 1; page++) {
        const { first, more } = await room.history({ before }, 100)
        before = more ? first : 1
      }
    })
  }

  async searches(text: string): Promise<void> {
    await this.change(() => this.client.call('search.messages', { rooms: [this.roomId], text }))
  }

  /** The whole room as a file. */
  async exports(): Promise<void> {
    const seen = await readExport(this.#url, this.roomId, this.token)
    if (seen) this.wire.say(seen)
  }

  /** What it gets of a file, of a part of it, or of the small form of a picture. */
  async downloads(place: FilePlace, what: Part | Form = 'whole'): Promise<void> {
    this.wire.say(await download(this.#url, this.token, place, what))
  }

  /** What it gets of a picture of a card or a pack. */
  async looksAt(picture: Picture): Promise<void> {
    this.wire.say(await pictured(this.#url, this.token, picture))
  }

  /** The files of the room, as a list. */
  async listsFiles(): Promise<void> {
    await this.change(() => this.client.call('room.files', { room: this.roomId, kind: 'files' }))
  }

  /** Says what the shown events have made of the newest lines. Call it when all is quiet. */
  tellFolded() {
    if (this.#epoch === '') return
    this.wire.say({
      kind: 'folded',
      room: this.roomId,
      epoch: this.#epoch,
      asOf: this.#shownUpTo,
      events: seenEvents([...this.#folded.values()]),
    })
  }

  stop() {
    this.client.stop()
  }

  #listen() {
    this.client.onStatus(() => this.#wake())
    this.room.listen({
      snapshot: ({ epoch, asOf, lines, room }) => {
        // In another log the same numbers are other messages.
        if (epoch !== this.#epoch) this.files.splice(0)
        this.#epoch = epoch
        this.#shownUpTo = asOf
        this.#folded.clear()
        for (const line of lines) this.#folded.set(line.seq, line)
        this.lines.splice(0)
        this.own.splice(0)
        for (const line of lines) this.#remember(line)
        this.wire.say({ kind: 'shown', room: room.id, epoch, snapshot: asOf, seqs: [] })
        this.#wake()
      },
      events: (events) => {
        if (events.length === 0) return
        this.#show(events)
        this.wire.say({ kind: 'shown', room: this.roomId, epoch: this.#epoch, seqs: events.map(({ seq }) => seq) })
        this.#wake()
      },
      outgoing: () => this.#wake(),
      out: () => this.#wake(),
      refused: () => this.#wake(),
    })
  }

  #show(events: readonly RoomEvent[]) {
    for (const event of events) {
      this.#shownUpTo = event.seq
      if (event.type === 'message.posted') {
        this.#folded.set(event.seq, event)
        this.#remember(event)
        const [oldest] = this.#folded.keys()
        if (this.#folded.size > FOLDED && oldest !== undefined) this.#folded.delete(oldest)
        continue
      }
      if (isNotice(event)) continue
      if (event.type === 'message.carded') this.#seeCards(event.seq, event.cards ?? [])
      const line = this.#folded.get(event.message)
      if (line) this.#folded.set(line.seq, foldLine(line, event))
    }
  }

  #seeCards(seq: number, cards: readonly unknown[]) {
    for (const card of cards) {
      const seen = seenCard(card)
      if (!seen) continue
      const { hash, due, picture } = seen
      this.wire.say({ kind: 'carded', room: this.roomId, seq, hash, due })
      if (picture !== null) this.#seePicture(`/api/cards/${picture}`)
    }
  }

  #seePicture(what: string) {
    this.pictures.push({ what, toldT: monotonicMs() })
    if (this.pictures.length > REMEMBERED) this.pictures.splice(0, REMEMBERED / 2)
  }

  #writes(body: string, more: Pick<Saying, 'files' | 'sticker'>, offer?: { picture: string; toldT: number }): string {
    const cid = this.room.post(body, more)
    const said = saidOf({ body, ...more })
    this.wire.say({ kind: 'wrote', room: this.roomId, cid, said, ...(offer && { sticker: offer }) })
    return cid
  }

  #remember(line: Line) {
    if (line.erased !== undefined || line.now?.erased) return
    for (const { id, name } of line.files ?? []) this.files.push({ room: this.roomId, seq: line.seq, file: id, name })
    if (this.files.length > REMEMBERED) this.files.splice(0, REMEMBERED / 2)
    if (line.sticker) this.#seePicture(`/api/emoticons/${line.sticker.id}`)
    for (const list of line.by.id === this.id ? [this.lines, this.own] : [this.lines]) {
      list.push(line.seq)
      if (list.length > REMEMBERED) list.splice(0, REMEMBERED / 2)
    }
  }

  #wake() {
    for (const wake of this.#wakers.splice(0)) wake()
  }
}

/** A new client, in its room. Without a `token` it is a new guest; without a `name` it only looks. */
export async function bringWitness(options: WitnessOptions): Promise<Witness> {
  const witness = new Witness({ ...options, token: options.token ?? (await newToken(options.url)) })
  witness.client.start()
  await witness.when(() => witness.client.status.name === 'online' || witness.client.status.name === 'stopped')
  if (witness.client.status.name === 'stopped') throw new Error(`sent away: ${JSON.stringify(witness.client.status)}`)
  if (options.name !== undefined) await witness.client.call('profile.set', { name: options.name, look: 1 })
  await witness.when(() => witness.room.place !== null)
  return witness
}

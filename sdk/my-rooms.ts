import type { PushFrame } from '#protocol/index.ts'
import type { BellsPush, Level, MinePush, MyRoom, ReadPush } from '#protocol/reading.ts'
import { passes } from './answer.ts'
import { repeatMs } from './backoff.ts'
import type { Client } from './client.ts'
import type { Platform } from './platform.ts'
import { ReadMarks } from './read-marks.ts'
import { Refused } from './refused.ts'
import { tell } from './tell.ts'

export type MyRoomsListener = {
  /** The whole list after each change, what was said last first. */
  rooms?(rooms: readonly MyRoom[]): void
  /** How far the others of a private chat have read, by person; all that is known of that chat. */
  receipts?(roomId: string, read: Readonly<Record<string, number>>): void
}

export type MyRooms = {
  /** Null: not known yet. */
  readonly rooms: readonly MyRoom[] | null
  receiptsOf(roomId: string): Readonly<Record<string, number>>
  /** Returns its stop. */
  listen(listener: MyRoomsListener): () => void
  /**
   * One has read a room up to there. Said at most once a second, in crowds within some seconds; until the server has it
   * the list is already shown so. `tells` false: the others of a chat do not learn it, and one does not learn theirs.
   */
  markRead(roomId: string, seq: number, tells?: boolean): void
  /** Says at once what waits to be said: the page is being hidden, or left. */
  flush(): void
  /** Null: the usual one. Rejects with `Refused` or `Disconnected`. */
  setLevel(roomId: string, level: Level | null): Promise<void>
  /**
   * Asks for the list. After each hello of somebody who has entered that is done by itself: call it when one enters, and
   * when one had not before this hello.
   */
  ask(): void
  /** Hears nothing any more. */
  stop(): void
}

type Needs = {
  client: Pick<Client, 'call' | 'status' | 'onStatus' | 'onPush'>
  platform: Pick<Platform, 'after' | 'nowMs' | 'randomBytes'>
}

const FIRST_REPEAT_MS = 1_000

/**
 * One's own list of rooms, kept right for as long as it is followed: asked for after each hello, changed by what the server
 * tells meanwhile. A part of its own, so that programs that need none do not load it.
 */
export function followMyRooms(needs: Needs): MyRooms {
  return new MyRoomList(needs)
}

class MyRoomList implements MyRooms {
  readonly #needs: Needs
  readonly #listeners = new Set<MyRoomsListener>()
  readonly #marks: ReadMarks
  readonly #people = new Map<string, number>()
  readonly #receipts = new Map<string, Record<string, number>>()
  /** Rooms of which a receipt came on this connection: what came before may be of a log that was restored since. */
  readonly #heard = new Set<string>()
  /** Who was silent, or has read on another device, tells the others of a chat with a mark that moves nothing. */
  readonly #toldOthers = new Map<string, number>()
  /** As the server told it. */
  #told: Map<string, MyRoom> | null = null
  #shown: readonly MyRoom[] | null = null
  #asks = false
  #tries = 0
  #stopTimer = () => {}
  readonly #stops: (() => void)[]

  constructor(needs: Needs) {
    this.#needs = needs
    const { client } = needs
    this.#marks = new ReadMarks({
      ...needs,
      people: (roomId) => this.#people.get(roomId) ?? 0,
      stored: (roomId, reply) => this.#hearRead({ room: roomId, ...reply }),
      changed: () => this.#show(),
    })
    this.#stops = [client.onStatus(() => this.#look()), client.onPush((frame) => this.#hear(frame))]
    this.#look()
  }

  get rooms(): readonly MyRoom[] | null {
    return this.#shown
  }

  receiptsOf(roomId: string): Readonly<Record<string, number>> {
    return this.#receipts.get(roomId) ?? {}
  }

  listen(listener: MyRoomsListener): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  markRead(roomId: string, seq: number, tells = true) {
    const known = this.#told?.get(roomId)
    const isNewToOthers = known?.room.kind === 'chat' && tells && seq > (this.#toldOthers.get(roomId) ?? 0)
    if (known && seq <= known.read && !isNewToOthers) return
    if (isNewToOthers) this.#toldOthers.set(roomId, seq)
    this.#marks.mark(roomId, seq, tells)
  }

  flush() {
    this.#marks.flush()
  }

  async setLevel(room: string, level: Level | null): Promise<void> {
    await this.#needs.client.call('room.set_level', { room, level })
  }

  ask() {
    const { client } = this.#needs
    if (this.#asks || client.status.name !== 'online') return
    this.#stopTimer()
    this.#asks = true
    client.call('room.mine', {}).then(
      ({ rooms }) => {
        this.#asks = false
        this.#tries = 0
        this.#told = new Map(rooms.map((mine) => [mine.room.id, mine]))
        this.#show()
      },
      (error: unknown) => this.#askAgain(error),
    )
  }

  stop() {
    for (const stop of this.#stops) stop()
    this.#stopTimer()
    this.#marks.stop()
    this.#listeners.clear()
  }

  #look() {
    const { status } = this.#needs.client
    if (status.name !== 'online') return
    this.#heard.clear()
    if (status.welcome.me.entered) this.ask()
    this.#marks.online()
  }

  #askAgain(error: unknown) {
    this.#asks = false
    // Lost: the next hello asks. Who has not entered asks when that is so.
    if (!(error instanceof Refused) || !passes(error.refusal)) return
    const ms = repeatMs(error.refusal.retry_after_ms, this.#tries++, FIRST_REPEAT_MS, this.#needs.platform)
    this.#stopTimer = this.#needs.platform.after(ms, () => this.ask())
  }

  #hear([, kind, body]: PushFrame) {
    if (kind === 'people') this.#hearPeople(body.room, body.count)
    else if (kind === 'mine') this.#hearMine(body)
    else if (kind === 'bells') this.#hearBells(body)
    else if (kind === 'read') this.#hearRead(body)
    else if (kind === 'receipts') this.#hearReceipts(body.room, body.read)
  }

  /** Rooms of the list only, so that what is kept is bounded with it. */
  #hearPeople(roomId: string, count: number) {
    if (this.#told?.has(roomId)) this.#people.set(roomId, count)
  }

  #hearMine({ changed = [], gone = [] }: MinePush) {
    if (!this.#told) return
    for (const mine of changed) this.#told.set(mine.room.id, mine)
    for (const roomId of gone) {
      this.#told.delete(roomId)
      this.#people.delete(roomId)
      this.#receipts.delete(roomId)
      this.#heard.delete(roomId)
      this.#toldOthers.delete(roomId)
    }
    this.#show()
  }

  #hearBells({ rooms }: BellsPush) {
    for (const [roomId, [head, lines, at]] of Object.entries(rooms)) {
      const known = this.#told?.get(roomId)
      if (!known) continue
      // All three only grow, and one's own mark may have been ahead of the bell.
      const newest = { head: Math.max(head, known.head), lines: Math.max(lines, known.lines) }
      this.#told?.set(roomId, { ...known, ...newest, at: Math.max(at, known.at ?? 0) })
    }
    this.#show()
  }

  #hearRead({ room, read, read_lines, mentions, first_mention }: ReadPush) {
    const known = this.#told?.get(room)
    if (!known || read < known.read) return
    const { first_mention: _, ...rest } = known
    const first = first_mention === undefined ? {} : { first_mention }
    // Read further than its bell has rung: what the bell will tell is read, too.
    const ahead = read > known.head ? { head: read, lines: Math.max(known.lines, read_lines) } : {}
    this.#told?.set(room, { ...rest, ...ahead, read, read_lines, mentions, ...first })
    this.#show()
  }

  #hearReceipts(roomId: string, read: Readonly<Record<string, number>>) {
    if (this.#told && !this.#told.has(roomId)) return
    const all = this.#heard.has(roomId) ? { ...this.#receipts.get(roomId) } : {}
    this.#heard.add(roomId)
    // They only go forward (P-34), in whatever order they are told.
    for (const [id, seq] of Object.entries(read)) all[id] = Math.max(seq, all[id] ?? 0)
    this.#receipts.set(roomId, all)
    tell(this.#needs.platform, this.#listeners, (listener) => listener.receipts?.(roomId, all))
  }

  #show() {
    if (!this.#told) return
    const rooms = [...this.#told.values()].map((mine) => asSaid(mine, this.#marks.said(mine.room.id)))
    this.#shown = rooms.sort((one, other) => (other.at ?? 0) - (one.at ?? 0))
    const shown = this.#shown
    tell(this.#needs.platform, this.#listeners, (listener) => listener.rooms?.(shown))
  }
}

/** A room as it is when the server has heard how far one has read. */
function asSaid(mine: MyRoom, seq: number): MyRoom {
  if (seq <= mine.read) return mine
  const { first_mention: _, ...rest } = mine
  if (seq >= mine.head) return { ...rest, read: seq, read_lines: mine.lines, mentions: 0 }
  return { ...mine, read: seq }
}

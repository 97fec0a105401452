import type { CommandReply } from '#protocol/index.ts'
import { limits } from '#protocol/limits.ts'
import { passes } from './answer.ts'
import { repeatMs } from './backoff.ts'
import type { Client } from './client.ts'
import type { Platform } from './platform.ts'
import { fraction } from './random.ts'
import { Refused } from './refused.ts'

/** A room's mark is said at most so often. */
const EVERY_MS = 1_000
/** In a crowd all read the same message at the same moment: they say so one after the other. */
const CROWD = 100
const CROWD_SPREAD_MS = 3_000
const FIRST_REPEAT_MS = 1_000

export type ReadMarksNeeds = {
  client: Pick<Client, 'call' | 'status'>
  platform: Pick<Platform, 'after' | 'nowMs' | 'randomBytes'>
  /** How many people are in a room, as far as that is known. */
  people(roomId: string): number
  /** The server has the mark; what it answered. */
  stored(roomId: string, reply: CommandReply<'room.read'>): void
  /** What is said of a room has changed. */
  changed(): void
}

type Said = { seq: number; tells: boolean }
type RoomMark = {
  /** The newest mark; null when the server has it. */
  waiting: Said | null
  /** On its way. */
  travels: Said | null
  saidMs: number
  tries: number
  stop: (() => void) | null
}

/**
 * Says how far one has read: the latest mark only, not oftener than is of use, and again after a lost line until the server
 * has it. Marks that were not said when the program ends are lost; the next time one reads makes up for them.
 */
export class ReadMarks {
  readonly #needs: ReadMarksNeeds
  /** Rooms that were read and are on the list, at most as many as a list has. */
  readonly #rooms = new Map<string, RoomMark>()

  constructor(needs: ReadMarksNeeds) {
    this.#needs = needs
  }

  /** How far one has read by one's own word that the server may not have yet; 0: it has all. */
  said(roomId: string): number {
    const mark = this.#rooms.get(roomId)
    return Math.max(mark?.waiting?.seq ?? 0, mark?.travels?.seq ?? 0)
  }

  mark(roomId: string, seq: number, tells: boolean) {
    if (seq <= this.said(roomId)) return
    const mark = this.#of(roomId)
    mark.waiting = { seq, tells }
    this.#needs.changed()
    this.#plan(roomId, mark)
  }

  /** Says now what waits: the page is about to be hidden or left. */
  flush() {
    for (const [roomId, mark] of this.#rooms) this.#say(roomId, mark)
  }

  /** There is a connection again. */
  online() {
    for (const [roomId, mark] of this.#rooms) this.#plan(roomId, mark)
  }

  stop() {
    for (const mark of this.#rooms.values()) mark.stop?.()
    this.#rooms.clear()
  }

  #of(roomId: string): RoomMark {
    const known = this.#rooms.get(roomId)
    if (known) return known
    if (this.#rooms.size >= limits.listedRooms) this.#forgetOne()
    const mark = { waiting: null, travels: null, saidMs: Number.NEGATIVE_INFINITY, tries: 0, stop: null }
    this.#rooms.set(roomId, mark)
    return mark
  }

  #forgetOne() {
    for (const [roomId, { waiting, travels }] of this.#rooms)
      if (!waiting && !travels) {
        this.#rooms.delete(roomId)
        return
      }
  }

  #plan(roomId: string, mark: RoomMark, leastMs = 0) {
    if (mark.stop || mark.travels || !mark.waiting) return
    const { platform, people } = this.#needs
    const spreadMs = people(roomId) > CROWD ? fraction(platform) * CROWD_SPREAD_MS : 0
    const waitMs = Math.max(leastMs, mark.saidMs + EVERY_MS - platform.nowMs()) + spreadMs
    if (waitMs <= 0) this.#say(roomId, mark)
    else mark.stop = platform.after(waitMs, () => this.#say(roomId, mark))
  }

  #say(roomId: string, mark: RoomMark) {
    mark.stop?.()
    mark.stop = null
    const { client, platform } = this.#needs
    if (!mark.waiting || mark.travels || client.status.name !== 'online') return
    const said = mark.waiting
    mark.waiting = null
    mark.travels = said
    mark.saidMs = platform.nowMs()
    const { seq, tells } = said
    client.call('room.read', { room: roomId, seq, ...(!tells && { tell: false }) }).then(
      (reply) => this.#answered(roomId, mark, reply),
      (error: unknown) => this.#failed(roomId, mark, said, error),
    )
  }

  #answered(roomId: string, mark: RoomMark, reply: CommandReply<'room.read'>) {
    mark.travels = null
    mark.tries = 0
    this.#needs.stored(roomId, reply)
    this.#needs.changed()
    this.#plan(roomId, mark)
  }

  /** What is refused for good is not said again; what was lost is, with the next connection. */
  #failed(roomId: string, mark: RoomMark, said: Said, error: unknown) {
    mark.travels = null
    const isFinal = error instanceof Refused && !passes(error.refusal)
    if (!isFinal) mark.waiting ??= said
    this.#needs.changed()
    if (!(error instanceof Refused)) return
    const askedMs = error.refusal.retry_after_ms
    this.#plan(roomId, mark, repeatMs(askedMs, mark.tries++, FIRST_REPEAT_MS, this.#needs.platform))
  }
}

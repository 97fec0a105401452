import type { RoomStorage, Said } from '#server/delivery/event-log.ts'
import type { Clock } from '#server/kit/clock.ts'
import { nextTurn } from '#server/kit/clock.ts'
import type { Span } from './occasion.ts'
import { hasSubscriptions } from './push-store.ts'
import { findMoment, findRecipients, findStretches, type Stretch } from './recipients.ts'

/** What is said in a room within this is looked at together. */
const GATHER_MS = 1_000
/** After a push a person is left alone by that room for so long; what comes meanwhile is told then, in one. */
const QUIET_MS = 30_000
/** A server that starts looks back so far, and no further: what is older has been pushed, or is no news. */
const LOOK_BACK_MS = 60_000
/** Moments that wait, and people who are left alone: above it the oldest go (HOUSE-12). */
const MOST_MOMENTS = 10_000
const MOST_QUIET = 20_000
/** People of one moment who are handed on in one turn (HOUSE-13). */
const A_TURN = 200

/** Something said in a room, to be looked at when people have had their time to read it. `from` null: not known yet. */
type Moment = { roomId: string; from: number | null; first: Said; to: number; dueMs: number; untilMs: number }
/** Somebody who was told of a room: up to where, and up to where there is more. */
type Quiet = { untilMs: number; told: number; more: number }

export type FollowerNeeds = {
  storage: RoomStorage
  clock: Clock
  /** How long a message may be unread before somebody is told. */
  afterMs: number
  send(span: Span): void
  onError(error: unknown): void
}

/** Follows what is said, beside the path of messages: finds who has not read what is for them after a while (decision 0023). */
export class PushFollower {
  readonly #needs: FollowerNeeds
  /** By room, in the order in which they are due. A room has at most one that still gathers. */
  readonly #moments = new Set<Moment>()
  readonly #gathering = new Map<string, Moment>()
  /** By person and room, in the order of their ends. */
  readonly #quiet = new Map<string, Quiet & Pick<Span, 'principalId' | 'roomId'>>()
  /** Where nobody is subscribed nothing is looked at. */
  #anybody = false
  #looking = false

  constructor(needs: FollowerNeeds) {
    this.#needs = needs
  }

  /** Looks whether there is anybody, and at what was said shortly before. */
  async start(): Promise<void> {
    const { storage, clock, afterMs } = this.#needs
    this.#anybody = await hasSubscriptions(storage.read)
    if (!this.#anybody) return
    const nowMs = clock.steadyMs()
    for (const { roomId, from, to } of await findStretches(storage.read, clock.nowMs() - LOOK_BACK_MS)) {
      const first = { head: to, lines: 0, at: 0 }
      this.#add({ roomId, from, first, to, dueMs: nowMs + afterMs, untilMs: nowMs })
    }
  }

  /** Somebody has subscribed. */
  wake(): void {
    this.#anybody = true
  }

  /** In these rooms something was said, and is durable. */
  hear(rooms: ReadonlyMap<string, Said>): void {
    if (!this.#anybody) return
    const nowMs = this.#needs.clock.steadyMs()
    for (const [roomId, said] of rooms) {
      const open = this.#gathering.get(roomId)
      if (open && nowMs < open.untilMs) {
        open.to = said.head
        continue
      }
      const untilMs = nowMs + GATHER_MS
      const moment = { roomId, from: null, first: said, to: said.head, dueMs: untilMs + this.#needs.afterMs, untilMs }
      this.#gathering.set(roomId, moment)
      this.#add(moment)
    }
  }

  /** Looks at what is due; call it once a second. Resolves when it has, for tests. */
  async sweep(): Promise<void> {
    if (this.#looking) return
    this.#looking = true
    try {
      await this.#look()
      this.#endQuiet()
    } catch (error) {
      this.#needs.onError(error)
    } finally {
      this.#looking = false
    }
  }

  #add(moment: Moment): void {
    this.#moments.add(moment)
    const [oldest] = this.#moments
    if (oldest && this.#moments.size > MOST_MOMENTS) this.#forget(oldest)
  }

  #forget(moment: Moment): void {
    this.#moments.delete(moment)
    if (this.#gathering.get(moment.roomId) === moment) this.#gathering.delete(moment.roomId)
  }

  async #look(): Promise<void> {
    const { storage, clock } = this.#needs
    const nowMs = clock.steadyMs()
    for (const moment of this.#moments) {
      if (moment.dueMs > nowMs) break
      this.#forget(moment)
      const { roomId, first, to } = moment
      const from = moment.from ?? (await findMoment(storage.read, roomId, first.head, first.at))
      await this.#tell({ roomId, from, to })
      await nextTurn()
    }
  }

  async #tell({ roomId, from, to }: Stretch): Promise<void> {
    const people = await findRecipients(this.#needs.storage.read, { roomId, from, to })
    for (const [at, principalId] of people.entries()) {
      if (at % A_TURN === A_TURN - 1) await nextTurn()
      const key = `${principalId} ${roomId}`
      const quiet = this.#quiet.get(key)
      if (quiet) quiet.more = Math.max(quiet.more, to)
      else this.#push(key, { principalId, roomId, since: from - 1, upTo: to })
    }
  }

  #push(key: string, span: Span): void {
    const { principalId, roomId, upTo } = span
    const untilMs = this.#needs.clock.steadyMs() + QUIET_MS
    this.#quiet.delete(key)
    this.#quiet.set(key, { principalId, roomId, untilMs, told: upTo, more: upTo })
    const [oldest] = this.#quiet.keys()
    if (oldest !== undefined && this.#quiet.size > MOST_QUIET) this.#quiet.delete(oldest)
    this.#needs.send(span)
  }

  /** Whoever has been left alone for long enough hears of what came meanwhile. */
  #endQuiet(): void {
    const nowMs = this.#needs.clock.steadyMs()
    for (const [key, { principalId, roomId, untilMs, told, more }] of this.#quiet) {
      if (untilMs > nowMs) break
      this.#quiet.delete(key)
      if (more > told) this.#push(key, { principalId, roomId, since: told, upTo: more })
    }
  }
}

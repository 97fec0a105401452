import { closes } from '#protocol/closes.ts'
import { limits } from '#protocol/limits.ts'
import type { Leaving } from '#server/accounts/caller.ts'
import type { Principal, Principals } from '#server/accounts/principals.ts'
import type { AddressCounts } from '#server/kit/address-counts.ts'
import { type Clock, nextTurn } from '#server/kit/clock.ts'
import { FewATurn } from '#server/kit/few-a-turn.ts'
import type { Log } from '#server/kit/log.ts'
import type { Origin } from '#server/kit/socket.ts'
import type { Session } from './session.ts'

export type ConnectionsNeeds = {
  clock: Clock
  log: Log
  principals: Principals
  /** Sockets of all protocols by address: shared with the classic gateway. */
  addresses: AddressCounts
  perPerson: number
  leaveAll(principal: Principal, session: Session, how: Leaving): void
}

/** Whom we cut for not reading is told so when they come back within this. */
const SLOW_KEPT_MS = 300_000
const MOST_SLOW = 10_000
/** Who was sent away for a flood is kept out for so long: else it would begin anew at once, with a full budget. */
const FLOODED_MS = 30_000
const MOST_FLOODED = 10_000
/** Each is taken off the lists of its rooms: some milliseconds in all (HOUSE-13). */
const CLOSED_A_TURN = 100
/** Whose lines have ended: a millisecond, where 15,000 that end in one moment held the loop for 290 (decision 0058). */
const LEAVES_A_TURN = 50
/** Who hears its heads answers them; the rest of a group hears them within its second. */
const HEADS_AT_ONCE = 20
const HEADS_SPREAD_MS = 900
const BEATS = limits.heartbeatMs / 1_000

/** All v1 sockets of this node: counted by address, swept once a second. */
export class Connections {
  readonly #needs: ConnectionsNeeds
  /** In as many groups as a heartbeat has seconds: one group a second hears its heads. */
  readonly #groups = Array.from({ length: BEATS }, () => new Set<Session>())
  readonly #slow = new Map<string, number>()
  readonly #flooded = new Map<string, number>()
  readonly #leaves = new FewATurn(LEAVES_A_TURN)
  #added = 0
  #beat = 0

  constructor(needs: ConnectionsNeeds) {
    this.#needs = needs
  }

  get size(): number {
    return this.#groups.reduce((sum, group) => sum + group.size, 0)
  }

  /** False when this address has too many sockets, or too many that have not said hello. */
  hasRoom({ prefix }: Origin): boolean {
    return this.#needs.addresses.hasRoom(prefix)
  }

  add(session: Session): void {
    this.#groups[this.#added++ % BEATS]?.add(session)
    this.#needs.addresses.opened(session.from.prefix)
  }

  /** Somebody said hello. Above the bound of a person's connections the oldest goes (4409). */
  greeted(session: Session, principal: Principal): void {
    this.#needs.addresses.greeted(session.from.prefix)
    if (principal.connections.length > this.#needs.perPerson) principal.connections[0]?.close(closes.tooManyConnections)
  }

  remove(session: Session, code: number): void {
    if (!this.#groups.some((group) => group.delete(session))) return
    const principal = session.principal
    this.#needs.addresses.closed(session.from.prefix, !principal)
    if (!principal) return
    if (session.behind) this.#noteSlow(principal.id)
    const turn = this.#leaves.wait()
    if (turn) void turn.then(() => this.#takeLeave(principal, session, code))
    else this.#takeLeave(principal, session, code)
  }

  /** Once: whether this person's last connection was cut because it did not read. */
  takeSlow(principalId: string): boolean {
    const untilMs = this.#slow.get(principalId)
    this.#slow.delete(principalId)
    return untilMs !== undefined && this.#needs.clock.steadyMs() < untilMs
  }

  /** Whoever speaks here has flooded. */
  noteFlood({ caller }: Session): void {
    if (!caller) return
    if (this.#flooded.size >= MOST_FLOODED) this.#flooded.clear()
    this.#flooded.set(caller.principal.id, this.#needs.clock.steadyMs() + FLOODED_MS)
  }

  /** 0, or the milliseconds until somebody who has flooded may come again. */
  keptOutMs(principalId: string): number {
    const leftMs = (this.#flooded.get(principalId) ?? 0) - this.#needs.clock.steadyMs()
    if (leftMs > 0) return Math.ceil(leftMs)
    this.#flooded.delete(principalId)
    return 0
  }

  /** Deadlines of all, and heads for one group: each connection hears its heads every 25 s. Call it once a second. */
  sweep(): void {
    const now = this.#needs.clock.steadyMs()
    // Two loops and no generator: this is every connection every second.
    for (const group of this.#groups) for (const session of group) session.checkDeadlines(now)
    this.#beat = (this.#beat + 1) % BEATS
    this.#tellHeads([...(this.#groups[this.#beat] ?? [])])
  }

  /** All of a second's group at once would answer at once: 600 of them held everybody up for 30 ms (measured). */
  #tellHeads(sessions: readonly Session[], from = 0): void {
    const nowMs = this.#needs.clock.nowMs()
    const to = from + HEADS_AT_ONCE
    for (const session of sessions.slice(from, to)) if (session.open) session.send(headsFrame(session, nowMs))
    if (to >= sessions.length) return
    const gapMs = HEADS_SPREAD_MS / Math.ceil(sessions.length / HEADS_AT_ONCE)
    this.#needs.clock.after(gapMs, () => this.#tellHeads(sessions, to))
  }

  /** Tells everybody to go and when to come back, spread over `spreadMs`. */
  sendAway(spreadMs: number): void {
    for (const session of this.#all())
      session.send(`[0,"goaway",{"after_ms":${Math.round(500 + Math.random() * spreadMs)}}]`)
  }

  /** Not in one turn: whoever stops a crowd of thousands may still ask for more haste (P-17). */
  async closeAll(code: number): Promise<void> {
    let closed = 0
    for (const session of this.#all()) {
      session.close(code)
      if (++closed % CLOSED_A_TURN === 0) await nextTurn()
    }
  }

  #takeLeave(principal: Principal, session: Session, code: number): void {
    this.#needs.principals.disconnect(principal, session)
    this.#needs.leaveAll(principal, session, principal.gone || code === closes.silent ? 'at-once' : 'with-grace')
    this.#needs.log.info('closed', { connection: session.id, principal: principal.id, code })
  }

  *#all(): Iterable<Session> {
    for (const group of this.#groups) yield* group
  }

  #noteSlow(principalId: string): void {
    if (this.#slow.size >= MOST_SLOW) this.#slow.clear()
    this.#slow.set(principalId, this.#needs.clock.steadyMs() + SLOW_KEPT_MS)
  }
}

function headsFrame(session: Session, nowMs: number): string {
  const rooms = session.joined.map(({ room }) => `"${room.id}":${room.head}`)
  return `[0,"heads",{"now_ms":${nowMs},"rooms":{${rooms.join(',')}}}]`
}

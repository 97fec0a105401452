import { placeIn } from '#server/accounts/places.ts'
import type { Principal, Principals } from '#server/accounts/principals.ts'
import { createCheckHash } from '#server/delivery/check-hash.ts'
import type { RoomStorage } from '#server/delivery/event-log.ts'
import type { Clock } from '#server/kit/clock.ts'
import type { Origin } from '#server/kit/socket.ts'
import type { Sql } from '#server/storage/database.ts'
import { dropEnded, dropTraces, hasEnded, inheritBans, saveTrace } from './ban-store.ts'
import type { At } from './member-store.ts'

/** So long whoever is new from the address of a banned person is refused, too: for more people share it (decision 0040). */
const HOLDS_MS = 3_600_000
/** Where somebody was who has left is known for so long, of so many: most are banned when they have gone. */
const LEFT_MS = 600_000
const MOST_LEFT = 10_000
/** Rooms from which one new guest is kept away at the most. */
const MOST_INHERITED = 50

export type BanTracesNeeds = {
  storage: RoomStorage
  clock: Clock
  principals: Pick<Principals, 'find' | 'all'>
  secret: Buffer
}

/** A ban that is followed to the address, so that a new guest is no way around it (T-28). */
export class BanTraces {
  readonly #needs: BanTracesNeeds
  readonly #hash: (sent: string) => string
  readonly #left = new Map<string, { home: string; untilMs: number }>()

  constructor(needs: BanTracesNeeds) {
    this.#needs = needs
    this.#hash = createCheckHash(needs.secret)
  }

  /** Somebody has left a room, and may be banned from it a moment later. */
  left({ id }: Principal, { home }: Origin): void {
    if (home === null) return
    this.#left.delete(id)
    this.#left.set(id, { home, untilMs: this.#needs.clock.steadyMs() + LEFT_MS })
    const [oldest] = this.#left.keys()
    if (this.#left.size > MOST_LEFT && oldest !== undefined) this.#left.delete(oldest)
  }

  /** In the transaction of a ban. Where others of the room are at that address it is a school, and nobody else is to suffer. */
  async follow(sql: Sql, at: At, nowMs: number): Promise<void> {
    for (const home of this.#homesOf(at.person)) {
      if (!this.#isShared(at, home)) await saveTrace(sql, at, this.#homeHash(home), nowMs + HOLDS_MS)
    }
  }

  /** In the transaction of a pardon: whoever was kept out by this ban is let in, too. */
  async forget(sql: Sql, at: At): Promise<void> {
    await dropTraces(sql, at)
  }

  /** In the transaction in which a new guest is stored. */
  async inherit(sql: Sql, person: string, { home }: Origin): Promise<void> {
    if (home === null) return
    await inheritBans(sql, {
      person,
      homeHash: this.#homeHash(home),
      nowMs: this.#needs.clock.nowMs(),
      most: MOST_INHERITED,
    })
  }

  /** What has ended ends: call it about once a minute, and before anybody comes. */
  async sweep(): Promise<void> {
    const { storage, clock } = this.#needs
    const nowMs = clock.nowMs()
    // Most minutes nothing has: a write would wake the disk.
    if (await hasEnded(storage.read, nowMs)) await storage.write(({ sql }) => dropEnded(sql, nowMs))
  }

  #homeHash(home: string): string {
    return this.#hash(`home:${home}`)
  }

  #homesOf(person: string): Set<string> {
    const { principals, clock } = this.#needs
    const homes = (principals.find(person)?.connections ?? []).map(({ from }) => from.home)
    const left = this.#left.get(person)
    if (left && clock.steadyMs() < left.untilMs) homes.push(left.home)
    return new Set(homes.filter((home) => home !== null))
  }

  #isShared({ room, person }: At, home: string): boolean {
    return this.#needs.principals
      .all()
      .some(
        ({ id, connections }) =>
          id !== person && connections.some((one) => one.from.home === home && placeIn(one, room)),
      )
  }
}

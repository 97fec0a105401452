import { type ReadonlySignal, type Signal, signal } from '@preact/signals'
import type { RoomInfo } from '#protocol/rooms.ts'
import { Refused, type Source, uuid } from '#sdk/index.ts'
import { findMyRoom, markRead, unreadOf } from '#web/store/my-rooms.ts'
import { preferences } from '#web/store/preferences.ts'
import { client } from '#web/store/session.ts'

/** How it stands in one room. `failed` with the refusal's code, or `lost`. */
export type Outcome = { name: 'sending' } | { name: 'sent'; seq: number } | { name: 'failed'; code: string }
export type Outcomes = ReadonlyMap<string, Outcome>

const newCid = (): string => uuid({ randomBytes: (count) => crypto.getRandomValues(new Uint8Array(count)) })

/** Says one message again in some rooms, and tells what became of it in each; where it is already it is not said twice. */
export class Sending {
  readonly #from: Source
  /** By room, until it has answered: the same again with the same id says nothing twice (HOUSE-11). */
  readonly #cids = new Map<string, string>()
  readonly #outcomes: Signal<Outcomes> = signal<Outcomes>(new Map())

  constructor(from: Source) {
    this.#from = from
  }

  get outcomes(): ReadonlySignal<Outcomes> {
    return this.#outcomes
  }

  /** Resolves when each room has answered. */
  async to(rooms: readonly RoomInfo[]): Promise<void> {
    const open = rooms.filter(({ id }) => this.#outcomes.peek().get(id)?.name !== 'sent')
    await Promise.all(open.map((room) => this.#sendTo(room)))
  }

  async #sendTo({ id, name }: RoomInfo): Promise<void> {
    this.#tell(id, { name: 'sending' })
    const before = findMyRoom(id)
    const cid = this.#cids.get(id) ?? newCid()
    this.#cids.set(id, cid)
    try {
      const stored = await client.peek()?.forward(name, this.#from, cid)
      // Where everything was read, one's own words are, too.
      if (stored && before && unreadOf(before) === 0) markRead(id, stored.seq, preferences.peek().receipts === 'on')
      this.#tell(id, stored ? { name: 'sent', seq: stored.seq } : { name: 'failed', code: 'lost' })
    } catch (error) {
      if (error instanceof Refused) this.#cids.delete(id)
      this.#tell(id, { name: 'failed', code: error instanceof Refused ? error.refusal.code : 'lost' })
    }
  }

  #tell(room: string, outcome: Outcome): void {
    this.#outcomes.value = new Map(this.#outcomes.peek()).set(room, outcome)
  }
}

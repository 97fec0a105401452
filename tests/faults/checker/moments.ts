import type { Compared, Ending } from './books.ts'
import type { FinalLog } from './final-log.ts'
import { type Revoked, revocationsOf } from './revocations.ts'

/** What was on its way when a restore began has arrived by then. */
const ON_ITS_WAY_MS = 5_000

/**
 * When something of the final logs happened, as far as anybody saw: roads that tell no head can only be compared by times. What is not
 * known accuses nobody.
 */
export class Moments {
  readonly #ending: Ending
  readonly #logs: ReadonlyMap<string, readonly Compared[]>
  readonly #revocations = new Map<FinalLog, ReadonlyMap<string, readonly Revoked[]>>()

  constructor(ending: Ending) {
    this.#ending = ending
    this.#logs = Map.groupBy(ending.compared, ({ known }) => known.room)
  }

  /** By then it was stored: somebody had its answer, or the event. Infinity: nobody did. */
  storedBy(room: string, seq: number): number {
    let least = Number.POSITIVE_INFINITY
    for (const { known, kept } of this.#logs.get(room) ?? []) {
      if (seq > kept) continue
      for (const t of [known.get('okT', seq), known.get('heardT', seq)]) if (t < least) least = t
    }
    return least
  }

  /** Before that it was not said. -Infinity: nobody knows when it was. */
  saidFrom(room: string, seq: number): number {
    let least = Number.POSITIVE_INFINITY
    for (const { known, kept } of this.#logs.get(room) ?? []) {
      if (seq > kept) continue
      const t = known.get('sentT', seq)
      if (t < least) least = t
    }
    return least === Number.POSITIVE_INFINITY ? Number.NEGATIVE_INFINITY : least
  }

  /** Numbers up to here were at `t` what they are in the final log: behind it a restore has taken some back since. */
  sureUpTo(room: string, t: number): number {
    let least = Number.POSITIVE_INFINITY
    for (const deed of this.#ending.deeds)
      if (deed.kind === 'epoch_changed' && deed.room === room && deed.t > t - ON_ITS_WAY_MS)
        least = Math.min(least, deed.head)
    return least
  }

  /** All times when this person was put out of the room. */
  revoked(final: FinalLog, who: string): readonly Revoked[] {
    let ofRoom = this.#revocations.get(final)
    if (!ofRoom) {
      ofRoom = Map.groupBy(revocationsOf(final), (revoked) => revoked.who)
      this.#revocations.set(final, ofRoom)
    }
    return ofRoom.get(who) ?? []
  }

  /** From then on it may have been back. */
  backFrom(room: string, { back }: Revoked): number {
    return back === Number.POSITIVE_INFINITY ? back : this.saidFrom(room, back)
  }
}

import type { EventsPush, RoomEvent } from '#protocol/rooms.ts'
import type { LogPlace } from './room.ts'

/** A type that is missing here does not compile; what a newer server adds is passed over. */
const known: Record<RoomEvent['type'], true> = {
  'message.posted': true,
  'message.edited': true,
  'message.erased': true,
  'message.reacted': true,
  'message.pinned': true,
  'message.carded': true,
  'room.changed': true,
  'member.changed': true,
}

export const knownOnly = <E extends { type: RoomEvent['type'] }>(events: readonly E[]): E[] =>
  events.filter(({ type }) => Object.hasOwn(known, type))

/** Where one is in a room's log: drops what is repeated, lets the next pass, and notices what is missing (P-8, P-10). */
export class RoomLog {
  #epoch: string | null = null
  #cursor = 0
  /** The head when the last resume began; up to there pages are on their way. */
  #target = 0

  /** Null before the first snapshot. */
  get epoch(): string | null {
    return this.#epoch
  }

  /** The last number that was passed on. */
  get cursor(): number {
    return this.#cursor
  }

  get place(): LogPlace | null {
    return this.#epoch === null ? null : { epoch: this.#epoch, seq: this.#cursor }
  }

  get target(): number {
    return this.#target
  }

  get caughtUp(): boolean {
    return this.#epoch !== null && this.#cursor >= this.#target
  }

  forget() {
    this.#epoch = null
  }

  /** A snapshot was shown. */
  reset(epoch: string, asOf: number) {
    this.#epoch = epoch
    this.#cursor = asOf
    this.#target = asOf
  }

  resume(asOf: number) {
    this.#target = asOf
  }

  /** Gives what is to be shown, and whether something before the rest of the frame is missing. */
  take({ last, events }: Pick<EventsPush, 'last' | 'events'>): { next: RoomEvent[]; hole: boolean } {
    const next: RoomEvent[] = []
    for (const event of events) {
      if (event.seq <= this.#cursor) continue
      if (event.seq > this.#cursor + 1) break
      this.#cursor = event.seq
      next.push(event)
    }
    return { next: knownOnly(next), hole: this.#cursor < last }
  }
}

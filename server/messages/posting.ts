import type { Limiter } from '#server/kit/limiter.ts'
import { Refusal } from '#server/kit/refusal.ts'

/** What a message takes: of what its author may say in the room, and of what the room may hear from all together. */
export class Posting {
  readonly #people: Limiter
  readonly #rooms: Limiter

  constructor({ people, rooms }: { people: Limiter; rooms: Limiter }) {
    this.#people = people
    this.#rooms = rooms
  }

  /** Takes both, or refuses with `rate_limited` and takes none. */
  require(person: string, room: string): void {
    const own = ownKey(person, room)
    this.#people.require(own)
    const waitMs = this.#rooms.take(room)
    if (waitMs === 0) return
    this.#people.giveBack(own)
    throw new Refusal('rate_limited', { retry_after_ms: waitMs })
  }

  /** It was said already: nothing came of it. */
  giveBack(person: string, room: string): void {
    this.#people.giveBack(ownKey(person, room))
    this.#rooms.giveBack(room)
  }

  sweep(): void {
    this.#people.sweep()
    this.#rooms.sweep()
  }
}

const ownKey = (person: string, room: string): string => `${person} ${room}`

import type { Principal } from '#server/accounts/principals.ts'
import type { RoomStorage } from '#server/delivery/event-log.ts'
import type { Clock } from '#server/kit/clock.ts'
import { GatheredWrites } from './gathered-writes.ts'
import { findSeat, type Seated, type SeatPlace, seat } from './seat-store.ts'

export type SeatsNeeds = {
  storage: RoomStorage
  clock: Clock
  /** A room is new on the list of somebody, or had to leave it. */
  made(place: SeatPlace): void
  gone(place: SeatPlace): void
  onError(error: unknown): void
}

/** A crowd that comes at once is one write; whoever comes alone has the room on the list in no time. */
const GATHER_MS = 20

/**
 * Puts rooms on the lists of those who come into them, beside the join: nobody waits for it. Who has the seat already costs
 * a look, but in the room where it was seen last, to which a crowd that was cut off comes back.
 */
export class Seats {
  readonly #needs: SeatsNeeds
  readonly #writes: GatheredWrites<SeatPlace, Seated>
  /** Seats under way, so that what follows a join finds the room on the list. */
  readonly #making = new Map<string, Promise<void>>()
  /** The room, no chat, in which somebody's seat was seen last. One: more would cost every connection for as long as it lasts. */
  readonly #seen = new WeakMap<Principal, string>()

  constructor(needs: SeatsNeeds) {
    this.#needs = needs
    const { storage, clock } = needs
    this.#writes = new GatheredWrites({
      storage,
      clock,
      gatherMs: GATHER_MS,
      async write(sql, places) {
        const seated: Seated[] = []
        for (const place of places) seated.push(await seat(sql, place, clock.nowMs()))
        return seated
      },
    })
  }

  /** Somebody reads a room from now on. Resolves to whether it is a chat that is on the list already. */
  async arrived(principal: Principal, roomId: string): Promise<boolean> {
    if (!principal.entered || principal.kind === 'classic') return false
    if (this.#seen.get(principal) === roomId) return false
    const place = { principal: principal.id, room: roomId }
    const found = await findSeat(this.#needs.storage.read, place)
    // One that was put there by others has been waiting for this.
    if (!found || found.waiting) this.#make(principal, place)
    else if (!found.chat) this.#seen.set(principal, roomId)
    return found?.chat ?? false
  }

  /** Who only looked has entered, and keeps the rooms that it reads. */
  entered(principal: Principal): void {
    const rooms = new Set(principal.connections.flatMap(({ joined }) => joined.map((place) => place.room.id)))
    for (const room of rooms) this.#make(principal, { principal: principal.id, room })
  }

  /** Resolves when a seat that is being made is there, or could not be made. */
  async settled({ principal, room }: SeatPlace): Promise<void> {
    await this.#making.get(`${principal} ${room}`)
  }

  /** The seat may be gone. */
  forget(principal: Principal | undefined, roomId: string): void {
    if (principal && this.#seen.get(principal) === roomId) this.#seen.delete(principal)
  }

  flush(): void {
    this.#writes.flush()
  }

  #make(principal: Principal, place: SeatPlace): void {
    const key = `${place.principal} ${place.room}`
    if (this.#making.has(key)) return
    this.#making.set(
      key,
      this.#write(principal, place).finally(() => this.#making.delete(key)),
    )
  }

  async #write(principal: Principal, place: SeatPlace): Promise<void> {
    try {
      const { made, gone } = await this.#writes.add(place)
      if (gone !== null) {
        this.forget(principal, gone)
        this.#needs.gone({ principal: principal.id, room: gone })
      }
      if (made) this.#needs.made(place)
    } catch (error) {
      // The next join tries again.
      this.#needs.onError(error)
    }
  }
}

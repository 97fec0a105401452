import type { MyRoom } from '#protocol/reading.ts'
import type { Unsettled } from '#server/delivery/unsettled.ts'
import { nextTurn } from '#server/kit/clock.ts'
import type { Sql } from '#server/storage/database.ts'
import type { Hearing } from './hearing.ts'
import { readMyRooms } from './my-room-store.ts'

export type TidingsNeeds = {
  read: Sql
  unsettled: Pick<Unsettled, 'whenAllSettled'>
  hearing: Hearing
  roomTitle: string
  onError(error: unknown): void
}

/** `mine`: the room as it stands on the list, or that it is gone. `read`: only how far, and what is for oneself. */
type Kind = 'mine' | 'read'
type Piece = { principal: string; room: string; kind: Kind }

/** Some 20 µs each: a title that changes in a crowd is many short turns (HOUSE-13). */
const MOST_A_TURN = 50
/** Rooms whose listeners are looked for in one turn: among ten thousand people each is a millisecond. */
const ROOMS_A_TURN = 8

/**
 * Tells people that a room of their list has changed. What has changed is never carried along: when it is told it is read,
 * so the order of what happened, and what happened twice, do not matter. Only who hears is told, so what waits is
 * bounded by connections and their rooms.
 */
export class Tidings {
  readonly #needs: TidingsNeeds
  readonly #waiting = new Map<string, Piece>()
  /** To be told to all whose list they are on. */
  readonly #rooms = new Map<string, Kind>()
  #telling = false

  constructor(needs: TidingsNeeds) {
    this.#needs = needs
  }

  tell(principal: string, room: string, kind: Kind): void {
    if (!this.#needs.hearing.hears(principal)) return
    const key = `${principal} ${room}`
    if (kind === 'read' && this.#waiting.has(key)) return
    this.#waiting.set(key, { principal, room, kind })
    this.#wake()
  }

  /** To all whose list this room is on. */
  tellAll(room: string, kind: Kind): void {
    if (kind === 'mine' || !this.#rooms.has(room)) this.#rooms.set(room, kind)
    this.#wake()
  }

  /** The person is out of the room: nothing more is heard of it from this turn on (P-27). */
  tellGone(principal: string, room: string): void {
    const { hearing } = this.#needs
    this.#waiting.delete(`${principal} ${room}`)
    if (hearing.dropBell(principal, room)) hearing.say(principal, 'mine', { gone: [room] })
  }

  #wake(): void {
    if (!this.#telling) void this.#run()
  }

  async #run(): Promise<void> {
    this.#telling = true
    try {
      while (this.#waiting.size + this.#rooms.size > 0) {
        await nextTurn()
        this.#findListeners()
        await this.#tellSome()
      }
    } catch (error) {
      this.#needs.onError(error)
    }
    this.#telling = false
  }

  #findListeners(): void {
    for (const [room, kind] of [...this.#rooms].slice(0, ROOMS_A_TURN)) {
      this.#rooms.delete(room)
      for (const principal of this.#needs.hearing.listenersOf(room)) this.tell(principal, room, kind)
    }
  }

  async #tellSome(): Promise<void> {
    const { read, unsettled } = this.#needs
    const pieces = [...this.#waiting.values()].slice(0, MOST_A_TURN)
    for (const { principal, room } of pieces) this.#waiting.delete(`${principal} ${room}`)
    const rooms = await unsettled.whenAllSettled(() =>
      Promise.all(pieces.map(({ principal, room }) => readMyRooms(read, principal, room))),
    )
    for (const [at, piece] of pieces.entries()) this.#say(piece, rooms[at]?.[0])
  }

  #say({ principal, room, kind }: Piece, found: MyRoom | undefined): void {
    const { hearing } = this.#needs
    if (!found) this.tellGone(principal, room)
    else if (kind === 'mine') {
      hearing.holdBell(principal, room)
      hearing.say(principal, 'mine', { changed: [withTitle(found, this.#needs.roomTitle)] })
    } else {
      const { read, read_lines, mentions, first_mention } = found
      const first = first_mention === undefined ? {} : { first_mention }
      hearing.say(principal, 'read', { room, read, read_lines, mentions, ...first })
    }
  }
}

/** The lobby is called as the place is (config.ts). */
export const withTitle = (mine: MyRoom, roomTitle: string): MyRoom =>
  mine.room.name === '' ? { ...mine, room: { ...mine.room, title: roomTitle } } : mine

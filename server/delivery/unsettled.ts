type Room = {
  /** Lowest number that is committed but perhaps not yet durable. */
  lowest: number
  /** Words of earlier events are being erased. */
  erases: boolean
  waiting: (() => void)[]
}

/**
 * What the commit under way has touched: nobody reads it before it is durable (P-3, P-4). Numbers are cut off below it; what
 * is changed in place (states, stubs) is read when the room is settled again, which takes one sync.
 */
export class Unsettled {
  readonly #rooms = new Map<string, Room>()

  /** An event was stored. */
  note(roomId: string, seq: number): void {
    const room = this.#rooms.get(roomId)
    if (!room) this.#rooms.set(roomId, { lowest: seq, erases: false, waiting: [] })
    else if (seq < room.lowest) room.lowest = seq
  }

  /** An earlier event was made a stub. */
  noteErasing(roomId: string): void {
    const room = this.#rooms.get(roomId)
    if (room) room.erases = true
    else this.#rooms.set(roomId, { lowest: Number.POSITIVE_INFINITY, erases: true, waiting: [] })
  }

  lowest(roomId: string): number | undefined {
    return this.#rooms.get(roomId)?.lowest
  }

  /**
   * Runs `read` in a turn in which all that is committed of the room is durable: statements that it begins in that turn see
   * one state.
   */
  whenSettled<T>(roomId: string, read: () => T | Promise<T>): Promise<T> {
    return this.#after(this.#rooms.get(roomId), read)
  }

  /** The same for what only an erasure changes. */
  whenErased<T>(roomId: string, read: () => T | Promise<T>): Promise<T> {
    const room = this.#rooms.get(roomId)
    return this.#after(room?.erases ? room : undefined, read)
  }

  /** Runs `read` in a turn in which all that is committed is durable, of whatever room. */
  whenAllSettled<T>(read: () => T | Promise<T>): Promise<T> {
    const [any] = this.#rooms.values()
    return this.#after(any, read)
  }

  /** The commit is durable, or undone. */
  settle(): void {
    const rooms = [...this.#rooms.values()]
    this.#rooms.clear()
    for (const { waiting } of rooms) for (const run of waiting) run()
  }

  async #after<T>(room: Room | undefined, read: () => T | Promise<T>): Promise<T> {
    if (!room) return read()
    return new Promise<T>((resolve, reject) => {
      // Here and not after an `await`: the next commit could be under way by then.
      room.waiting.push(() => void Promise.try(read).then(resolve, reject))
    })
  }
}

import type { RoomStorage, Said } from '#server/delivery/event-log.ts'

export type SaidTimesNeeds = { storage: Pick<RoomStorage, 'write'>; onError(error: unknown): void }

const WRITE_MS = 2_000
const MOST_PER_WRITE = 300
/** Rooms that wait; what came first is dropped, and mended by the next message there (HOUSE-12). */
const MOST_ROOMS = 20_000

/**
 * When something was said last in a room, for the order of the directory. Beside the path of a message and seconds late: a
 * post would pay a statement for it. Lists of rooms do not need it, they look into the log.
 */
export class SaidTimes {
  readonly #needs: SaidTimesNeeds
  readonly #waiting = new Map<string, number>()
  #writing = false
  #wroteMs = 0

  constructor(needs: SaidTimesNeeds) {
    this.#needs = needs
  }

  note(rooms: ReadonlyMap<string, Said>): void {
    for (const [roomId, { at }] of rooms) this.#waiting.set(roomId, at)
    while (this.#waiting.size > MOST_ROOMS) {
      const [oldest = ''] = this.#waiting.keys()
      this.#waiting.delete(oldest)
    }
  }

  /** Call it once a second. */
  sweep(nowMs: number): void {
    if (this.#writing || this.#waiting.size === 0 || nowMs - this.#wroteMs < WRITE_MS) return
    this.#wroteMs = nowMs
    this.#writing = true
    void this.#work().finally(() => {
      this.#writing = false
    })
  }

  /** The server is about to stop: everything enters the lane in this turn. */
  flush(): void {
    while (this.#waiting.size > 0) void this.#writeSome()
  }

  async #work(): Promise<void> {
    // What is noted meanwhile waits for the next time: a room in which people talk has something with each commit.
    for (let left = this.#waiting.size; left > 0; left -= MOST_PER_WRITE) await this.#writeSome()
  }

  async #writeSome(): Promise<void> {
    const some = [...this.#waiting].slice(0, MOST_PER_WRITE)
    for (const [roomId] of some) this.#waiting.delete(roomId)
    await this.#needs.storage
      .write(async ({ sql }) => {
        for (const [roomId, at] of some) await sql`update rooms set said_ms = ${at} where id = ${roomId}`
      })
      .catch(this.#needs.onError)
  }
}

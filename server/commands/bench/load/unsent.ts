import type { Socket } from 'bun'

/** What is written to a connection: what the socket does not take at once waits, in its order. */
export class Unsent {
  readonly #waiting: Uint8Array[] = []
  #socket: Socket | null = null

  /** From now on what waits goes there; null: nowhere any more. */
  goTo(socket: Socket | null): void {
    this.#socket = socket
  }

  add(frame: Uint8Array): void {
    this.#waiting.push(frame)
    if (this.#waiting.length === 1) this.flush()
  }

  /** Call it when the socket takes more. */
  flush(): void {
    for (let first = this.#waiting[0]; first && this.#socket; first = this.#waiting[0]) {
      const sent = this.#socket.write(first)
      if (sent < first.length) {
        this.#waiting[0] = first.subarray(Math.max(0, sent))
        return
      }
      this.#waiting.shift()
    }
  }
}
